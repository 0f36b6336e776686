import assert from 'node:assert/strict';
import type http2 from 'node:http2';
import { test } from 'node:test';
import type { HostSpec } from '../../../source/engine/load/load.js';
import { closedPort, type NodeServerOptions, startNodeServer } from '../../helpers/http-servers.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';
import { type DrivenWire, hostAt, type WireOptions, withWire } from './driven-wire.js';

type Handle = Parameters<typeof startNodeServer>[1];

type On = {
  readonly speaks?: 'h2' | 'h2c' | 'https' | 'http';
  readonly server?: NodeServerOptions;
  readonly host?: Partial<HostSpec>;
  readonly wire?: WireOptions;
};

async function overHttp2(
  handle: Handle,
  on: On,
  use: (wire: DrivenWire, server: Awaited<ReturnType<typeof startNodeServer>>) => Promise<void>,
): Promise<void> {
  const { speaks = 'h2' } = on;
  const server = await startNodeServer(speaks, handle, on.server);
  const host = hostAt(
    server.port,
    { protocol: 'http2', ...on.host },
    speaks === 'h2' || speaks === 'https' ? 'https' : 'http',
  );
  try {
    await withWire([host], on.wire ?? {}, (wire) => use(wire, server));
  } finally {
    await server.stop();
  }
}

const outcomesOf = async (ends: readonly Promise<{ readonly outcome: string }>[]): Promise<string[]> =>
  (await Promise.all(ends)).map(({ outcome }) => outcome);

for (const speaks of ['h2', 'h2c'] as const) {
  test(`many requests share one connection over ${speaks}`, async () => {
    const seen: string[] = [];
    await overHttp2(
      (asked, response) => {
        seen.push(`${asked.httpVersion} ${asked.method} ${asked.url} ${asked.headers[':authority']}`);
        response.end('ok');
      },
      { speaks },
      async (wire, server) => {
        const ends = await Promise.all(Array.from({ length: 40 }, () => wire.submit(request({ path: '/a?b=c' }))));
        assert.ok(ends.every(({ outcome }) => outcome === 'ok'));
        assert.equal(server.connections(), 1);
        assert.deepEqual(new Set(seen), new Set([`2.0 GET /a?b=c localhost:${server.port}`]));
        assert.deepEqual([wire.counts.sent, wire.counts.resent, wire.connectedMs.length], [40, 0, 1]);
        assert.deepEqual(wire.gauges(), [0, 0, 1]);
      },
    );
  });
}

test('times of an answer are in order: due, sent, first byte, settled', async () => {
  await overHttp2(
    (_asked, response) => {
      response.setHeader('server-timing', 'app;dur=12.5');
      response.write('first');
      setImmediate(() => response.end('last'));
    },
    {},
    async (wire) => {
      const { arrival, endedMs } = await wire.submit(request());
      assert.ok(arrival.dueMs < arrival.sentMs! && arrival.sentMs! < arrival.firstByteMs!);
      assert.ok(arrival.firstByteMs! <= endedMs);
      assert.equal(arrival.serverMs, 12.5);
    },
  );
});

test('bodies and headers go as they were given', async () => {
  const seen: string[] = [];
  await overHttp2(
    (asked, response) => {
      let body = '';
      asked.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      asked.on('end', () => {
        seen.push(`${asked.method} ${asked.headers['x-one']} ${asked.headers['content-length']} ${body}`);
        response.statusCode = 503;
        response.end();
      });
    },
    {},
    async (wire) => {
      const post = request({
        method: 'POST',
        headers: [
          ['X-One', 'eins'],
          ['Connection', 'close'],
        ],
        body: 'größe',
      });
      assert.equal((await wire.submit(post)).outcome, 'badStatus');
      assert.deepEqual(seen, ['POST eins 7 größe']);
    },
  );
});

test('no more requests at once than the server allows, and the rest wait in the generator', async () => {
  const open = new Set<http2.Http2ServerResponse>();
  let most = 0;
  await overHttp2(
    (_asked, response) => {
      open.add(response);
      most = Math.max(most, open.size);
      setImmediate(() => {
        open.delete(response);
        response.end();
      });
    },
    { server: { http2: { settings: { maxConcurrentStreams: 3 } } }, host: { connections: 2 } },
    async (wire, server) => {
      const ends = Array.from({ length: 30 }, () => wire.submit(request()));
      assert.deepEqual(wire.gauges().slice(0, 2), [0, 30]);
      assert.ok((await outcomesOf(ends)).every((outcome) => outcome === 'ok'));
      assert.ok(most > 1 && most <= 6, `${most} at once`);
      assert.ok(server.connections() <= 2);
    },
  );
});

test('a request without answer times out alone: its connection carries the others on', async () => {
  await overHttp2(
    (asked, response) => {
      if (asked.url !== '/never') response.end();
    },
    // Long enough for a busy machine to open a connection in.
    { wire: { timeoutMs: 1000 } },
    async (wire, server) => {
      const never = wire.submit(request({ path: '/never' }));
      assert.equal((await wire.submit(request())).outcome, 'ok');
      const { outcome, arrival, endedMs } = await never;
      assert.equal(outcome, 'timeout');
      assert.ok(endedMs - arrival.sentMs! >= 1000);
      assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.equal(server.connections(), 1);
    },
  );
});

