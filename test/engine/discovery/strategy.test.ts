import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProbeJudge, searchStrategies } from '../../../source/model/discovery.js';
import { controls, scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { searchSimulated } from '../../helpers/simulated-search.js';

const scenario = scenarioNamed('mmc8');
const line = scenario.truePerSecond!;

test('each strategy finds the line of a well-behaved target, ours by far the safest', () => {
  const found = searchStrategies.map(
    (strategy) => searchSimulated(scenario, { effort: 'quick', seed: 4, strategy }).answer,
  );
  for (const [index, answer] of found.entries()) {
    const error = Math.abs(answer.estimatePerSecond! / line - 1);
    assert.ok(error < [0.05, 0.05, 0.15, 0.2][index]!, `${searchStrategies[index]}: ${error}`);
  }
  const [ours, ...others] = found;
  assert.ok(others.every((other) => other.badRequests > 2 * ours!.badRequests));
});

test('only our own claims an interval; the baselines say that they have none', () => {
  for (const strategy of searchStrategies) {
    const { answer } = searchSimulated(scenario, { effort: 'quick', seed: 4, strategy });
    assert.equal(answer.interval95 === null, strategy !== 'plimsoll');
    assert.equal(answer.flags.includes('no-interval'), strategy !== 'plimsoll');
    if (strategy !== 'plimsoll') assert.equal(answer.certifiedPerSecond, null);
  }
});

test('judged by the mean a baseline runs away, since quick refusals keep the mean low', () => {
  const by = (judgedBy: ProbeJudge) =>
    searchSimulated(scenario, { effort: 'quick', seed: 4, strategy: 'doubling-bisection', judgedBy }).answer;
  const mean = by('mean');
  assert.ok(mean.peakPerSecond > 1.5 * by('percentile').peakPerSecond && mean.peakPerSecond > 3 * line);
  assert.deepEqual([mean.estimatePerSecond, mean.flags], [null, ['beyond-max-rate']]);
});

test('a baseline ends at the highest rate allowed, at its budget, at the generator and at the stop of the user', () => {
  for (const strategy of searchStrategies) {
    if (strategy === 'plimsoll') continue;
    const run = (changes: Partial<Parameters<typeof searchSimulated>[1]>, on = scenario) =>
      searchSimulated(on, { effort: 'quick', seed: 1, strategy, ...changes }).answer;
    const beyond = run({}, controls.neverFails);
    assert.ok(beyond.flags.includes('beyond-max-rate') && beyond.peakPerSecond === 1000, strategy);
    const short = run({ budgetSeconds: 70 });
    assert.ok(short.flags.includes('budget-reached') && short.probeSeconds + short.idleSeconds <= 70, strategy);
    assert.ok(run({}, controls.generatorLimited).flags.includes('generator-limited'), strategy);
    assert.ok(run({ acceptAt: 6 }).flags.includes('stopped'), strategy);
    assert.ok(run({}, controls.alwaysSlow).flags.includes('infeasible') || strategy !== 'doubling-bisection', strategy);
  }
});
