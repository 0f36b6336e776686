import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostSpec } from '../../../source/engine/load/load.js';
import { codeOf } from '../../../source/model/error.js';
import type { HttpAnswer } from '../../../source/model/work.js';
import {
  closedPort,
  type NodeServer,
  okAnswer,
  startNodeServer,
  startScriptedServer,
} from '../../helpers/http-servers.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';
import { type DrivenWire, flow, hostAt, type WireOptions, withWire } from './driven-wire.js';

type Handle = Parameters<typeof startNodeServer>[1];

async function withFlows(
  handle: Handle,
  on: { readonly host?: Partial<HostSpec>; readonly wire?: WireOptions; readonly speaks?: 'http' | 'h2' | 'https' },
  use: (wire: DrivenWire, server: NodeServer) => Promise<void>,
): Promise<void> {
  const { speaks = 'http' } = on;
  const server = await startNodeServer(speaks, handle);
  const host = hostAt(
    server.port,
    { ...(speaks === 'h2' ? { protocol: 'http2' } : {}), ...on.host },
    speaks === 'http' ? 'http' : 'https',
  );
  try {
    await withWire([host], { hasFlows: true, ...on.wire }, (wire) => use(wire, server));
  } finally {
    await server.stop();
  }
}

const step = (path: string, name: number): ReturnType<typeof request> => request({ path, name });

for (const speaks of ['http', 'https', 'h2'] as const) {
  test(`a flow over ${speaks} sends one request after another, each by what came before`, async () => {
    await withFlows(
      (asked, response) => {
        response.setHeader('X-Next', '/second');
        response.end(`answer to ${asked.url}`);
      },
      { speaks },
      async (wire, server) => {
        const texts: string[] = [];
        const { outcome, arrival, endedMs } = await wire.submit(
          flow(async (ask) => {
            const first = await ask(step('/first', 1));
            const second = await ask(step(first.headers.get('x-next')!, 2));
            texts.push(first.text, second.text);
            return second.status === 200;
          }),
        );
        assert.equal(outcome, 'ok');
        assert.deepEqual(texts, ['answer to /first', 'answer to /second']);
        assert.deepEqual(
          wire.steps.map(({ name, outcome: end }) => [name, end]),
          [
            [1, 'ok'],
            [2, 'ok'],
          ],
        );
        assert.ok(arrival.dueMs < arrival.sentMs! && arrival.sentMs! < endedMs);
        // Steps' times lie within the arrival's own.
        assert.ok(wire.steps.reduce((sum, { tookMs }) => sum + tookMs, 0) <= endedMs - arrival.sentMs!);
        assert.deepEqual([wire.counts.sent, server.connections(), wire.gauges()], [1, 1, [0, 0, 1]]);
      },
    );
  });
}

const brokenAnswer = (_asked: unknown, response: { readonly socket: { readonly destroy: () => void } }): void =>
  response.socket.destroy();

const ends: readonly (readonly [string, Parameters<typeof flow>[0], string])[] = [
  ['resolves true', async () => true, 'ok'],
  ['resolves false', async () => false, 'badStatus'],
  ['rejects', () => Promise.reject(new Error('own')), 'badStatus'],
  [
    'throws before it returns',
    () => {
      throw new Error('own');
    },
    'badStatus',
  ],
  ['lets a failed request through', async (ask) => (await ask(step('/break', 1))).status === 200, 'connectionFailed'],
  ['lets a timeout through', async (ask) => (await ask(step('/never', 1))).status === 200, 'timeout'],
  [
    'says no after a request without answer',
    (ask) =>
      ask(step('/break', 1)).then(
        () => true,
        () => false,
      ),
    'connectionFailed',
  ],
  [
    'makes good for a request without answer',
    (ask) =>
      ask(step('/break', 1))
        .catch(() => ask(step('/', 2)))
        .then(({ status }) => status === 200),
    'ok',
  ],
  [
    'fails by itself after it made good for one',
    (ask) =>
      ask(step('/break', 1))
        .catch(() => ask(step('/', 2)))
        .then(() => false),
    'badStatus',
  ],
  ['is content with a bad status', (ask) => ask(step('/bad', 1)).then(({ status }) => status === 500), 'ok'],
  ['asks a host that is none', (ask) => ask(request({ host: 9 })).then(() => true), 'badStatus'],
  ['asks what cannot be sent', (ask) => ask(request({ path: 'no slash' })).then(() => true), 'badStatus'],
];

