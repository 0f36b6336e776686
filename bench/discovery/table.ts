import type { Row } from './runs.js';

/** The value below which a share of the values lies; NaN without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Share of the rows that something holds of, in per cent. */
export function percent(rows: readonly Row[], holds: (row: Row) => boolean): number {
  return rows.length === 0 ? Number.NaN : (100 * rows.filter(holds).length) / rows.length;
}

/** Whether the 95 % interval of a row holds the true line. */
export function covers({ high, low }: Row): boolean {
  return low !== null && high !== null && low <= 1 && 1 <= high;
}

/** Absolute errors in per cent; a search without an estimate is all wrong. */
export function errorsOf(rows: readonly Row[]): readonly number[] {
  return rows.map(({ error }) => (error === null ? 100 : Math.abs(error) * 100));
}

export const head =
  'scenario       runs  |err|    p90   bias   ±5%  >+5%  cover  half  cert>1  ≥.93   sec   p90   peak95      bad  collapse  flags';

/** One line of the table of scenarios. */
export function lineOf(name: string, rows: readonly Row[]): string {
  const errors = errorsOf(rows);
  const signed = rows.flatMap(({ error }) => (error === null ? [] : [error * 100]));
  const halves = rows.flatMap(({ high, low }) => (high === null || low === null ? [] : [(high - low) * 50]));
  const certified = rows.filter((row) => row.certified !== null);
  const flags = new Map<string, number>();
  for (const flag of rows.flatMap((row) => row.flags)) flags.set(flag, (flags.get(flag) ?? 0) + 1);
  const cell = (value: number, decimals: number, width: number): string =>
    (Number.isFinite(value) ? value.toFixed(decimals) : '-').padStart(width);
  return [
    name.padEnd(14),
    String(rows.length).padStart(5),
    cell(quantile(errors, 0.5), 2, 7),
    cell(quantile(errors, 0.9), 1, 7),
    cell(signed.reduce((sum, value) => sum + value, 0) / signed.length, 1, 7),
    cell(
      percent(rows, ({ error }) => error !== null && Math.abs(error) <= 0.05),
      0,
      6,
    ),
    cell(
      percent(rows, ({ error }) => error !== null && error > 0.05),
      0,
      6,
    ),
    cell(percent(rows, covers), 0, 7),
    cell(quantile(halves, 0.5), 1, 6),
    cell(
      percent(certified, (row) => row.certified! > 1),
      0,
      8,
    ),
    cell(
      percent(rows, (row) => row.certified !== null && row.certified >= 0.93),
      0,
      6,
    ),
    cell(
      quantile(
        rows.map((row) => row.probeSeconds),
        0.5,
      ),
      0,
      6,
    ),
    cell(
      quantile(
        rows.map((row) => row.probeSeconds),
        0.9,
      ),
      0,
      6,
    ),
    cell(
      quantile(
        rows.flatMap((row) => (row.peak === null ? [] : [row.peak])),
        0.95,
      ),
      2,
      9,
    ),
    cell(
      quantile(
        rows.map((row) => row.bad),
        0.5,
      ),
      0,
      9,
    ),
    cell(
      rows.reduce((sum, row) => sum + row.collapses, 0),
      0,
      10,
    ),
    `  ${[...flags].map(([flag, count]) => `${flag} ${count}`).join(', ')}`,
  ].join('');
}