test('a request that the server resets has failed, and is not sent again', async () => {
  await overHttp2(
    (asked, response) => {
      if (asked.url === '/reset') response.stream.close(2);
      else response.end();
    },
    {},
    async (wire) => {
      assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.equal((await wire.submit(request({ path: '/reset' }))).outcome, 'connectionFailed');
      assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.deepEqual([wire.counts.sent, wire.counts.resent], [3, 0]);
    },
  );
});

test('after a farewell what is under way is answered, and the next goes over a new connection', async () => {
  const sessions: http2.ServerHttp2Session[] = [];
  const held: http2.Http2ServerResponse[] = [];
  await overHttp2(
    (asked, response) => {
      if (asked.url === '/held') {
        held.push(response);
        sessions[0]!.goaway(0);
      } else response.end();
    },
    { server: { onSession: (session) => void sessions.push(session) } },
    async (wire, server) => {
      const under = wire.submit(request({ path: '/held' }));
      while (wire.gauges()[2] !== 0 || held.length === 0) await new Promise(setImmediate);
      assert.equal((await wire.submit(request())).outcome, 'ok');
      held[0]!.end();
      assert.equal((await under).outcome, 'ok');
      assert.equal(server.connections(), 2);
      assert.deepEqual([wire.counts.sent, wire.counts.resent], [2, 0]);
    },
  );
});

test('requests that a farewell turned away unread are sent once more, and counted', async () => {
  const sessions: http2.ServerHttp2Session[] = [];
  let turnedAway = 0;
  await overHttp2(
    (asked, response) => {
      if (asked.url === '/turn' && sessions.length === 1) {
        turnedAway += 1;
        // The stream before it is the last that the server says to have read.
        sessions[0]!.goaway(0, response.stream.id! - 2);
      } else response.end('ok');
    },
    { server: { onSession: (session) => void sessions.push(session) } },
    async (wire) => {
      assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.equal((await wire.submit(request({ path: '/turn' }))).outcome, 'ok');
      assert.equal(turnedAway, 1);
      assert.deepEqual([wire.counts.sent, wire.counts.resent], [2, 1]);
    },
  );
});

test('a connection that breaks fails what is under way, and the next request opens another', async () => {
  await overHttp2(
    (asked, response) => {
      if (asked.url === '/break') response.stream.session!.socket.destroy();
      else response.end();
    },
    {},
    async (wire, server) => {
      const post = request({ method: 'POST', path: '/break', body: 'x' });
      assert.deepEqual(await outcomesOf([wire.submit(post), wire.submit(post)]), [
        'connectionFailed',
        'connectionFailed',
      ]);
      assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.ok(server.connections() <= 3);
    },
  );
});

test('a target that refuses fails every arrival, without a connection', async () => {
  const host = hostAt(await closedPort(), { protocol: 'http2' });
  await withWire([host], {}, async (wire) => {
    const ends = Array.from({ length: 10 }, () => wire.submit(request()));
    assert.deepEqual(new Set(await outcomesOf(ends)), new Set(['connectionFailed']));
    assert.deepEqual([wire.counts.sent, wire.gauges()], [0, [0, 0, 0]]);
  });
});

for (const speaks of ['https', 'http'] as const) {
  test(`a target that speaks only HTTP/1.1 over ${speaks} fails every arrival`, async () => {
    await overHttp2(
      (_asked, response) => response.end(),
      { speaks, wire: { timeoutMs: 2_000 } },
      async (wire) => {
        assert.equal((await wire.submit(request())).outcome, 'connectionFailed');
      },
    );
  });
}

test('abandoning ends what was sent as unfinished and what waits as unsent', async () => {
  await overHttp2(
    () => {},
    { host: { connections: 1 }, server: { http2: { settings: { maxConcurrentStreams: 1 } } } },
    async (wire) => {
      const ends = [wire.submit(request()), wire.submit(request())];
      while (wire.gauges()[0] === 0) await new Promise(setImmediate);
      wire.abandon();
      assert.deepEqual(await outcomesOf(ends), ['unfinished', 'unsent']);
      assert.deepEqual(wire.gauges(), [0, 0, 0]);
    },
  );
});

test('without keep-alive every request has a connection of its own', async () => {
  await overHttp2(
    (_asked, response) => response.end(),
    { host: { keepAlive: false } },
    async (wire, server) => {
      for (let count = 0; count < 3; count++) assert.equal((await wire.submit(request())).outcome, 'ok');
      assert.equal(server.connections(), 3);
      assert.equal(wire.gauges()[2], 0);
    },
  );
});

test('a resumed session saves later connections the full handshake', async () => {
  await overHttp2(
    (_asked, response) => response.end(),
    { host: { keepAlive: false } },
    async (wire, server) => {
      for (let count = 0; count < 4; count++) await wire.submit(request());
      assert.ok(server.resumed() >= 1, `${server.resumed()} of 4`);
    },
  );
});
