import assert from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type net from 'node:net';
import { test } from 'node:test';
import { checkTarget } from '../../../source/engine/load/check-target.js';
import type { HostSpec } from '../../../source/engine/load/load.js';
import { closedPort, startNodeServer, startScriptedServer } from '../../helpers/http-servers.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';
import { flow, hostAt, withWire } from './driven-wire.js';
import { expiredCertificate, expiredKey } from './expired-certificate.js';
import { certificate } from './loopback-certificate.js';

const ways = [
  ['raw', 'https', false, {}],
  ['flow', 'https', true, {}],
  ['http2', 'h2', false, { protocol: 'http2' }],
] as const satisfies readonly (readonly [string, 'https' | 'h2', boolean, Partial<HostSpec>])[];

for (const [way, speaks, hasFlows, change] of ways) {
  const work = hasFlows ? flow(async (ask) => (await ask(request())).status === 200) : request();
  const outcomeWith = async (tls: NonNullable<HostSpec['tls']> | null, name = 'localhost'): Promise<string> => {
    const server = await startNodeServer(speaks, (_asked, response) => response.end('ok'));
    const { tls: _usual, ...host } = hostAt(server.port, change, 'https');
    const address = { ...host.address, host: name };
    let outcome = '';
    await withWire([{ ...host, address, ...(tls === null ? {} : { tls }) }], { hasFlows }, async (wire) => {
      outcome = (await wire.submit(work)).outcome;
    });
    await server.stop();
    return outcome;
  };

  test(`${way}: a host must prove who it is, to an authority that is known`, async () => {
    assert.equal(await outcomeWith(null), 'connectionFailed');
    assert.equal(await outcomeWith({ caPem: null, verify: true }), 'connectionFailed');
    assert.equal(await outcomeWith({ caPem: certificate, verify: true }), 'ok');
    assert.equal(await outcomeWith({ caPem: certificate, verify: true }, 'other.test'), 'connectionFailed');
    assert.equal(await outcomeWith({ caPem: certificate, verify: true }, '127.0.0.1'), 'connectionFailed');
  });

  test(`${way}: whoever asks for no proof gets none`, async () => {
    assert.equal(await outcomeWith({ caPem: null, verify: false }), 'ok');
    assert.equal(await outcomeWith({ caPem: null, verify: false }, 'other.test'), 'ok');
  });

  test(`${way}: later connections resume an earlier session`, async () => {
    const server = await startNodeServer(speaks, (_asked, response) => response.end('ok'));
    const host = hostAt(server.port, { ...change, keepAlive: false }, 'https');
    await withWire([host], { hasFlows }, async (wire) => {
      for (let count = 0; count < 4; count++) assert.equal((await wire.submit(work)).outcome, 'ok');
      assert.equal(wire.connectedMs.length, 4);
    });
    await server.stop();
    assert.ok(server.resumed() >= 1, `${server.resumed()} of 4`);
  });
}

const asked = (port: number, change: Partial<HostSpec> = {}): HostSpec => hostAt(port, change, 'https');

async function reasonOf(host: HostSpec, timeoutMs = 5_000): Promise<string> {
  const answer = await checkTarget(host, timeoutMs);
  return answer.kind === 'unreachable' ? answer.reason : `answered ${answer.status}`;
}

for (const protocol of ['http1', 'http2'] as const) {
  test(`a check in ${protocol} says what is wrong with a certificate`, async () => {
    const server = await startNodeServer(protocol === 'http2' ? 'h2' : 'https', (_asked, response) => response.end());
    const good = asked(server.port, { protocol });
    const { tls: _usual, ...unknown } = good;
    assert.equal(await reasonOf(good), 'answered 200');
    assert.match(
      await reasonOf(unknown),
      /^Expected an HTTP answer from https:\/\/localhost:\d+, but its certificate was not accepted: self-signed .*\. Make its authority known: /,
    );
    assert.match(
      await reasonOf({ ...good, address: { ...good.address, host: 'other.test' } }),
      /certificate was not accepted: .*ALTNAME_INVALID\)\. Use a name that the certificate is for\.$/,
    );
    assert.equal(await reasonOf({ ...unknown, tls: { caPem: null, verify: false } }), 'answered 200');
    await server.stop();
  });
}

test('a check says that a certificate has expired', async () => {
  const server = https.createServer({ cert: expiredCertificate, key: expiredKey }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const reason = await reasonOf(asked(port, { tls: { caPem: expiredCertificate, verify: true } }));
  assert.match(reason, /certificate was not accepted: certificate has expired .*\. Renew the certificate/);
  server.close();
});

test('authorities that are no certificates are told as such', async () => {
  const server = await startNodeServer('https', (_asked, response) => response.end());
  assert.match(
    await reasonOf(asked(server.port, { tls: { caPem: 'no certificate', verify: true } })),
    /certificate was not accepted: /,
  );
  await server.stop();
});

test('a check in HTTP/2 gives status, time and the address found', async () => {
  const server = await startNodeServer('h2c', (_asked, response) => {
    response.statusCode = 404;
    response.end('no');
  });
  const { address, ...host } = hostAt(server.port, { protocol: 'http2' });
  const { ip: _ip, ...unresolved } = address;
  const answer = await checkTarget({ ...host, address: unresolved }, 5_000);
  await server.stop();
  assert.ok(answer.kind === 'answered');
  assert.deepEqual([answer.status, answer.address], [404, address]);
  assert.ok(answer.milliseconds > 0);
});

test('a target that does not speak HTTP/2 is told as such, with and without TLS', async () => {
  const secure = await startNodeServer('https', (_asked, response) => response.end());
  assert.match(
    await reasonOf(asked(secure.port, { protocol: 'http2' })),
    /it does not speak HTTP\/2 .*Leave --http2 away/,
  );
  await secure.stop();
  const plain = await startNodeServer('http', (_asked, response) => response.end());
  assert.match(
    await reasonOf(hostAt(plain.port, { protocol: 'http2' })),
    /it does not speak HTTP\/2 .*Leave --http2 away/,
  );
  await plain.stop();
  const other = await startScriptedServer(
    () => {},
    (socket) => void socket.write('220 ready\r\n'),
  );
  assert.match(await reasonOf(hostAt(other.port, { protocol: 'http2' })), /it does not speak HTTP\/2 /);
  await other.stop();
});

test('a target that speaks only HTTP/2 is told as such to a check in HTTP/1.1', async () => {
  const server = await startNodeServer('h2', (_asked, response) => response.end());
  assert.match(await reasonOf(asked(server.port)), /it does not speak HTTP\/1\.1 .*Ask it in HTTP\/2 with --http2\.$/);
  await server.stop();
});

test('a check in HTTP/2 tells refusal and silence as one in HTTP/1.1 does', async () => {
  assert.match(
    await reasonOf(hostAt(await closedPort(), { protocol: 'http2' })),
    /the connection was refused\. Start the target/,
  );
  const server = await startNodeServer('h2c', () => {});
  assert.match(
    await reasonOf(hostAt(server.port, { protocol: 'http2' }), 100),
    /took the connection and did not answer within 100 ms/,
  );
  await server.stop();
});
