import type { Effort } from '../source/engine/discovery/options.js';
import { searchClassic } from '../test/helpers/simulated-classic.js';
import { type Scenario, scenarios } from '../test/helpers/simulated-scenarios.js';
import { searchSimulated } from '../test/helpers/simulated-search.js';

/**
 * The search for the load line on simulated targets whose line is known, beside the classic search on the same seeds:
 * `node discovery.js [runs] [effort] [budget seconds]`. Errors in per cent of the true line; peak as a multiple of it.
 */
const runs = Number(process.argv[2] ?? 24);
const effort = (process.argv[3] ?? 'standard') as Effort;
const budgetSeconds = process.argv[4] === undefined ? undefined : Number(process.argv[4]);
const names = process.argv[5]?.split(',');
const firstSeed = 5000;

type Row = {
  readonly estimate: number | null;
  readonly certified: number | null;
  readonly width: number | null;
  readonly seconds: number;
  readonly peak: number;
  readonly bad: number;
  readonly flags: readonly string[];
};

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function seedsOf(): number[] {
  return Array.from({ length: runs }, (_, index) => firstSeed + index);
}

function rowsOf(scenario: Scenario): Row[] {
  return seedsOf().map((seed) => {
    const settings = { effort, seed, ...(budgetSeconds === undefined ? {} : { budgetSeconds }) };
    const { answer } = searchSimulated(scenario, settings);
    const [lower, upper] = answer.bracketPerSecond ?? [Number.NaN, Number.NaN];
    return {
      estimate: answer.estimatePerSecond,
      certified: answer.certifiedPerSecond,
      width: answer.bracketPerSecond === null ? null : upper / lower - 1,
      seconds: answer.probeSeconds + answer.idleSeconds,
      peak: answer.peakPerSecond,
      bad: answer.badRequests,
      flags: answer.flags.filter((flag) => flag !== 'no-interval'),
    };
  });
}

function classicRowsOf(scenario: Scenario): Row[] {
  return seedsOf().map((seed) => {
    const answer = searchClassic(scenario, seed);
    return {
      estimate: answer.estimatePerSecond,
      certified: null,
      width: null,
      seconds: answer.probeSeconds,
      peak: answer.peakPerSecond,
      bad: answer.badRequests,
      flags: [],
    };
  });
}

function print(name: string, line: number, rows: readonly Row[]): void {
  const errors = rows.flatMap((row) => (row.estimate === null ? [] : [(row.estimate / line - 1) * 100]));
  const sizes = errors.map(Math.abs);
  const flags = new Map<string, number>();
  for (const flag of rows.flatMap((row) => row.flags)) flags.set(flag, (flags.get(flag) ?? 0) + 1);
  const certified = rows.flatMap((row) => (row.certified === null ? [] : [row.certified / line]));
  const widths = rows.flatMap((row) => (row.width === null ? [] : [row.width * 100]));
  const cells = [
    name.padEnd(16),
    `${errors.length}/${rows.length}`.padStart(6),
    quantile(sizes, 0.5).toFixed(1).padStart(6),
    quantile(sizes, 0.9).toFixed(1).padStart(6),
    mean(errors).toFixed(1).padStart(6),
    (widths.length === 0 ? '-' : quantile(widths, 0.5).toFixed(1)).padStart(6),
    (certified.length === 0 ? '-' : quantile(certified, 0.5).toFixed(3)).padStart(6),
    (certified.length === 0 ? '-' : `${Math.round(mean(certified.map((value) => (value > 1 ? 100 : 0))))}%`).padStart(
      5,
    ),
    quantile(
      rows.map((row) => row.seconds),
      0.5,
    )
      .toFixed(0)
      .padStart(5),
    quantile(
      rows.map((row) => row.peak / line),
      0.5,
    )
      .toFixed(2)
      .padStart(5),
    quantile(
      rows.map((row) => row.peak / line),
      0.95,
    )
      .toFixed(2)
      .padStart(5),
    quantile(
      rows.map((row) => row.bad),
      0.5,
    )
      .toFixed(0)
      .padStart(7),
    [...flags].map(([flag, count]) => `${flag} ${count}`).join(', '),
  ];
  console.log(cells.join('  '));
}

const began = process.cpuUsage();
console.log(
  `${runs} runs a scenario, effort ${effort}${budgetSeconds === undefined ? '' : `, budget ${budgetSeconds} s`}`,
);
console.log('scenario          found  |err|    p90   bias  width   cert  cert>1  sec   peak  p95      bad  flags');
for (const scenario of scenarios) {
  const line = scenario.truePerSecond;
  if (line === null || names?.includes(scenario.name) === false) continue;
  print(scenario.name, line, rowsOf(scenario));
  print('  classic', line, classicRowsOf(scenario));
}
const used = process.cpuUsage(began);
console.log(`CPU ${((used.user + used.system) / 1e6).toFixed(1)} s`);
