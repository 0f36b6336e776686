import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type JobClient, type JobTarget, openJobClient } from '../../../source/engine/job/job-client.js';
import { createSystemClock } from '../../../source/time/clock.js';
import { defaultJobApi } from '../../../source/workload/dataset-job.js';
import { closedPort, startNodeServer } from '../../helpers/http-servers.js';
import { certificate } from '../load/loopback-certificate.js';

type Answer = { readonly status?: number; readonly body?: string };
type Seen = { readonly line: string; readonly type: string | undefined; readonly body: string };

/** A client of a server that answers everything in one way, and what that server saw. */
async function clientOf(context: TestContext, answer: Answer, change: Partial<JobTarget> = {}, path = '/') {
  const seen: Seen[] = [];
  const server = await startNodeServer('http', async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push({ line: `${request.method} ${request.url}`, type: request.headers['content-type'], body });
    response.writeHead(answer.status ?? 200);
    response.end(answer.body ?? '');
  });
  context.after(() => server.stop());
  const address = { protocol: 'http', host: '127.0.0.1', port: server.port, path } as const;
  return { seen, client: await open(context, server.port, { address, ...change }) };
}

async function open(context: TestContext, port: number, change: Partial<JobTarget> = {}): Promise<JobClient> {
  const target: JobTarget = {
    address: { protocol: 'http', host: '127.0.0.1', port, path: '/' },
    headers: [],
    tls: { caPem: null, verify: true },
    api: defaultJobApi,
    timeoutMs: 2000,
    ...change,
  };
  const client = await openJobClient(target, createSystemClock());
  context.after(() => client.close());
  return client;
}

test('uploads, begins and asks by the paths of the target, behind its own', async (context) => {
  const body = '{"id": "d 1/2", "rows": 2, "jobId": 7, "state": "queued"}';
  const path = '/api/v2/?x=1';
  const api = { ...defaultJobApi, trainBody: '{"epochs":5}' };
  const { seen, client } = await clientOf(context, { body }, { api }, path);
  assert.deepEqual(await client.upload('a,b\n1,2\n'), { kind: 'ok', value: { datasetId: 'd 1/2', rows: 2 } });
  assert.deepEqual(await client.train('d 1/2'), { kind: 'ok', value: '7' });
  const job = await client.job('7');
  assert.ok(job.kind === 'ok' && job.value.word === 'queued' && job.value.state === 'running');
  assert.deepEqual(seen, [
    { line: 'POST /api/v2/datasets', type: 'text/csv', body: 'a,b\n1,2\n' },
    { line: 'POST /api/v2/datasets/d%201%2F2/train', type: 'application/json', body: '{"epochs":5}' },
    { line: 'GET /api/v2/jobs/7', type: undefined, body: '' },
  ]);
});

const garbage: readonly [what: string, answer: Answer, says: RegExp][] = [
  ['no JSON', { body: '<html>' }, /^expected the job's state as state in the answer to GET \/jobs\/1, got <html>$/],
  ['nothing', { body: '' }, /got nothing$/],
  ['a list', { body: '[]' }, /got \[\]$/],
  ['a state that is no text', { body: '{"state": {}}' }, /got \{"state": \{\}\}$/],
  ['control characters', { body: '\u001b[2J' }, /got \ufffd\[2J$/],
  [
    'an error',
    { status: 503, body: '{"error": "full"}' },
    /^expected a status from 200 to 299 for GET \/jobs\/1, got 503 \{"error": "full"\}$/,
  ],
  ['a redirect, which is not followed', { status: 302 }, /got 302$/],
  ['more than it can be', { body: 'x'.repeat(70_000) }, /^expected an answer of at most 64 KiB/],
];

for (const [what, answer, says] of garbage) {
  test(`says what was expected where the answer is ${what}`, async (context) => {
    const { client } = await clientOf(context, answer);
    const asked = await client.job('1');
    assert.ok(asked.kind === 'failed');
    assert.match(asked.reason, says);
    assert.equal(asked.isLost, false);
  });
}

test('a target that is not there, or does not answer, is lost', async (context) => {
  const gone = await (await open(context, await closedPort())).job('1');
  assert.ok(gone.kind === 'failed' && gone.isLost);
  assert.match(gone.reason, /^expected an answer to GET \/jobs\/1, but the connection failed: .*ECONNREFUSED/);
  const silent = await startNodeServer('http', () => {});
  context.after(() => silent.stop());
  const slow = await (await open(context, silent.port, { timeoutMs: 50 })).job('1');
  assert.ok(slow.kind === 'failed' && slow.isLost);
  assert.match(slow.reason, /but there was none within 50 ms$/);
});

test('numbers that are none, and ratios out of bounds, are not known', async (context) => {
  const body = '{"state": "training", "progress": 7, "accuracy": "high"}';
  const asked = await (await clientOf(context, { body })).client.job('1');
  assert.ok(asked.kind === 'ok');
  assert.deepEqual([asked.value.progress, asked.value.accuracy], [null, null]);
});

test('a certificate is judged by the authority that was named', async (context) => {
  const server = await startNodeServer('https', (_request, response) => void response.end('{"state": "done"}'));
  context.after(() => server.stop());
  const address = { protocol: 'https', host: 'localhost', port: server.port, path: '/' } as const;
  const ask = async (tls: JobTarget['tls']): Promise<string> => {
    const client = await open(context, server.port, { address, tls });
    return (await client.job('1')).kind;
  };
  assert.equal(await ask({ caPem: null, verify: true }), 'failed');
  assert.equal(await ask({ caPem: certificate, verify: true }), 'ok');
  assert.equal(await ask({ caPem: null, verify: false }), 'ok');
});
