import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { uncompress } from 'snappyjs';
import { noSecrets } from '../../../source/config/authorization.js';
import { codeOf } from '../../../source/model/error.js';
import { createDatagrams } from '../../../source/publish/push/datagrams.js';
import { post, refusedCode } from '../../../source/publish/push/post.js';
import { receiverPlans } from '../../../source/publish/push/receiver-plans.js';
import { closedPort } from '../../helpers/http-servers.js';
import { secretsFrom } from '../../helpers/secrets-from.js';
import { searchEvents } from '../../store/helpers/scripted-session.js';
import { momentOf } from '../helpers/moment-of.js';
import { nowhere } from '../helpers/nowhere.js';
import { startSinkServer } from '../helpers/sink-server.js';

const moment = momentOf(searchEvents());
const signal = (): AbortSignal => AbortSignal.timeout(10_000);

test('each receiver is posted its own form, with the header fields that were asked for', async (context) => {
  const sink = await startSinkServer();
  context.after(() => sink.close());
  const to = (path: string) => ({
    url: `${sink.url}${path}`,
    headers: [['authorization', 'Bearer $' + '{PUSH_TOKEN}']] as const,
    everyMs: null,
  });
  const config = {
    ...nowhere,
    otlp: to('/v1/metrics'),
    remoteWrite: to('/api/v1/write'),
    influx: to('/write?db=load'),
  };
  const plans = receiverPlans(config, secretsFrom({ PUSH_TOKEN: 'hush' }));
  assert.deepEqual(
    plans.map(({ name, everyMs }) => [name, everyMs]),
    [
      ['otlp', 10_000],
      ['remote write', 10_000],
      ['influx', 1_000],
    ],
  );
  for (const plan of plans) await plan.pack(moment)?.send(signal());
  const [otlp, remoteWrite, influx] = sink.got;
  assert.deepEqual(
    sink.got.map(({ path }) => path),
    ['/v1/metrics', '/api/v1/write', '/write?db=load'],
  );
  for (const { headers } of sink.got) assert.equal(headers.authorization, 'Bearer hush');
  assert.equal(otlp?.headers['content-type'], 'application/json');
  assert.ok(JSON.parse(otlp!.body.toString()).resourceMetrics.length > 0);
  assert.equal(remoteWrite?.headers['content-encoding'], 'snappy');
  assert.equal(remoteWrite?.headers['x-prometheus-remote-write-version'], '0.1.0');
  const written = Buffer.from(uncompress(remoteWrite!.body)).toString('latin1');
  assert.match(written, /plimsoll_settled_total/);
  assert.match(influx!.body.toString(), /^plimsoll_run_state,state=running,session=scripted value=1 \d+$/m);
});

const answers: readonly (readonly [status: number, code: string | null])[] = [
  [200, null],
  [204, null],
  [302, refusedCode],
  [400, refusedCode],
  [401, 'not-published'],
  [429, 'not-published'],
  [500, 'not-published'],
];

for (const [status, code] of answers) {
  test(`an answer of ${status} is ${code === null ? 'well' : code === refusedCode ? 'final' : 'tried again'}`, async (context) => {
    const sink = await startSinkServer(() => status);
    context.after(() => sink.close());
    const place = { url: `${sink.url}/secret-path`, headers: [] };
    const failed: unknown = await post(place, { body: 'x', headers: {} }, secretsFrom(), signal()).then(
      () => null,
      (error: unknown) => error,
    );
    assert.equal(codeOf(failed), code);
    assert.doesNotMatch(String(failed), /secret-path/);
  });
}

test('a secret that cannot be had is a reason to wait, and no message holds one', async () => {
  const place = { url: 'http://127.0.0.1:1/', headers: [['authorization', 'Bearer $' + '{NOT_THERE}']] as const };
  await assert.rejects(
    post(place, { body: 'x', headers: {} }, secretsFrom(), signal()),
    /expected a secret at \$\{NOT_THERE\}, got a variable that is not set/,
  );
  const dead = { url: `http://127.0.0.1:${await closedPort()}/`, headers: [] };
  await assert.rejects(post(dead, { body: 'x', headers: {} }, secretsFrom(), signal()), {
    message: /could not be posted: the connection was refused \(ECONNREFUSED\)/,
  });
});

async function boundSocket(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

test('StatsD lines reach a real UDP socket', async (context) => {
  const socket = await boundSocket(0);
  context.after(() => socket.close());
  const { port } = socket.address() as AddressInfo;
  const [plan] = receiverPlans(
    { ...nowhere, statsd: { host: '127.0.0.1', port, tags: true, everyMs: null } },
    noSecrets,
  );
  const heard = once(socket, 'message') as Promise<[Buffer]>;
  await plan?.pack(moment)?.send(signal());
  const [datagram] = await heard;
  assert.match(datagram.toString(), /^plimsoll\.session(:|\.|_)/);
  assert.match(datagram.toString(), /\|g\|#.*session:scripted/);
  plan?.close();
});

test('where nobody listens the next datagram fails, and a later one goes again', async () => {
  const listening = await boundSocket(0);
  const { port } = listening.address() as AddressInfo;
  listening.close();
  const place = createDatagrams('127.0.0.1', port);
  const failures: unknown[] = [];
  while (failures.length === 0) await place.send(['a:1|c']).catch((error: unknown) => failures.push(error));
  assert.match(String(failures[0]), /could not be sent: .*ECONNREFUSED/);
  const socket = await boundSocket(port);
  const heard = once(socket, 'message') as Promise<[Buffer]>;
  await place.send(['b:1|c']);
  assert.equal(String((await heard)[0]), 'b:1|c');
  place.close();
  socket.close();
});