for (const [what, run, expected] of ends) {
  test(`a flow that ${what} ends as ${expected}`, async () => {
    await withFlows(
      (asked, response) => {
        if (asked.url === '/break') brokenAnswer(asked, response as never);
        else if (asked.url === '/never') return;
        else {
          response.statusCode = asked.url === '/bad' ? 500 : 200;
          response.end();
        }
      },
      { wire: { timeoutMs: 100 } },
      async (wire) => {
        const { outcome, arrival } = await wire.submit(flow(run));
        assert.equal(outcome, expected);
        // Good ends have times; the book relies on that.
        assert.ok(outcome !== 'ok' || arrival.sentMs !== null);
        assert.deepEqual(wire.gauges().slice(0, 2), [0, 0]);
      },
    );
  });
}

test('a step tells its own end: an accepted status or not, a timeout, a failure', async () => {
  await withFlows(
    (asked, response) => {
      if (asked.url === '/break') brokenAnswer(asked, response as never);
      else if (asked.url === '/bad') {
        response.statusCode = 500;
        response.end();
      }
    },
    { wire: { timeoutMs: 100 } },
    async (wire) => {
      const codes: (string | null)[] = [];
      await wire.submit(
        flow(async (ask) => {
          await ask(step('/bad', 1));
          for (const path of ['/break', '/never']) await ask(step(path, 2)).catch((error) => codes.push(codeOf(error)));
          return true;
        }),
      );
      assert.deepEqual(
        wire.steps.map(({ outcome }) => outcome),
        ['badStatus', 'connectionFailed', 'timeout'],
      );
      assert.deepEqual(codes, ['no-answer', 'no-answer']);
    },
  );
});

test('flows wait for a free connection, and that wait is part of their response time', async () => {
  await withFlows(
    (_asked, response) => void setTimeout(() => response.end(), 20),
    { host: { connections: 2 } },
    async (wire, server) => {
      const submitted = Array.from({ length: 6 }, () =>
        wire.submit(
          flow(async (ask) => (await ask(step('/', 1))).status === 200 && (await ask(step('/', 2))).status === 200),
        ),
      );
      assert.deepEqual(wire.gauges().slice(0, 2), [0, 6]);
      const all = await Promise.all(submitted);
      assert.ok(all.every(({ outcome }) => outcome === 'ok'));
      assert.ok(server.mostConnections() <= 2, `${server.mostConnections()} connections`);
      // Six flows of two requests of 20 ms each, two at a time.
      assert.ok(Math.max(...all.map(({ arrival, endedMs }) => endedMs - arrival.dueMs)) >= 100);
    },
  );
});

test('one bound on connections holds for requests and flows together, and one limit for all in flight', async () => {
  const options = { host: { connections: 2 }, wire: { inFlightLimit: 4 } };
  await withFlows(
    (_asked, response) => void setImmediate(() => response.end()),
    options,
    async (wire, server) => {
      const flows = [1, 2].map(() => wire.submit(flow(async (ask) => (await ask(step('/', 1))).status === 200)));
      const requests = [1, 2, 3].map(() => wire.submit(request()));
      assert.equal((await requests[2]!).outcome, 'unsent');
      for (const { outcome } of await Promise.all([...flows, ...requests.slice(0, 2)])) assert.equal(outcome, 'ok');
      assert.ok(server.mostConnections() <= 2);
    },
  );
});

