import type { Row } from './runs.js';
import { covers, errorsOf, percent, quantile } from './table.js';

/** The scenarios that the targets are about, pooled. */
export const pooledNames = ['mmc8', 'ln8', 'hiccup', 'noisy', 'meta', 'pool', 'small'] as const;

const cpuVisible = new Set(['mmc8', 'ln8', 'cold', 'meta']);
const quickClass = new Set(['mmc8', 'ln8', 'meta', 'cold']);

type Limits = {
  readonly error: number;
  readonly p90: number;
  readonly within: number;
  readonly over: number;
  readonly certified: number;
  readonly high: number;
  readonly seconds: number;
  readonly harm: number;
  readonly worst: number;
  readonly mmc8Error: number;
  readonly mmc8Covers: number;
};

const targets: { readonly [effort in 'quick' | 'standard']: Limits } = {
  quick: {
    error: 2.5,
    p90: 9,
    within: 78,
    over: 18,
    certified: 8,
    high: 80,
    seconds: 200,
    harm: 15,
    worst: 82,
    mmc8Error: 1.2,
    mmc8Covers: 93,
  },
  standard: {
    error: 1.2,
    p90: 6,
    within: 88,
    over: 10,
    certified: 6,
    high: 90,
    seconds: 380,
    harm: 12,
    worst: 85,
    mmc8Error: 0.8,
    mmc8Covers: 94,
  },
};

/** The acceptance table of one effort: what was asked, what was measured, whether it holds. */
export function acceptance(
  effort: 'quick' | 'standard',
  rows: readonly Row[],
  classic: readonly Row[],
): readonly string[] {
  const limits = targets[effort];
  const pooledSet = new Set<string>(pooledNames);
  const pooled = rows.filter((row) => pooledSet.has(row.scenario));
  const base = classic.filter((row) => pooledSet.has(row.scenario));
  const named = (name: string): readonly Row[] => rows.filter((row) => row.scenario === name);
  const seen = rows.filter((row) => cpuVisible.has(row.scenario));
  const errors = errorsOf(pooled);
  const peaks = (some: readonly Row[]): number =>
    quantile(
      some.flatMap((row) => (row.peak === null ? [] : [row.peak])),
      0.95,
    );
  const certified = pooled.filter((row) => row.certified !== null);
  const mean = (some: readonly Row[]): number => some.reduce((sum, row) => sum + row.bad, 0) / some.length;
  const worst = pooledNames
    .map((name) => ({ name, share: percent(named(name), covers) }))
    .reduce((least, one) => (one.share < least.share ? one : least));
  const most = (what: string, value: number, limit: number, unit: string): string =>
    row(what, `${value.toFixed(2)}${unit}`, `<= ${limit}${unit}`, value <= limit);
  const least = (what: string, value: number, limit: number, unit: string): string =>
    row(what, `${value.toFixed(1)}${unit}`, `>= ${limit}${unit}`, value >= limit);
  return [
    most('median error', quantile(errors, 0.5), limits.error, ' %'),
    most('p90 error', quantile(errors, 0.9), limits.p90, ' %'),
    least(
      'within 5 %',
      percent(pooled, (one) => one.error !== null && Math.abs(one.error) <= 0.05),
      limits.within,
      ' %',
    ),
    most(
      'more than 5 % over',
      percent(pooled, (one) => one.error !== null && one.error > 0.05),
      limits.over,
      ' %',
    ),
    most(
      'certified above the line',
      percent(certified, (one) => one.certified! > 1),
      limits.certified,
      ' %',
    ),
    least(
      'certified >= 0.93 (800/s)',
      percent(
        rows.filter((one) => quickClass.has(one.scenario)),
        (one) => (one.certified ?? 0) >= 0.93,
      ),
      limits.high,
      ' %',
    ),
    most(
      'probe-seconds, median',
      quantile(
        pooled.map((one) => one.probeSeconds),
        0.5,
      ),
      limits.seconds,
      ' s',
    ),
    least(
      'bad requests, medians, 1 to',
      quantile(
        base.map((one) => one.bad),
        0.5,
      ) /
        quantile(
          pooled.map((one) => one.bad),
          0.5,
        ),
      limits.harm,
      '',
    ),
    least('bad requests, means, 1 to', mean(base) / mean(pooled), limits.harm, ''),
    most('peak p95, CPU visible', peaks(seen), 1.15, ''),
    most('peak p95, all', peaks(pooled), 1.4, ''),
    least('coverage, pooled', percent(pooled, covers), 93, ' %'),
    least(`coverage, worst (${worst.name})`, worst.share, limits.worst, ' %'),
    most(
      'meta: collapses',
      named('meta').reduce((sum, one) => sum + one.collapses, 0),
      0,
      '',
    ),
    most('mmc8: median error', quantile(errorsOf(named('mmc8')), 0.5), limits.mmc8Error, ' %'),
    least('mmc8: coverage', percent(named('mmc8'), covers), limits.mmc8Covers, ' %'),
  ];
}

function row(what: string, value: string, target: string, holds: boolean): string {
  return `  ${what.padEnd(30)}${value.padStart(12)}   ${target.padEnd(12)} ${holds ? 'holds' : 'MISSED'}`;
}
