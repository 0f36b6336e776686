import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveryAnswer } from '../../../source/model/discovery.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { searchSimulated } from '../../helpers/simulated-search.js';

const seeds = Array.from({ length: 24 }, (_, index) => 9000 + index);

function covers({ interval95 }: DiscoveryAnswer, line: number): boolean {
  return interval95 !== null && interval95[0] <= line && line <= interval95[1];
}

function answers(name: string, independent: boolean): readonly DiscoveryAnswer[] {
  const scenario = scenarioNamed(name);
  return seeds.map((seed) => searchSimulated(scenario, { effort: 'quick', seed, independent }).answer);
}

test('the 95 % interval holds the true line, and what is certified lies below it, about as often as they should', () => {
  let runs = 0;
  let covered = 0;
  let above = 0;
  for (const name of ['mmc8', 'ln8', 'pool', 'hiccup', 'noisy']) {
    const line = scenarioNamed(name).truePerSecond!;
    const found = answers(name, false);
    const own = found.filter((answer) => covers(answer, line)).length;
    assert.ok(own >= 16, `${name}: ${own} of ${found.length}`);
    runs += found.length;
    covered += own;
    above += found.filter(({ certifiedPerSecond }) => (certifiedPerSecond ?? 0) > line).length;
  }
  assert.ok(covered >= 0.88 * runs, `${covered} of ${runs} intervals hold the line`);
  assert.ok(above <= 0.13 * runs, `${above} of ${runs} certified rates are above the line`);
});

test('with arrivals taken as independent the intervals are far too sure: the test above would fail', () => {
  for (const name of ['mmc8', 'ln8', 'noisy']) {
    const line = scenarioNamed(name).truePerSecond!;
    const covered = answers(name, true).filter((answer) => covers(answer, line)).length;
    assert.ok(covered < 0.5 * seeds.length, `${name}: ${covered} of ${seeds.length}`);
  }
});
