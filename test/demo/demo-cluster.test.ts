import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { type DemoCluster, defaultWorkerCount, demoPath, startDemoCluster } from '../../source/demo/demo-cluster.js';
import { codeOf, messageOf } from '../../source/model/error.js';

type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown> };

/** One request on a connection of its own, or on `agent`'s. */
async function ask(url: string, method = 'GET', body?: string, agent: Agent | false = false): Promise<Reply> {
  const asked = httpRequest(url, { method, agent, timeout: 20_000 });
  asked.on('timeout', () => asked.destroy(new Error('no answer')));
  asked.end(body);
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(text) };
}

async function start(context: TestContext): Promise<DemoCluster> {
  const cluster = await startDemoCluster({ workers: 2, port: 0 });
  context.after(() => cluster.stop());
  return cluster;
}

async function nextMessage(socket: WebSocket, type: string): Promise<Record<string, unknown>> {
  for (;;) {
    const [payload] = await once(socket, 'message');
    const message = JSON.parse(payload.toString());
    if (message.type === type) return message;
  }
}

test('has one worker a core, from two to four', () => {
  assert.deepEqual([1, 2, 3, 4, 64].map(defaultWorkerCount), [2, 2, 3, 4, 4]);
});

test('answers every path with its own processing time', async (context) => {
  const { url } = await start(context);
  const rows: readonly [method: string, path: string, status: number, body: object | null][] = [
    ['GET', demoPath, 200, { n: 26, value: 121393 }],
    ['GET', '/bubble-sort?n=50', 200, { n: 50, swaps: 1225, first: 1, last: 50 }],
    ['GET', '/healthz', 200, null],
    ['GET', '/fibonacci/41', 400, null],
    ['POST', '/fibonacci/1', 405, null],
    ['GET', '/nowhere', 404, null],
    ['GET', '/jobs/w1-zzz-1', 404, null],
    ['GET', '/jobs/w9-zzz-1', 404, null],
    ['POST', '/datasets/nothing/train', 404, null],
  ];
  for (const [method, path, status, body] of rows) {
    const reply = await ask(`${url}${path}`, method);
    assert.equal(reply.status, status, path);
    assert.match(String(reply.headers['server-timing']), /^app;dur=\d+\.\d+/, path);
    if (body !== null) assert.deepEqual(reply.body, body);
    if (status >= 400) assert.equal(typeof reply.body.error, 'string');
  }
  const { headers } = await ask(`${url}/fibonacci/27`);
  assert.ok(Number(/app;dur=([\d.]+)/.exec(String(headers['server-timing']))?.[1]) > 0.1);
});

