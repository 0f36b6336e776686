import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { frame, opcodes, type RawBehaviour, startRawServer } from '../../helpers/raw-websocket-server.js';
import { start, startServer } from './started-subscription.js';

const { text, binary, continuation, close, ping } = opcodes;

/** A server as it should be: says one number. */
const good: RawBehaviour = (socket, accept) => {
  accept();
  socket.write(frame(text, '{"good":1}'));
};

/** What a server does wrong after a right handshake. */
function afterHandshake(wrong: (socket: Parameters<RawBehaviour>[0]) => void): RawBehaviour {
  return (socket, accept) => {
    accept();
    wrong(socket);
  };
}

const rows: readonly [does: string, wrong: RawBehaviour, reason: RegExp][] = [
  ['hangs up before the handshake', (socket) => socket.destroy(), /socket hang up|ECONNRESET/],
  ['speaks another protocol', (socket) => socket.end('SSH-2.0-OpenSSH_10.0\r\n'), /Parse Error|hang up/],
  ['answers with a page', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'), /response: 200/],
  ['wants another token', (socket) => socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n'), /response: 401/],
  [
    'answers the handshake without end',
    (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\n');
      socket.write(`X-Endless: ${'x'.repeat(200_000)}`);
    },
    /Header overflow/,
  ],
  [
    'answers the handshake with the wrong key',
    (socket) =>
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n',
      ),
    /Sec-WebSocket-Accept/,
  ],
  ['sends bytes that are no frame', afterHandshake((socket) => socket.write('\u007f\u007f garbage')), /RSV|opcode/],
  ['sends a masked frame', afterHandshake((socket) => socket.write(Buffer.from([0x81, 0x80, 1, 2, 3, 4]))), /MASK/],
  [
    'sends text that is not UTF-8',
    afterHandshake((socket) => socket.write(frame(text, Buffer.from([0xff, 0xfe])))),
    /UTF/,
  ],
  [
    'announces a message of 8 EiB',
    afterHandshake((socket) => socket.write(Buffer.from([0x81, 0x7f, 0x7f, 255, 255, 255, 255, 255, 255, 255]))),
    /payload length|Max payload/i,
  ],
  [
    'announces a message of 1 GiB',
    afterHandshake((socket) => socket.write(Buffer.from([0x82, 0x7f, 0, 0, 0, 0, 0x40, 0, 0, 0]))),
    /Max payload size exceeded/,
  ],
  [
    'sends one message in endless pieces',
    afterHandshake((socket) => {
      socket.write(frame(text, '{', false));
      socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => frame(continuation, ' ', false))));
    }),
    /fragments/i,
  ],
  [
    'continues a message that it never began',
    afterHandshake((socket) => socket.write(frame(continuation, 'x'))),
    /opcode 0/,
  ],
  [
    'vanishes in the middle of a frame',
    afterHandshake((socket) => {
      socket.write(Buffer.from([0x81, 100, 0x7b]));
      socket.end();
    }),
    /code 1006/,
  ],
  [
    'closes with a code that there is not',
    afterHandshake((socket) => socket.write(frame(close, Buffer.from([0, 1])))),
    /status code/,
  ],
  [
    'closes with half a code',
    afterHandshake((socket) => socket.write(frame(close, Buffer.from([3])))),
    /payload length/,
  ],
  [
    'sends a ping longer than a ping may be',
    afterHandshake((socket) => socket.write(Buffer.from([0x89, 126, 0, 200, ...Buffer.alloc(200)]))),
    /payload length/,
  ],
];

/** Waits for the wait after the failure, lets it pass, and sees that the next connection is as good as any. */
async function assertRecovers(context: TestContext, wrong: RawBehaviour, reason: RegExp): Promise<void> {
  const server = await startRawServer((turn) => (turn === 0 ? wrong : good));
  context.after(() => server.close());
  const { clock, log, subscription } = start(context, server.url);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.ok(state.kind === 'waiting');
  assert.match(state.reason, reason);
  assert.deepEqual(subscription.circuit(), { kind: 'closed', failures: 1 });
  clock.advance(state.nextAttemptAtMs - clock.nowMs());
  await log.next('stream/sample', (event) => event.sample.values.good === 1);
  assert.equal(server.connections(), 2);
}

