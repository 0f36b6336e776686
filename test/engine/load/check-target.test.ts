import assert from 'node:assert/strict';
import { once } from 'node:events';
import type net from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';
import { checkTarget } from '../../../source/engine/load/check-target.js';
import type { RequestSpec, TargetAddress } from '../../../source/model/request.js';
import { closedPort, okAnswer, type Reply, type SeenRequest, startScriptedServer } from '../../helpers/http-servers.js';
import { certificate, certificateKey } from './loopback-certificate.js';

const get: RequestSpec = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } };

function address(port: number, change: Partial<TargetAddress> = {}): TargetAddress {
  return { protocol: 'http', host: '127.0.0.1', port, path: '/', ...change };
}

type Outcome = { readonly reason: string; readonly heads: readonly string[] };

async function reasonFor(
  script: (request: SeenRequest, reply: Reply) => void,
  timeoutMs = 5_000,
  change = {},
): Promise<Outcome> {
  const server = await startScriptedServer(script, (socket) => {
    // A TLS hello is no request: a plain server answers it with what it knows.
    if ('protocol' in change) socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  const answer = await checkTarget({ address: address(server.port, change), request: get }, timeoutMs);
  await server.stop();
  assert.equal(answer.kind, 'unreachable');
  const { reason } = answer as Extract<typeof answer, { kind: 'unreachable' }>;
  assert.match(reason, /^Expected .* from https?:\/\/127\.0\.0\.1:\d+, but .*\. .*\.$/);
  return { reason, heads: server.requests.map((request) => request.head) };
}

test('an answer gives status, time and the address found, whatever the status', async () => {
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer.replace('200 OK', '503 Busy')));
  const answer = await checkTarget({ address: address(server.port, { host: 'localhost' }), request: get }, 5_000);
  await server.stop();
  assert.equal(answer.kind, 'answered');
  const { status, milliseconds, address: found } = answer as Extract<typeof answer, { kind: 'answered' }>;
  assert.equal(status, 503);
  assert.ok(milliseconds > 0);
  assert.deepEqual(found, address(server.port, { host: 'localhost', ip: '127.0.0.1' }));
  assert.match(server.requests[0]!.head, new RegExp(`\r\nhost: localhost:${server.port}\r\n`));
});

test('nobody listening is told as a refusal', async () => {
  const answer = await checkTarget({ address: address(await closedPort()), request: get }, 5_000);
  assert.match(
    answer.kind === 'unreachable' ? answer.reason : '',
    /refused\. Start the target, or check host and port\.$/,
  );
});

test('a name without an address is told as such', async () => {
  const answer = await checkTarget({ address: address(80, { host: 'nowhere.invalid' }), request: get }, 5_000);
  assert.match(
    answer.kind === 'unreachable' ? answer.reason : '',
    /nowhere\.invalid.*could not be resolved \(E\w+\)\. Check the name\.$/,
  );
});

test('a target that never answers is told after the timeout', async () => {
  const { reason, heads } = await reasonFor(() => {}, 100);
  assert.match(reason, /took the connection and did not answer within 100 ms/);
  assert.equal(heads.length, 1);
});

test('a target that closes at once is told as such', async () => {
  assert.match(
    (await reasonFor((_request, reply) => reply.end())).reason,
    /closed the connection without a whole answer/,
  );
  assert.match(
    (await reasonFor((_request, reply) => reply.reset())).reason,
    /closed the connection without a whole answer/,
  );
});

test('a target that speaks something else is told as such', async () => {
  assert.match(
    (await reasonFor((_request, reply) => reply.write('-ERR unknown\r\n'))).reason,
    /was no HTTP\/1\.1: .*status line/,
  );
});

test('https at a plain port is told as such', async () => {
  const { reason } = await reasonFor(() => {}, 5_000, { protocol: 'https' });
  assert.match(reason, /does not speak TLS \(ERR_SSL_\w+\)\. Check the port, and http or https/);
});

test('a certificate is verified: its authority must be known, and its name be that of the target', async () => {
  const server = tls.createServer({ cert: certificate, key: certificateKey }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.write(okAnswer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const reasonOf = async (change: Partial<TargetAddress>): Promise<string> => {
    const answer = await checkTarget({ address: address(port, { protocol: 'https', ...change }), request: get }, 5_000);
    return answer.kind === 'unreachable' ? answer.reason : `answered ${answer.status}`;
  };
  assert.match(await reasonOf({ host: 'localhost' }), /certificate was not accepted: self-signed .*SELF_SIGNED_CERT/);
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([certificate]);
  assert.equal(await reasonOf({ host: 'localhost' }), 'answered 200');
  assert.equal(await reasonOf({ host: 'localhost', ip: '127.0.0.1' }), 'answered 200');
  assert.match(await reasonOf({ host: '127.0.0.1' }), /certificate was not accepted: .*ALTNAME_INVALID/);
  assert.match(
    await reasonOf({ host: 'other.test', ip: '127.0.0.1' }),
    /certificate was not accepted: .*ALTNAME_INVALID/,
  );
  tls.setDefaultCACertificates(before);
  server.close();
});