test('deals connections out to the workers in turn', async (context) => {
  const { url, workers } = await start(context);
  const seen = new Map<string, number>();
  const agents = Array.from({ length: 10 }, () => new Agent({ keepAlive: true }));
  for (const agent of agents) {
    // Twice on each connection: it stays with its worker.
    const [first, second] = [
      await ask(`${url}/healthz`, 'GET', undefined, agent),
      await ask(`${url}/healthz`, 'GET', undefined, agent),
    ];
    assert.equal(first.body.worker, second.body.worker);
    const name = String(first.body.worker);
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  for (const agent of agents) agent.destroy();
  assert.deepEqual(
    [...seen].sort(),
    workers.map((worker) => [worker.name, 5]),
  );
});

test('a dataset uploaded to one worker is trained on and followed through any other', async (context) => {
  const { url } = await start(context);
  const csv = Array.from({ length: 200 }, (_, row) => `${row},${row % 3},${2 * row}`).join('\n');
  const upload = await ask(`${url}/datasets`, 'POST', csv);
  assert.equal(upload.status, 201);
  assert.deepEqual({ ...upload.body, id: null }, { id: null, rows: 200, columns: 3 });
  for (let turn = 0; turn < 2; turn++) {
    const training = await ask(`${url}/datasets/${upload.body.id}/train`, 'POST', '{"epochs":20}');
    assert.equal(training.status, 202);
    let job: Reply;
    do job = await ask(`${url}/jobs/${training.body.jobId}`);
    while (job.body.state !== 'done');
    assert.match(String(job.headers['server-timing']), /^app;dur=/);
    assert.equal(job.body.progress, 1);
    assert.ok(Number(job.body.accuracy) > 0.9);
    // One connection more, so that the next round begins at the other worker.
    await ask(`${url}/healthz`);
  }
});

test('an upload over the bound is refused and the connection goes on', async (context) => {
  const { url } = await start(context);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  context.after(() => agent.destroy());
  const reply = await ask(`${url}/datasets`, 'POST', '1,2\n'.repeat(2_000_000), agent);
  assert.equal(reply.status, 413);
  assert.equal((await ask(`${url}/datasets`, 'POST', 'x,y\n1,z', agent)).status, 400);
});

test('each worker streams its metrics and acknowledges a subscription', async (context) => {
  const { workers } = await start(context);
  for (const worker of workers) {
    const socket = new WebSocket(worker.metricsUrl);
    context.after(() => socket.terminate());
    const subscribed = nextMessage(socket, 'subscribed');
    const metrics = nextMessage(socket, 'metrics');
    await once(socket, 'open');
    socket.send('{"type":"subscribe","stream":"metrics"}');
    assert.equal((await subscribed).stream, 'metrics');
    const message = await metrics;
    assert.equal(message.pid, worker.pid);
    for (const name of ['cpuPercent', 'rssBytes', 'loopDelayMs', 'queueDepth', 'requests', 'inFlight', 'busyMs']) {
      assert.ok(Number.isFinite(message[name]), name);
    }
  }
});

test('the stream of any worker tells of the jobs of all', async (context) => {
  const { workers } = await start(context);
  const socket = new WebSocket(workers[0]!.metricsUrl);
  context.after(() => socket.terminate());
  await once(socket, 'open');
  const done = new Set<unknown>();
  socket.on('message', (payload) => {
    const { type, job } = JSON.parse(payload.toString());
    if (type === 'job' && job.state === 'done') done.add(job.id);
  });
  const ids = new Set<unknown>();
  for (const { metricsUrl } of workers) {
    const own = metricsUrl.replace('ws:', 'http:').replace('/metrics', '');
    const upload = await ask(`${own}/datasets`, 'POST', '1,2\n2,4\n3,6\n');
    const training = await ask(`${own}/datasets/${upload.body.id}/train`, 'POST', '{"epochs":1}');
    ids.add(training.body.jobId);
  }
  while (done.size < ids.size) await once(socket, 'message');
  assert.deepEqual([...done].sort(), [...ids].sort());
});

test('requests that wait are seen as the depth of the queue', async (context) => {
  const { workers } = await start(context);
  const own = workers[0]!.metricsUrl.replace('ws:', 'http:').replace('/metrics', '');
  const agent = new Agent({ keepAlive: true });
  context.after(() => agent.destroy());
  const askTenTimes = (path: string) =>
    Promise.all(Array.from({ length: 10 }, () => ask(`${own}${path}`, 'GET', undefined, agent)));
  // Opens the connections: what waits in the kernel to be accepted no process can see.
  await askTenTimes('/fibonacci/1');
  let deepest = 0;
  for (let isWorking = true; deepest === 0; isWorking = true) {
    const replies = askTenTimes('/fibonacci/33').finally(() => {
      isWorking = false;
    });
    while (isWorking) deepest = Math.max(deepest, Number((await ask(`${own}/healthz`)).body.queueDepth));
    for (const { status } of await replies) assert.equal(status, 200);
  }
  assert.ok(deepest < 10, `${deepest}`);
});

test('a worker that dies is started again at the same address, and the front door stays open', async (context) => {
  const { url, workers } = await start(context);
  const [victim] = workers;
  const socket = new WebSocket(victim!.metricsUrl);
  await once(socket, 'open');
  socket.on('error', () => {});
  process.kill(victim!.pid, 'SIGKILL');
  await once(socket, 'close');
  assert.equal((await ask(`${url}/fibonacci/10`)).status, 200);
  const health = `${victim!.metricsUrl.replace('ws:', 'http:').replace('/metrics', '')}/healthz`;
  let reply: Reply | null = null;
  while (reply === null) {
    reply = await ask(health).catch(() => null);
    if (reply === null) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(reply.body.worker, victim!.name);
  assert.notEqual(reply.body.pid, victim!.pid);
});

test('a port that is taken is refused with a clear sentence', async (context) => {
  const taken = createServer().listen(0, '127.0.0.1');
  context.after(() => taken.close());
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await assert.rejects(startDemoCluster({ workers: 2, port }), (error) => {
    assert.equal(codeOf(error), 'port-in-use');
    assert.match(messageOf(error), new RegExp(`Port ${port} of 127.0.0.1 is already in use`));
    return true;
  });
});

test('a stop ends every process and may be repeated', async () => {
  const { workers, stop, url } = await startDemoCluster({ workers: 2 });
  await Promise.all([stop(), stop()]);
  for (const worker of workers) assert.throws(() => process.kill(worker.pid, 0), { code: 'ESRCH' });
  await assert.rejects(ask(`${url}/healthz`), { code: 'ECONNREFUSED' });
});

test('all processes end when the one that started them is killed', async () => {
  const module = fileURLToPath(import.meta.resolve('../../source/demo/demo-cluster.js'));
  const script = `const { startDemoCluster } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify((await startDemoCluster({ workers: 2 })).workers));`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(owner.stdout), 'line');
  const sockets = (JSON.parse(line) as { metricsUrl: string }[]).map(({ metricsUrl }) => new WebSocket(metricsUrl));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  // The kernel closes the sockets of a process when it ends, and no worker closes one by itself.
  const closed = sockets.map((socket) => {
    socket.on('error', () => {});
    return once(socket, 'close');
  });
  owner.kill('SIGKILL');
  await Promise.all(closed);
});
