import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, type Scenario, scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { searchSimulated, verdictsOf } from '../../helpers/simulated-search.js';

const seeds = Array.from({ length: 12 }, (_, index) => 300 + index);

test('with nothing to judge by the search ends at once and claims nothing', () => {
  const scenario: Scenario = {
    ...scenarioNamed('blind'),
    objectives: [{ kind: 'cpu', text: 'cpu < 60%', limitRatio: 0.6 }],
  };
  const { answer, clockSeconds } = searchSimulated(scenario, { effort: 'quick', seed: 1 });
  assert.equal(answer.estimatePerSecond, null);
  assert.equal(answer.certifiedPerSecond, null);
  assert.ok(clockSeconds < 50);
});

test('a target that carries the highest rate allowed has its line beyond', () => {
  for (const seed of seeds.slice(0, 3)) {
    const { answer } = searchSimulated(controls.neverFails, { effort: 'quick', seed });
    assert.equal(answer.estimatePerSecond, null);
    assert.equal(answer.certifiedPerSecond, 1000);
    assert.equal(answer.verified, true);
    assert.deepEqual(answer.flags, ['beyond-max-rate']);
    assert.equal(answer.peakPerSecond, 1000);
    assert.equal(answer.bindingObjective, null, 'nothing was missed');
  }
});

test('what held the highest rate allowed has its line beyond, however little the other objectives showed', () => {
  const { objectives, ...busy } = scenarioNamed('mmc8');
  const promises: Scenario['objectives'] = [
    ...objectives,
    { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 },
    { kind: 'latency', text: 'mean < 60ms', statistic: 'mean', limitMs: 60 },
  ];
  const stalling = { ...busy.target, stall: { periodSeconds: 40, lengthSeconds: 0.11 } };
  for (const seed of seeds.slice(0, 4)) {
    for (const scenario of [
      { ...busy, objectives: promises, maxPerSecond: 120 },
      { ...busy, objectives: promises, maxPerSecond: 300, target: stalling },
      { ...busy, objectives: promises, maxPerSecond: 700 },
    ]) {
      const { answer } = searchSimulated(scenario, { effort: 'quick', seed });
      assert.deepEqual(answer.flags, ['beyond-max-rate'], `at most ${scenario.maxPerSecond}`);
      assert.deepEqual([answer.estimatePerSecond, answer.certifiedPerSecond], [null, scenario.maxPerSecond]);
    }
  }
});

test('a highest rate just above the line is not said to be carried', () => {
  const scenario = { ...scenarioNamed('mmc8'), maxPerSecond: 850 };
  for (const seed of seeds.slice(0, 6)) {
    const { answer } = searchSimulated(scenario, { effort: 'quick', seed });
    assert.ok(answer.certifiedPerSecond === null || answer.certifiedPerSecond < 830, `${answer.certifiedPerSecond}`);
    if (answer.estimatePerSecond !== null) assert.ok(answer.interval95![0] < 818 && answer.interval95![1] > 780);
  }
});

test('without a highest rate the search of a tireless target ends with its budget', () => {
  const scenario = {
    ...controls.neverFails,
    maxPerSecond: null,
    target: { ...controls.neverFails.target, workers: 400 },
  };
  const { answer, clockSeconds } = searchSimulated(scenario, { effort: 'quick', budgetSeconds: 40, seed: 1 });
  assert.equal(answer.estimatePerSecond, null);
  assert.ok(answer.flags.includes('budget-reached'));
  assert.ok(clockSeconds <= 40.5);
});

test('a search that had no time to judge any rate does not say that one missed', () => {
  const { actions } = searchSimulated(controls.neverFails, { effort: 'quick', budgetSeconds: 5, seed: 1 });
  const told = actions.flatMap((action) =>
    action.kind === 'tell' && action.event.kind === 'phase' ? [action.event] : [],
  );
  assert.deepEqual(told.at(-1), {
    kind: 'phase',
    phase: 'done',
    reason: 'the time was up before any rate was judged',
    secondsLeft: 0,
  });
});

test('an objective out of reach is infeasible, whether by latency or by errors', () => {
  for (const scenario of [controls.alwaysSlow, controls.alwaysFailing]) {
    for (const effort of ['quick', 'standard'] as const) {
      const { answer } = searchSimulated(scenario, { effort, seed: 5 });
      assert.equal(answer.estimatePerSecond, null);
      assert.equal(answer.certifiedPerSecond, null);
      assert.deepEqual(answer.flags, ['infeasible']);
      assert.equal(answer.bindingObjective, 'p99 < 75ms');
      assert.ok(answer.peakPerSecond <= 60, `peak ${answer.peakPerSecond}`);
    }
  }
});

test('a generator at its limit is repeated once and then ends the search, blaming nobody else', () => {
  const search = searchSimulated(controls.generatorLimited, { effort: 'quick', seed: 5 });
  const { answer } = search;
  assert.equal(answer.estimatePerSecond, null);
  assert.deepEqual(answer.flags, ['generator-limited']);
  const loads = search.actions.flatMap((action) => (action.kind === 'load' ? [action.perSecond] : []));
  assert.ok(loads.at(-1)! > 400);
  assert.equal(loads.filter((perSecond) => perSecond > 400).length, 2);
  assert.ok(answer.rates.every((rate) => rate.perSecond <= 400));
  assert.ok(verdictsOf(search).every(({ verdict }) => verdict === 'meets'));
});

test('a target that does not come back from overload is called metastable', () => {
  const { actions, answer } = searchSimulated(controls.fragile, { effort: 'standard', seed: 7 });
  assert.ok(answer.flags.includes('metastable'));
  assert.equal(answer.verified, false);
  assert.ok(
    actions.some((action) => action.kind === 'idle'),
    'it was left in peace',
  );
});
