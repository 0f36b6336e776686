import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { HttpAnswer, HttpRequest, WorkEntry } from '../../source/model/work.js';
import { loadWork } from '../../source/workload/load-work.js';
import { projectRoot } from '../helpers/project-root.js';
import { fakeAsk, spec } from './helpers.js';

const entry: WorkEntry = {
  weight: 1,
  workload: {
    from: { kind: 'module', url: pathToFileURL(join(projectRoot, 'config/workloads/checkout.mjs')).href },
    name: 0,
    firstStep: 1,
    hosts: [{ name: 'target', basePath: '', headers: [] }],
  },
};

const json = (status: number, content: object): Partial<HttpAnswer> => ({ status, text: JSON.stringify(content) });

/** Answers as the built-in target does; the job is done at the second look. */
function target({ method, path }: HttpRequest, index: number): Partial<HttpAnswer> {
  if (method === 'POST' && path === '/datasets') return json(201, { id: '0-1', rows: 4, columns: 2 });
  if (method === 'POST' && path === '/datasets/0-1/train') return json(202, { jobId: '0-2' });
  if (method === 'GET' && path === '/jobs/0-2') return json(200, { state: index < 3 ? 'training' : 'done' });
  return json(404, {});
}

async function run(
  script: typeof target,
): Promise<{ readonly isGood: boolean; readonly asked: readonly HttpRequest[] }> {
  const source = await loadWork(spec([entry], { level: 2, names: ['checkout', 'upload', 'train', 'look'] }));
  const work = source.next(5, 0.5, 0);
  if (work.kind === 'request') assert.fail('a request');
  const { ask, asked } = fakeAsk(script);
  return { isGood: await work.run(ask), asked };
}

test('the example uploads a dataset of its level, has it trained and looks until it is done', async () => {
  const { isGood, asked } = await run(target);
  assert.equal(isGood, true);
  assert.deepEqual(
    asked.map(({ name, method, path }) => [name, method, path]),
    [
      [1, 'POST', '/datasets'],
      [2, 'POST', '/datasets/0-1/train'],
      [3, 'GET', '/jobs/0-2'],
      [3, 'GET', '/jobs/0-2'],
    ],
  );
  assert.equal(asked[0]!.body, 'price,sold\n5,0\n6,1\n7,0\n8,1\n');
});

test('the example ends badly where the target refuses a step', async () => {
  for (const refused of [0, 1, 2]) {
    const { isGood, asked } = await run((request, index) =>
      index === refused ? json(503, {}) : target(request, index),
    );
    assert.deepEqual([isGood, asked.length], [false, refused + 1]);
  }
});