for (const [does, wrong, reason] of rows) {
  test(`outlives a server that ${does}`, (context) => assertRecovers(context, wrong, reason));
}

test('a server that stops in the middle of a message is cut when its pongs do not come', async (context) => {
  const server = await startRawServer(() => afterHandshake((socket) => socket.write(Buffer.from([0x81, 100, 0x7b]))));
  context.after(() => server.close());
  const { clock, log } = start(context, server.url);
  await log.next('stream/state', (event) => event.state.kind === 'open');
  clock.advance(10_000);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(state.kind === 'waiting' && state.reason, 'no answer to 2 pings in 10 s');
});

test('a server that says goodbye and keeps the connection is not waited for', async (context) => {
  const server = await startRawServer(() => (socket, accept) => {
    accept();
    socket.write(frame(text, '{"a":1}'));
    socket.write(frame(close, Buffer.from([0x03, 0xe9])));
  });
  context.after(() => server.close());
  const { clock, log } = start(context, server.url);
  await log.next('stream/sample');
  // One round of the event loop more, in which the goodbye is read.
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(5_000);
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  assert.equal(state.kind === 'waiting' && state.reason, 'closed by the server (code 1001)');
});

test('a server that never answers a ping but goes on talking is listened to', async (context) => {
  let say = (): void => {};
  const server = await startRawServer(() => (socket, accept) => {
    accept();
    say = () => socket.write(frame(text, '{"a":1}'));
    say();
  });
  context.after(() => server.close());
  const { clock, log, subscription } = start(context, server.url);
  for (let round = 1; round <= 8; round++) {
    await log.next('stream/sample');
    log.forget();
    clock.advance(4_000);
    assert.equal(log.all('stream/state').length, 0);
    say();
  }
  await log.next('stream/sample');
  assert.deepEqual(subscription.circuit(), { kind: 'closed', failures: 0 });
  assert.equal(subscription.counts().messages, 9);
});

test('answers to a flood of pings do not pile up while the server reads none', async (context) => {
  const server = await startRawServer(() => (socket, accept) => {
    accept();
    socket.pause();
    const flood = Buffer.concat(Array.from({ length: 20_000 }, () => frame(ping, 'x'.repeat(125))));
    socket.write(Buffer.concat([flood, flood, flood, frame(text, '{"last":1}')]));
  });
  context.after(() => server.close());
  const { log, subscription } = start(context, server.url);
  await log.next('stream/sample', (event) => event.sample.values.last === 1);
  const heldBytes = subscription.detail().heldBytes;
  assert.ok(heldBytes < 128 * 1024, `${heldBytes} bytes held`);
});

test('a sender of more than a second may bring is held back, and nothing is lost', async (context) => {
  const count = 25_000;
  const server = await startRawServer(() => (socket, accept) => {
    accept();
    socket.write(Buffer.concat([...Array(count)].map((_, index) => frame(text, `{"a":${index}}`))));
    socket.write(frame(binary, 'end'));
  });
  context.after(() => server.close());
  const { clock, log, subscription } = start(context, server.url);
  await log.next('stream/sample');
  // No second passes before the first is full; from then on time goes as it likes.
  while (subscription.counts().unreadable === 0) {
    await new Promise((resolve) => setImmediate(resolve));
    if (subscription.counts().messages >= 10_000) clock.advance(1_000);
  }
  assert.equal(subscription.counts().messages, count);
  assert.ok(subscription.detail().throttledSeconds >= 1);
  assert.equal(subscription.counts().reconnects, 0);
});

test('a message of 1 MiB full of keys, or of nesting, is read in bounded time and the stream goes on', async (context) => {
  const keys = `{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":${index}`).join(',')}}`;
  const nested = `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`;
  const server = await startServer(context, (client) => {
    for (const message of [keys, nested, '{"k0":1}']) client.send(message);
  });
  const { log, subscription } = start(context, server.url);
  await log.next('stream/sample', (event) => Object.keys(event.sample.values).length === 1);
  assert.deepEqual(subscription.detail().series, { kept: 200, refused: 0 });
  assert.equal(subscription.counts().messages, 3);
});
