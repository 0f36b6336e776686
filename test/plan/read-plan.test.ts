import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPlan } from '../../source/plan/read-plan.js';
import { planOf, problemPaths } from './helpers.js';

test('steps follow each other, and those of a parallel group what comes before it', () => {
  const plan = planOf({
    steps: [
      { name: 'a', do: 'run' },
      {
        parallel: [
          [
            { name: 'b', do: 'run' },
            { name: 'c', do: 'run' },
          ],
          { name: 'd', do: 'run' },
        ],
      },
      { name: 'e', do: 'run' },
    ],
  });
  assert.deepEqual(
    plan.steps.map(({ after, name, needs, path }) => [name, after, needs, path]),
    [
      ['a', [], [], 'steps[0]'],
      ['b', ['a'], ['a'], 'steps[1].parallel[0][0]'],
      ['c', ['b'], ['b'], 'steps[1].parallel[0][1]'],
      ['d', ['a'], ['a'], 'steps[1].parallel[1]'],
      ['e', ['c', 'd'], ['c', 'd'], 'steps[2]'],
    ],
  );
});

test('steps without a name are called after what they do', () => {
  const plan = planOf({ steps: [{ do: 'run' }, { do: 'run' }, { name: 'run-3', do: 'run' }, { do: 'run' }] });
  assert.deepEqual(
    plan.steps.map(({ name }) => name),
    ['run', 'run-2', 'run-3', 'run-4'],
  );
});

test('a config is found from where the plan lies, and a URL stays what it is', () => {
  const plan = planOf({
    config: 'cluster.jsonc',
    steps: [
      { do: 'run' },
      { do: 'run', config: '../other.json' },
      { do: 'run', config: 'http://127.0.0.1/' },
      { do: 'report', of: 'run' },
    ],
  });
  assert.deepEqual(
    plan.steps.map(({ config }) => config),
    ['/plans/cluster.jsonc', '/other.json', 'http://127.0.0.1/', null],
  );
  const [watch] = planOf({ config: 'http://127.0.0.1/', steps: [{ do: 'baseline' }] }).steps;
  assert.equal(watch?.config, null);
});

test('a cool-down waits for the nearest baseline before it', () => {
  const { steps } = planOf({
    steps: [{ name: 'one', do: 'baseline' }, { name: 'two', do: 'baseline' }, { do: 'run' }, { do: 'cool-down' }],
  });
  assert.deepEqual(steps[3]?.of, [{ kind: 'step', step: 'two' }]);
  assert.deepEqual(planOf({ steps: [{ do: 'run' }, { do: 'cool-down' }] }).steps[1]?.of, []);
});

test('every problem of a plan comes at once, each with where it is', () => {
  assert.deepEqual(
    problemPaths({
      steps: [
        { name: 'a', do: 'runn' },
        { name: '../b', do: 'run', timeout: 5 },
        { name: 'c', do: 'run', wiht: {} },
        { parallel: [] },
        { parallel: [{ name: 'd', do: 'run', retry: { times: 99, waiit: '5s' } }, []] },
        'run',
      ],
    }),
    [
      'steps[0].do',
      'steps[1].name',
      'steps[1].timeout',
      'steps[2].wiht',
      'steps[3].parallel',
      'steps[4].parallel[0].retry.times',
      'steps[4].parallel[0].retry.waiit',
      'steps[4].parallel[1]',
      'steps[5]',
    ],
  );
});

test('names that lead nowhere are problems', () => {
  assert.deepEqual(
    problemPaths({
      steps: [
        { name: 'a', do: 'run', needs: 'b' },
        {
          parallel: [
            { name: 'b', do: 'run' },
            { name: 'c', do: 'run', if: 'b.ok' },
          ],
        },
        { name: 'A', do: 'run' },
        { name: 'and', do: 'run' },
        { do: 'report', of: ['x'] },
        { do: 'report' },
        { do: 'compare', of: 'a' },
        { do: 'compare', of: ['a', 'report'] },
        { do: 'run', of: 'a' },
        { do: 'run', once: true, retry: { times: 1 } },
        { do: 'report', of: 'a', config: 'x.json' },
      ],
    }),
    [
      'steps[2].name',
      'steps[0].needs',
      'steps[1].parallel[1].if',
      'steps[3].name',
      'steps[4].of',
      'steps[5].of',
      'steps[6].of',
      'steps[7].of',
      'steps[8].of',
      'steps[9].retry',
      'steps[10].config',
    ],
  );
});

