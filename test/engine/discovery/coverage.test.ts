import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceFromUniform, errorsAbove, intervalScore } from '../../helpers/calibration.js';
import { type Scenario, scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { type SimulatedSearch, searchesOf } from '../../helpers/simulated-search.js';

const seeds = Array.from({ length: 24 }, (_, index) => 9000 + index);
const names = ['mmc8', 'ln8', 'pool', 'hiccup', 'noisy'];

function covers({ answer: { interval95 } }: SimulatedSearch, line: number): boolean {
  return interval95 !== null && interval95[0] <= line && line <= interval95[1];
}

function lineOf(name: string): number {
  return scenarioNamed(name).truePerSecond!;
}

const searched = names.map((name) => ({
  name,
  line: lineOf(name),
  found: searchesOf(scenarioNamed(name), seeds, { effort: 'quick' }),
}));

/** Where the true line lies in what a search believes in the end: the share of its belief that is below it. */
function ranksOf(found: readonly SimulatedSearch[], perSecond: number): readonly number[] {
  return found.map(({ line }) => 1 - line!.meetsAt(perSecond));
}

test('the 95 % interval holds the true line, and what is certified lies below it, about as often as they should', () => {
  let runs = 0;
  let covered = 0;
  let above = 0;
  for (const { found, line, name } of searched) {
    const own = found.filter((search) => covers(search, line)).length;
    assert.ok(own >= 16, `${name}: ${own} of ${found.length}`);
    runs += found.length;
    covered += own;
    above += found.filter(({ answer }) => (answer.certifiedPerSecond ?? 0) > line).length;
  }
  assert.ok(covered >= 0.88 * runs, `${covered} of ${runs} intervals hold the line`);
  assert.ok(above <= 0.13 * runs, `${above} of ${runs} certified rates are above the line`);
});

test('every other quantile is as honest: the true line is anywhere in what is believed, equally often', () => {
  const ranks = searched.flatMap(({ found, line }) => ranksOf(found, line));
  const half = ranks.filter((rank) => rank > 0.25 && rank < 0.75).length / ranks.length;
  assert.ok(half >= 0.38 && half <= 0.66, `the 50 % interval holds the line in ${half} of all runs`);
  const below = ranks.filter((rank) => rank < 0.05).length / ranks.length;
  assert.ok(below <= 0.12, `the line is below the one-sided 95 % bound in ${below} of all runs`);
  assert.ok(distanceFromUniform(ranks) < 1.63 / Math.sqrt(ranks.length), `${distanceFromUniform(ranks)}`);
});

test('intervals half as wide, or twice, would tell less', () => {
  const scoreAt = (stretch: number): number =>
    searched.reduce(
      (sum, { found, line }) => sum + found.reduce((own, { answer }) => own + intervalScore(answer, line, stretch), 0),
      0,
    );
  assert.ok(scoreAt(1) < scoreAt(0.5) && scoreAt(1) < scoreAt(2), `${[0.5, 1, 2].map(scoreAt)}`);
});

test('with arrivals taken as independent the intervals are far too sure: the tests above would fail', () => {
  const ranks = ['mmc8', 'ln8', 'noisy'].flatMap((name) => {
    const found = searchesOf(scenarioNamed(name), seeds, { effort: 'quick', independent: true });
    const covered = found.filter((search) => covers(search, lineOf(name))).length;
    assert.ok(covered < 0.5 * seeds.length, `${name}: ${covered} of ${seeds.length}`);
    return ranksOf(found, lineOf(name));
  });
  assert.ok(distanceFromUniform(ranks) > 1.63 / Math.sqrt(ranks.length), `${distanceFromUniform(ranks)}`);
});

test('two searches of one target seldom differ, and of one that is 8 % slower nearly always', () => {
  const pairs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  let differ = 0;
  let told = 0;
  for (const name of ['mmc8', 'pool']) {
    const scenario = scenarioNamed(name);
    const { target } = scenario;
    const slower = { ...scenario, target: { ...target, serviceSeconds: 1.08 * target.serviceSeconds } };
    const answersOf = (of: Scenario, first: number) =>
      searchesOf(
        of,
        pairs.map((pair) => first + pair),
        { effort: 'standard' },
      ).map(({ answer }) => answer);
    const before = answersOf(scenario, 7000);
    const again = answersOf(scenario, 7100);
    const after = answersOf(slower, 7200);
    differ += before.filter((answer, pair) => Math.abs(errorsAbove(answer, again[pair]!)) > 1.96).length;
    told += before.filter((answer, pair) => errorsAbove(answer, after[pair]!) > 1.645).length;
  }
  assert.ok(differ <= 1, `${differ} of ${2 * pairs.length} differ`);
  assert.ok(told >= 1.6 * pairs.length, `${told} of ${2 * pairs.length} are told`);
});
