import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { controls, scenarioNamed, scenarios } from '../../helpers/simulated-scenarios.js';
import { type SimulatedSearch, searchSimulated } from '../../helpers/simulated-search.js';

const seeds = Array.from({ length: 12 }, (_, index) => 300 + index);

test('every probe is told before it starts, every verdict after, and phases only when they change', () => {
  const { actions } = searchSimulated(scenarioNamed('mmc8'), { effort: 'quick', seed: 2 });
  let told: number | null = null;
  let phase: string | null = null;
  for (const action of actions) {
    if (action.kind === 'tell') {
      const { event } = action;
      if (event.kind === 'phase') {
        assert.notEqual(event.phase, phase);
        phase = event.phase;
      }
      if (event.kind === 'probe') told = event.perSecond;
      if (event.kind === 'verdict') {
        assert.equal(event.perSecond, told, 'nothing is judged twice by the same probe');
        told = null;
      }
      if (event.kind === 'bracket' && event.lowerPerSecond !== null && event.upperPerSecond !== null) {
        assert.ok(event.lowerPerSecond < event.upperPerSecond);
      }
    } else if (action.kind === 'load') {
      assert.equal(action.phase, phase);
      if (action.phase !== 'recover') assert.equal(action.perSecond, told);
      assert.ok(action.guard !== null);
    }
  }
  assert.equal(phase, 'done');
});

test('the user ends the search at any moment and gets what is known', () => {
  const whole = searchSimulated(scenarioNamed('demo'), { effort: 'quick', seed: 9 });
  for (let acceptAt = 0; acceptAt < whole.actions.length - 1; acceptAt += 7) {
    const { actions, answer } = searchSimulated(scenarioNamed('demo'), { effort: 'quick', seed: 9, acceptAt });
    assert.deepEqual(actions, whole.actions.slice(0, acceptAt + 1), 'nothing is asked after the stop');
    assert.ok(answer.flags.includes('stopped'));
  }
});

test('the time that is told to be left falls to nothing, and is about right from the beginning', () => {
  const { actions, clockSeconds } = searchSimulated(scenarioNamed('mmc8'), { effort: 'standard', seed: 3 });
  const left = actions.flatMap((action) =>
    action.kind === 'tell' && action.event.kind === 'phase' ? [action.event.secondsLeft!] : [],
  );
  assert.ok(Math.abs(left[0]! / clockSeconds - 1) < 0.25, `${left[0]} of ${clockSeconds} s`);
  assert.equal(left.at(-1), 0);
});

test('an earlier answer saves most of the way to the line, and changes nothing else', () => {
  const scenario = scenarioNamed('mmc8');
  const line = scenario.truePerSecond!;
  const begins = (search: SimulatedSearch) => search.loads.find(({ phase }) => phase === 'estimate')!.startSeconds;
  for (const seed of seeds.slice(0, 4)) {
    const cold = searchSimulated(scenario, { effort: 'standard', seed });
    const warm = searchSimulated(scenario, { effort: 'standard', seed, earlierPerSecond: 1.05 * line });
    assert.ok(begins(warm) < 0.8 * begins(cold), `${begins(warm)} beside ${begins(cold)} s`);
    assert.ok(Math.abs(warm.answer.estimatePerSecond! / line - 1) < 0.04);
    assert.ok(warm.answer.peakPerSecond < 1.2 * line);
  }
  // Where the target has shrunk to half, the earlier answer must not hurt it.
  const shrunk = searchSimulated(scenario, { effort: 'standard', seed: 300, earlierPerSecond: 2 * line });
  assert.ok(shrunk.answer.peakPerSecond < 1.35 * line, `${shrunk.answer.peakPerSecond}`);
  assert.ok(Math.abs(shrunk.answer.estimatePerSecond! / line - 1) < 0.05);
});

test('capacity that falls during the search is said, and the answer is that of the end', () => {
  const told = seeds.filter((seed) => {
    const { answer, clockSeconds } = searchSimulated(controls.drifting, { effort: 'standard', seed });
    const line = 818 * (1 - (0.01 * clockSeconds) / 60);
    assert.ok(Math.abs(answer.estimatePerSecond! / line - 1) < 0.06, `${answer.estimatePerSecond! / line}`);
    return answer.flags.includes('drifting');
  });
  assert.ok(told.length >= 6, `${told.length} of ${seeds.length}`);
});

test('the same target and seed give the same transcript', () => {
  const run = (seed: number) => {
    const { actions, answer } = searchSimulated(scenarioNamed('noisy'), { effort: 'quick', seed });
    return { actions, answer };
  };
  assert.deepEqual(run(3), run(3));
  assert.notDeepEqual(run(3).actions, run(4).actions);
});

test('no rate is above the maximum and no search longer than its budget', () => {
  const property = fc.property(
    fc.constantFrom(...scenarios, ...Object.values(controls)),
    fc.integer({ min: 1, max: 1e6 }),
    fc.integer({ min: 0, max: 120 }),
    fc.integer({ min: 10, max: 1500 }),
    fc.constantFrom('quick' as const, 'standard' as const, 'thorough' as const),
    (scenario, seed, budgetSeconds, maxPerSecond, effort) => {
      const limited = { ...scenario, maxPerSecond };
      const { actions, answer, clockSeconds } = searchSimulated(limited, { effort, budgetSeconds, seed });
      for (const action of actions) {
        if (action.kind !== 'load') continue;
        assert.ok(action.perSecond > 0 && action.perSecond <= maxPerSecond);
        assert.ok(action.seconds >= 1 && Number.isInteger(action.seconds));
      }
      assert.ok(answer.probeSeconds + answer.idleSeconds <= budgetSeconds);
      assert.ok(clockSeconds <= budgetSeconds + 1, `${clockSeconds} of ${budgetSeconds}`);
      assert.ok(answer.peakPerSecond <= maxPerSecond);
      const held = actions.flatMap((action) =>
        action.kind === 'load' && action.phase === 'verify' ? [action.perSecond] : [],
      );
      assert.ok((answer.certifiedPerSecond ?? 0) <= Math.max(0, ...held) + 0.05, 'what is certified was held');
      let ceiling = Number.POSITIVE_INFINITY;
      for (const action of actions) {
        if (action.kind === 'load' && action.phase === 'estimate') {
          assert.ok(action.perSecond <= ceiling, `${action.perSecond} after a trip, at most ${ceiling}`);
        }
        if (action.kind !== 'tell' || action.event.kind !== 'verdict' || action.event.phase !== 'estimate') continue;
        if (action.event.verdict === 'tripped') ceiling = Math.min(ceiling, 1.03 * action.event.perSecond);
      }
      if (answer.interval95 !== null) {
        const [low, high] = answer.interval95;
        assert.ok(low <= answer.estimatePerSecond! && answer.estimatePerSecond! <= high);
      }
      for (const action of actions) {
        if (action.kind !== 'tell' || (action.event.kind !== 'phase' && action.event.kind !== 'probe')) continue;
        const left = action.event.secondsLeft!;
        assert.ok(left >= 0 && left <= budgetSeconds, `${left} s left of ${budgetSeconds}`);
      }
    },
  );
  fc.assert(property, { numRuns: 60, seed: 1912 });
});