test('of a long answer the first mebibyte is kept, the rest is read and the connection used again', async () => {
  const long = 'é'.repeat(700_000);
  await withFlows(
    (asked, response) => void response.end(asked.url === '/long' ? long : 'short'),
    {},
    async (wire, server) => {
      const answers: HttpAnswer[] = [];
      await wire.submit(
        flow(async (ask) => {
          answers.push(await ask(step('/long', 1)), await ask(step('/', 2)));
          return true;
        }),
      );
      assert.equal(answers[0]!.text, 'é'.repeat(1024 * 512));
      assert.equal(answers[1]!.text, 'short');
      assert.equal(server.connections(), 1);
    },
  );
});

test('requests that a flow no longer waits for are called off when it ends', async () => {
  await withFlows(
    (asked, response) => {
      if (asked.url === '/') response.end();
    },
    {},
    async (wire) => {
      const { outcome } = await wire.submit(
        flow((ask) => Promise.race([ask(step('/never', 1)), ask(step('/', 2))]).then(({ status }) => status === 200)),
      );
      assert.equal(outcome, 'ok');
      assert.deepEqual(wire.steps.map(({ name, outcome: end }) => [name, end]).sort(), [
        [1, 'unfinished'],
        [2, 'ok'],
      ]);
      assert.deepEqual(wire.gauges().slice(0, 2), [0, 0]);
    },
  );
});

test('a refusal that nobody in the flow waits for brings nothing down', async () => {
  await withWire([hostAt(await closedPort())], { hasFlows: true }, async (wire) => {
    const { outcome } = await wire.submit(
      flow(async (ask) => {
        void ask(step('/', 1));
        await new Promise(setImmediate);
        await new Promise(setImmediate);
        return true;
      }),
    );
    assert.equal(outcome, 'ok');
  });
});

test('a flow that asks a dead target again and again leaves everything else its turn', async () => {
  await withWire([hostAt(await closedPort())], { hasFlows: true }, async (wire) => {
    let attempts = 0;
    const stubborn = wire.submit(
      flow(async (ask) => {
        for (;;) {
          attempts += 1;
          await ask(step('/', 1)).catch(() => {});
        }
      }),
    );
    while (attempts < 50) await new Promise(setImmediate);
    wire.abandon();
    assert.equal((await stubborn).outcome, 'unsent');
    const before = attempts;
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    assert.ok(attempts - before <= 1, 'a flow that was ended asks no more');
  });
});

test('abandoning ends flows at once: unfinished where something was sent, unsent where nothing was', async () => {
  await withFlows(
    () => {},
    { host: { connections: 1 } },
    async (wire) => {
      const submitted = [1, 2].map(() => wire.submit(flow((ask) => ask(step('/', 1)).then(() => true))));
      while (wire.gauges()[0] === 0) await new Promise(setImmediate);
      wire.abandon();
      assert.deepEqual(
        (await Promise.all(submitted)).map(({ outcome }) => outcome),
        ['unfinished', 'unsent'],
      );
      assert.deepEqual(wire.gauges(), [0, 0, 0]);
    },
  );
});

test('a request on a kept connection that the server closed meanwhile is sent again, and counted', async () => {
  const server = await startScriptedServer((seen, reply) => {
    // The second request of a connection finds it closed.
    if (seen.onConnection === 1) reply.reset();
    else reply.write(okAnswer);
  });
  await withWire([hostAt(server.port)], { hasFlows: true }, async (wire) => {
    const twice = flow(async (ask) => (await ask(step('/', 1))).status === (await ask(step('/', 2))).status);
    assert.equal((await wire.submit(twice)).outcome, 'ok');
    assert.deepEqual([wire.counts.sent, wire.counts.resent, server.connections()], [1, 1, 2]);
    const post = flow(async (ask) => (await ask(request({ method: 'POST' }))).status === 200);
    assert.equal((await wire.submit(post)).outcome, 'connectionFailed');
  });
  await server.stop();
});
