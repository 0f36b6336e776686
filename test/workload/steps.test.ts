import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flow, HttpAnswer, StepTemplate } from '../../source/model/work.js';
import { openWork } from '../../source/workload/open-work.js';
import { fakeAsk, spec, template } from './helpers.js';

const steps: readonly StepTemplate[] = [
  {
    ...template('/login', { name: 1, method: 'POST', body: '{"user": {{arrival}}}' }),
    captures: [
      { name: 'token', from: { kind: 'json', pointer: ['session', 'token'] } },
      { name: 'place', from: { kind: 'header', header: 'location' } },
    ],
  },
  { ...template('{{place}}', { name: 2, headers: [['authorization', 'Bearer {{token}}']] }), captures: [] },
];

const login: Partial<HttpAnswer> = {
  text: '{"session": {"token": "t-1"}}',
  headers: new Map([['location', 'http://elsewhere.example/carts/7?open=1']]),
};

function flow(serial = 0): Flow {
  const source = openWork(spec([{ weight: 1, name: 0, steps }], { names: ['buy', 'buy / login', 'buy / cart'] }));
  assert.equal(source.hasFlows, true);
  const work = source.next(serial, 0.5, 0);
  return work.kind === 'flow' ? work : assert.fail('a request');
}

test('what one step captures, the next one sends', async () => {
  const { ask, asked } = fakeAsk((_, index) => (index === 0 ? login : {}));
  assert.equal(await flow(42).run(ask), true);
  assert.deepEqual(
    asked.map(({ name, method, path, body, headers }) => [name, method, path, body, headers]),
    [
      [1, 'POST', '/login', '{"user": 42}', []],
      [2, 'GET', '/carts/7?open=1', null, [['authorization', 'Bearer t-1']]],
    ],
  );
});

test('a flow ends badly at the first step whose status is not good', async () => {
  const { ask, asked } = fakeAsk((_, index) => (index === 0 ? { ...login, status: 500 } : {}));
  assert.equal(await flow().run(ask), false);
  assert.equal(asked.length, 1);
});

test('a flow fails at an answer that lacks what later steps name, and says what', async () => {
  const rows: readonly (readonly [string, Partial<HttpAnswer>, number])[] = [
    ['a body that is no JSON', { ...login, text: '<html>' }, 1],
    ['a pointer to nothing', { ...login, text: '{"session": {}}' }, 1],
    ['a pointer to an object', { ...login, text: '{"session": {"token": {}}}' }, 1],
    ['a header that is not there', { ...login, headers: new Map() }, 1],
  ];
  for (const [what, answer, count] of rows) {
    const { ask, asked } = fakeAsk((_, index) => (index === 0 ? answer : {}));
    await assert.rejects(
      flow().run(ask),
      { code: 'nothing-captured', message: /^expected a value for \{\{\w+\}\} in the / },
      what,
    );
    assert.equal(asked.length, count, what);
  }
});

test('a step that gets no answer rejects, which ends the arrival badly', async () => {
  await assert.rejects(
    flow().run(() => Promise.reject(new Error('no connection'))),
    /no connection/,
  );
});

test('what is captured can be a list entry, and never what objects inherit', async () => {
  const captured = async (pointer: readonly string[], text: string): Promise<string | null> => {
    const both: readonly StepTemplate[] = [
      { ...template('/'), captures: [{ name: 'v', from: { kind: 'json', pointer } }] },
      { ...template('/{{v}}'), captures: [] },
    ];
    const work = openWork(spec([{ weight: 1, name: 0, steps: both }])).next(0, 0.5, 0);
    const { ask, asked } = fakeAsk(() => ({ text }));
    const isGood = work.kind === 'flow' && (await work.run(ask).catch(() => false));
    return isGood ? asked[1]!.path : null;
  };
  assert.equal(await captured(['items', '1', 'id'], '{"items": [1, {"id": 9}]}'), '/9');
  assert.equal(await captured([], '"whole"'), '/whole');
  assert.equal(await captured(['a/b'], '{"a/b": false}'), '/false');
  assert.equal(await captured(['items', '01'], '{"items": [1, 2]}'), null);
  assert.equal(await captured(['items', 'length'], '{"items": [1, 2]}'), null);
  assert.equal(await captured(['constructor', 'name'], '{}'), null);
});