test('a number that is to come of an answer names a step before it and what stands in for it', () => {
  const rateOf = (rate: object): object => ({
    steps: [
      { name: 'a', do: 'run' },
      { do: 'run', with: { load: { rate } } },
    ],
  });
  assert.equal(planOf(rateOf({ result: 'a.achieved.perSecond', otherwise: 5 })).steps.length, 2);
  for (const rate of [
    { result: 'a.achieved.perSecond' },
    { result: 'a', otherwise: 5 },
    { result: 'b.x', otherwise: 5 },
    { result: 'a.x', otherwise: 5, plus: 1 },
    { result: 'a.x', otherwise: 5, times: '0.8' },
    { result: 'a.x; rm', otherwise: 5 },
  ]) {
    assert.deepEqual(problemPaths(rateOf(rate)), ['steps[1].with.load.rate'], JSON.stringify(rate));
  }
});

test('all that is wrong with such a number is told at once, in sentences', () => {
  const load = { rate: { result: 'zz.x' }, duration: { result: 'a.durationSeconds', otherwise: null, times: 0 } };
  const content = {
    steps: [
      { name: 'a', do: 'run' },
      { do: 'run', with: { load } },
    ],
  };
  const reading = readPlan(JSON.stringify(content), '/plans', 'test');
  assert.ok(reading.kind === 'problems');
  assert.deepEqual(
    reading.problems.map(
      ({ message, path }) => `${path.slice('steps[1].with.load.'.length)}: ${message.split(': write')[0]}`,
    ),
    [
      'rate: expected a number as otherwise, which is taken where the answer has none, got none',
      'duration: expected a number as otherwise, which is taken where the answer has none, got null',
      'duration: expected a number above 0 as times, by which the result is multiplied, got 0',
      'rate: expected the name of a step, got "zz"',
    ],
  );
});

test('whatever a plan file holds is read or refused, and nothing is thrown', () => {
  const step = fc.record(
    {
      name: fc.string(),
      do: fc.constantFrom('run', 'report', 'x'),
      of: fc.jsonValue(),
      if: fc.jsonValue(),
      with: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const entry = fc.oneof(step, fc.record({ parallel: fc.array(fc.oneof(step, fc.array(step))) }), fc.jsonValue());
  const anything = fc.oneof(fc.jsonValue(), fc.record({ steps: fc.array(entry), with: fc.jsonValue() }));
  fc.assert(fc.property(anything, (content) => void readPlan(JSON.stringify(content), '/plans', 'test')));
  fc.assert(fc.property(fc.string(), (text) => void readPlan(text, '/plans', 'test')));
});

test('plans are bounded: steps, branches and nesting', () => {
  const step = { do: 'run' };
  assert.deepEqual(problemPaths({ steps: Array(201).fill(step) }), ['steps']);
  assert.deepEqual(problemPaths({ steps: [{ parallel: Array(17).fill(step) }] }), ['steps[0].parallel']);
  const sixteen = { parallel: Array(16).fill(step) };
  assert.deepEqual(problemPaths({ steps: Array(13).fill(sixteen) }), ['steps']);
  const nest = (depth: number): object => (depth === 0 ? step : { parallel: [nest(depth - 1)] });
  assert.equal(planOf({ steps: [nest(4)] }).steps.length, 1);
  assert.equal(problemPaths({ steps: [nest(5)] }).length, 1);
});

test('keys that reach a prototype are refused, wherever they stand', () => {
  for (const text of [
    '{"steps": [{"do": "run", "with": {"__proto__": {"polluted": true}}}]}',
    '{"steps": [{"do": "run", "with": {"load": {"constructor": {"prototype": {"polluted": true}}}}}]}',
    '{"__proto__": {"polluted": true}, "steps": [{"do": "run"}]}',
  ]) {
    assert.equal(readPlan(text, '/plans', 'test').kind, 'problems');
  }
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});
