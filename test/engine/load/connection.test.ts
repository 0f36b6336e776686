import assert from 'node:assert/strict';
import type net from 'node:net';
import { test } from 'node:test';
import { type Connection, openConnection } from '../../../source/engine/load/connection.js';
import { createHeadMemo } from '../../../source/engine/load/head-memo.js';
import { closedPort, okAnswer, type Reply, type SeenRequest, startScriptedServer } from '../../helpers/http-servers.js';

const request = Buffer.from('GET / HTTP/1.1\r\nhost: test\r\n\r\n');

type Told = {
  readonly kind: string;
  readonly status?: number;
  readonly reusable?: boolean;
  readonly code?: string | null;
};

/** A connection whose words can be awaited one by one. */
function connect(port: number): {
  readonly connection: Connection;
  readonly next: () => Promise<Told>;
  readonly extra: () => readonly Told[];
} {
  const told: Told[] = [];
  let waiting: ((told: Told) => void) | null = null;
  const tell = (word: Told): void => {
    const deliver = waiting;
    waiting = null;
    if (deliver === null) told.push(word);
    else deliver(word);
  };
  const endpoint = { protocol: 'http', address: '127.0.0.1', port, serverName: 'test' } as const;
  const connection = openConnection(
    endpoint,
    { buffer: Buffer.alloc(1024), memo: createHeadMemo(), nowMs: () => performance.now() },
    {
      opened: () => tell({ kind: 'opened' }),
      answered: (_connection, { status }, reusable) => tell({ kind: 'answered', status, reusable }),
      failed: (_connection, { code }) => tell({ kind: 'failed', code }),
      closed: () => tell({ kind: 'closed' }),
    },
  );
  return {
    connection,
    extra: () => told,
    next() {
      const word = told.shift();
      if (word !== undefined) return Promise.resolve(word);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
  };
}

/** Sends one request to a server that answers so, and returns what the connection then tells. */
async function outcomeOf(script: (request: SeenRequest, reply: Reply) => void, words = 1): Promise<Told[]> {
  const server = await startScriptedServer(script);
  const { connection, next, extra } = connect(server.port);
  assert.deepEqual(await next(), { kind: 'opened' });
  connection.send(request, false);
  const told: Told[] = [];
  for (let word = 0; word < words; word++) told.push(await next());
  connection.destroy();
  connection.destroy();
  await server.stop();
  assert.deepEqual(extra(), []);
  return told;
}

test('carries one request after another', async () => {
  const server = await startScriptedServer((seen, reply) =>
    reply.write(seen.index === 1 ? okAnswer.replace('200', '500') : okAnswer),
  );
  const { connection, next } = connect(server.port);
  await next();
  for (const status of [200, 500, 200]) {
    connection.send(request, false);
    assert.deepEqual(await next(), { kind: 'answered', status, reusable: true });
  }
  assert.equal(connection.served(), 3);
  assert.equal(server.connections(), 1);
  connection.destroy();
  await server.stop();
});

test('reads an answer that is longer than the read buffer and comes in many pieces', async () => {
  const body = 'x'.repeat(300_000);
  const told = await outcomeOf((_request, reply) => {
    reply.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`);
    for (let at = 0; at < body.length; at += 70_001) reply.write(body.slice(at, at + 70_001));
  });
  assert.deepEqual(told, [{ kind: 'answered', status: 200, reusable: true }]);
});

const rows: readonly (readonly [name: string, script: (reply: Reply) => void, told: Told])[] = [
  [
    'an answer that ends with its connection',
    (reply) => {
      reply.write('HTTP/1.1 200 OK\r\n\r\nto the end');
      reply.end();
    },
    { kind: 'answered', status: 200, reusable: false },
  ],
  [
    'a farewell',
    (reply) => reply.write(okAnswer.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n')),
    { kind: 'answered', status: 200, reusable: false },
  ],
  [
    'more than was asked for',
    (reply) => reply.write(okAnswer + okAnswer),
    { kind: 'answered', status: 200, reusable: false },
  ],
  ['nothing but an end', (reply) => reply.end(), { kind: 'failed', code: 'closed' }],
  [
    'an end in the middle',
    (reply) => {
      reply.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nab');
      reply.end();
    },
    { kind: 'failed', code: 'closed' },
  ],
  ['a reset', (reply) => reply.reset(), { kind: 'failed', code: 'ECONNRESET' }],
  ['another protocol', (reply) => reply.write('220 ready\r\n'), { kind: 'failed', code: 'not-http' }],
];

for (const [name, script, expected] of rows) {
  test(`settles exactly once on ${name}`, async () => {
    assert.deepEqual(await outcomeOf((_request, reply) => script(reply)), [expected]);
  });
}

test('a server that closes an idle connection is not a failure', async () => {
  const told = await outcomeOf((_request, reply) => {
    reply.write(okAnswer);
    reply.end();
  }, 2);
  assert.deepEqual(told, [{ kind: 'answered', status: 200, reusable: true }, { kind: 'closed' }]);
});

test('bytes that nobody asked for close an idle connection', async () => {
  let socket: net.Socket | null = null;
  const server = await startScriptedServer(
    (_request, reply) => reply.write(okAnswer),
    (accepted) => {
      socket = accepted;
    },
  );
  const { connection, next } = connect(server.port);
  await next();
  connection.send(request, false);
  await next();
  (socket as net.Socket | null)?.write(okAnswer);
  assert.deepEqual(await next(), { kind: 'closed' });
  assert.equal(connection.state(), 'gone');
  await server.stop();
});

test('a refused connection has failed, with the code of the refusal', async () => {
  const { next, connection } = connect(await closedPort());
  assert.deepEqual(await next(), { kind: 'failed', code: 'ECONNREFUSED' });
  assert.equal(connection.state(), 'gone');
});
