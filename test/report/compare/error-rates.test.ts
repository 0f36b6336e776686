import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePair } from '../../../source/report/compare/compare-pair.js';
import { simulateRun, slowed } from '../../helpers/simulated-run.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { searchSimulated } from '../../helpers/simulated-search.js';
import { digestOf, digestOfSearch } from './helpers.js';

/** How many of the pairs are told apart when the second system takes `factor` times as long for everything. */
function toldApart(name: string, share: number, factor: number, pairs: number): number {
  const { target, truePerSecond } = scenarioNamed(name);
  const perSecond = Math.round(share * (truePerSecond ?? assert.fail('it has no line')));
  const digest = (seed: number, by: number) =>
    digestOf({ cells: simulateRun(slowed(target, by), perSecond, 40, seed), perSecond });
  let told = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const { verdict } = comparePair(digest(3000 + pair, 1), digest(7000 + pair, factor), 0.05);
    if (verdict === 'regression' || verdict === 'improvement') told += 1;
  }
  return told;
}

// `npm run bench:compare` does the same with hundreds of pairs and more systems.
test('a system is seldom told apart from itself, though its seconds share a queue', () => {
  for (const [name, share] of [
    ['mmc8', 0.8],
    ['ln8', 0.6],
  ] as const) {
    const told = toldApart(name, share, 1, 20);
    assert.ok(told <= 2, `${name}: ${told} of 20`);
  }
});

test('a system that is 8 % slower is found', () => {
  for (const [name, share] of [
    ['mmc8', 0.8],
    ['ln8', 0.6],
  ] as const) {
    const told = toldApart(name, share, 1.08, 20);
    assert.ok(told >= 16, `${name}: ${told} of 20`);
  }
});

test('searches tell a system from one that is 8 % slower, and not from itself', () => {
  for (const [name, least] of [
    ['hiccup', 6],
    ['small', 4],
  ] as const) {
    const scenario = scenarioNamed(name);
    const digest = (seed: number, by: number) => {
      const target = slowed(scenario.target, by);
      return digestOfSearch(searchSimulated({ ...scenario, target }, { effort: 'quick', seed, recorded: true }));
    };
    const verdicts = Array.from({ length: 6 }, (_, pair) => {
      const baseline = digest(400 + pair, 1);
      return [digest(500 + pair, 1), digest(600 + pair, 1.08)].map(
        (candidate) => comparePair(baseline, candidate, 0.05).verdict,
      );
    });
    const told = verdicts.filter(([again]) => again === 'regression' || again === 'improvement').length;
    const found = verdicts.filter(([, slower]) => slower === 'regression').length;
    assert.ok(told <= 1, `${name}: ${told} of 6 told from itself`);
    assert.ok(found >= least, `${name}: ${found} of 6 found`);
  }
});
