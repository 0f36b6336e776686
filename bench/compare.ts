import type { PairJob, PairRow } from './compare/pairs.js';
import { runAll } from './discovery/pool.js';

/**
 * How often `plimsoll compare` tells a simulated system from itself, and from one that takes 8 % longer for everything:
 * `node compare.js [pairs, 200] [runs|lines|both] [first seed]`. Runs are held at a rate; lines are found by searches of
 * standard effort, compared by all that their records hold. Targets with a queue, heavy tails, stalls every 20 s, and a speed that wanders over 10 s (`noisy`), of
 * which no run of a minute sees enough. Two hundred pairs take half an hour.
 */
const pairs = Number(process.argv[2] ?? 200);
const part = process.argv[3] ?? 'both';
const firstSeed = Number(process.argv[4] ?? 60_000);

const names = ['mmc8', 'ln8', 'hiccup', 'noisy', 'small', 'demo', 'meta', 'pool'] as const;
const shares = [0.6, 0.9] as const;
const seconds = 60;

/** Share of the pairs that were told apart, in per cent; `same` and `slower` are false and true alarms. */
type Rates = { readonly same: number; readonly slower: number };

const percent = (count: number): number => (100 * count) / pairs;

async function ratesOf(scenario: string, measured: PairJob['measured']): Promise<Rates> {
  const jobs = Array.from(
    { length: pairs },
    (_, pair): PairJob => ({ scenario, measured, seed: firstSeed + 3 * pair }),
  );
  const rows = await runAll<PairJob, PairRow>(new URL('compare/worker.js', import.meta.url), jobs);
  return {
    same: percent(rows.filter(({ isToldFromItself }) => isToldFromItself).length),
    slower: percent(rows.filter(({ isSlowerFound }) => isSlowerFound).length),
  };
}

type Line = { readonly title: string; readonly rates: Rates };

function print(title: string, { same, slower }: Rates): void {
  console.log(`${title.padEnd(34)} ${same.toFixed(1).padStart(6)} % ${slower.toFixed(1).padStart(8)} %`);
}

function printMeans(title: string, lines: readonly Line[]): void {
  const mean = (of: (rates: Rates) => number): number =>
    lines.reduce((sum, { rates }) => sum + of(rates), 0) / lines.length;
  const isSteady = ({ title: of }: Line): boolean => !/^(?:noisy|hiccup|small)\b/.test(of);
  print(title, { same: mean(({ same }) => same), slower: mean(({ slower }) => slower) });
  if (!lines.every(isSteady)) printMeans(`${title} but noisy, hiccup and small`, lines.filter(isSteady));
}

async function printAll(title: string, measured: PairJob['measured']): Promise<void> {
  const lines: Line[] = [];
  for (const name of names) {
    const line = { title: `${name}, ${title}`, rates: await ratesOf(name, measured) };
    print(line.title, line.rates);
    lines.push(line);
  }
  printMeans('all', lines);
}

console.log(`${pairs} pairs each${' '.repeat(24)} told from itself, 8 % slower found`);
if (part !== 'lines') {
  for (const share of shares)
    await printAll(`${seconds} s at ${share * 100} % of the line`, { kind: 'run', share, seconds });
}
if (part !== 'runs') await printAll('load line', { kind: 'line' });
