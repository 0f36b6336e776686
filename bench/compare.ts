import type { ComparisonVerdict } from '../source/model/comparison.js';
import { comparePair } from '../source/report/compare/compare-pair.js';
import { simulateRun, slowed } from '../test/helpers/simulated-run.js';
import { scenarioNamed } from '../test/helpers/simulated-scenarios.js';
import { digestOf } from '../test/report/compare/helpers.js';
import { scriptedAnswer } from '../test/store/helpers/scripted-session.js';
import { runAll } from './discovery/pool.js';
import type { Row } from './discovery/runs.js';

/**
 * How often `plimsoll compare` tells a simulated system from itself, and from one that takes 8 % longer for everything:
 * `node compare.js [pairs, 200] [runs|lines|both] [first seed]`. Runs are held at a rate; lines are found by searches of
 * standard effort. Targets with a queue, heavy tails, stalls every 20 s, and a speed that wanders over 10 s (`noisy`), of
 * which no run of a minute sees enough. Two hundred pairs take half an hour.
 */
const pairs = Number(process.argv[2] ?? 200);
const part = process.argv[3] ?? 'both';
const firstSeed = Number(process.argv[4] ?? 60_000);
const band = 0.05;

const names = ['mmc8', 'ln8', 'hiccup', 'noisy', 'small', 'demo', 'meta', 'pool'] as const;
const shares = [0.6, 0.9] as const;
const seconds = 60;

/** Share of the pairs that were told apart, in per cent; `same` and `slower` are false and true alarms. */
type Rates = { readonly same: number; readonly slower: number };

const isTold = (verdict: ComparisonVerdict): boolean => verdict === 'regression' || verdict === 'improvement';
const percent = (count: number): number => (100 * count) / pairs;

function ratesOfRuns(name: string, share: number): Rates {
  const { target, truePerSecond } = scenarioNamed(name);
  const perSecond = share * truePerSecond!;
  const digest = (seed: number, factor: number) =>
    digestOf({ cells: simulateRun(slowed(target, factor), perSecond, seconds, seed), perSecond });
  let same = 0;
  let slower = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const seed = firstSeed + 3 * pair;
    const baseline = digest(seed, 1);
    if (isTold(comparePair(baseline, digest(seed + 1, 1), band).verdict)) same += 1;
    if (comparePair(baseline, digest(seed + 2, 1.08), band).verdict === 'regression') slower += 1;
  }
  return { same: percent(same), slower: percent(slower) };
}

function digestOfRow({ error, high, low }: Row) {
  // Rates are multiples of the line: only their ratios are looked at.
  const interval95 = low === null || high === null ? null : ([1000 * low, 1000 * high] as const);
  const estimatePerSecond = error === null ? null : 1000 * (1 + error);
  return digestOf({ results: [{ ...scriptedAnswer, flags: [], estimatePerSecond, interval95 }] });
}

async function ratesOfLines(name: string): Promise<Rates> {
  const seeds = Array.from({ length: pairs }, (_, pair) => firstSeed + 3 * pair);
  const jobs = seeds.flatMap((seed) => [
    { scenario: name, method: 'standard' as const, seed },
    { scenario: name, method: 'standard' as const, seed: seed + 1 },
    { scenario: `${name} slowed`, method: 'standard' as const, seed: seed + 2 },
  ]);
  const digests = (await runAll(jobs)).map(digestOfRow);
  let same = 0;
  let slower = 0;
  for (let at = 0; at < digests.length; at += 3) {
    const [baseline, again, slowedOne] = digests.slice(at, at + 3);
    if (isTold(comparePair(baseline!, again!, band).verdict)) same += 1;
    if (comparePair(baseline!, slowedOne!, band).verdict === 'regression') slower += 1;
  }
  return { same: percent(same), slower: percent(slower) };
}

const all: { readonly title: string; readonly rates: Rates }[] = [];

function print(title: string, rates: Rates): void {
  all.push({ title, rates });
  console.log(`${title.padEnd(34)} ${rates.same.toFixed(1).padStart(6)} % ${rates.slower.toFixed(1).padStart(8)} %`);
}

console.log(`${pairs} pairs each${' '.repeat(24)} told from itself, 8 % slower found`);
if (part !== 'lines') {
  for (const share of shares) {
    for (const name of names) {
      print(`${name}, ${seconds} s at ${share * 100} % of the line`, ratesOfRuns(name, share));
    }
  }
}
if (part !== 'runs') for (const name of names) print(`${name}, load line`, await ratesOfLines(name));
const mean = (of: (rates: Rates) => number): number => all.reduce((sum, { rates }) => sum + of(rates), 0) / all.length;
print('all', { same: mean(({ same }) => same), slower: mean(({ slower }) => slower) });
const steady = all.filter(({ title }) => !/^(?:noisy|hiccup|small|all)\b/.test(title)).map(({ rates }) => rates);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
print('all but noisy, hiccup and small', {
  same: meanOf(steady.map(({ same }) => same)),
  slower: meanOf(steady.map(({ slower }) => slower)),
});
