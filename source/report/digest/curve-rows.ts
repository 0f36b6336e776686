import type { CurvePoint } from '../../model/discovery.js';
import { isSameRate } from '../../model/same-rate.js';
import type { FoundLine } from '../answer-parts.js';
import type { RateRow } from './row-parts.js';
import { thousandths } from './thousandths.js';

/**
 * The rows of a search in the numbers of its answer. An interval holds the answers that came in it: after a rate that was too
 * high those come while the target already recovers. The answer counts them where they were asked for.
 */
export function withCurves(rows: readonly RateRow[], lines: readonly FoundLine[]): readonly RateRow[] {
  return lines.reduce(withCurve, rows);
}

function withCurve(rows: readonly RateRow[], { configuration, result }: FoundLine): readonly RateRow[] {
  return rows.map((row) => {
    if (row.configuration !== configuration) return row;
    const point = result.curve.find(({ perSecond }) => isSameRate(row.perSecond, perSecond));
    return point?.load === undefined ? row : rowOf(row, point, point.load);
  });
}

function rowOf(row: RateRow, { intervals95 }: CurvePoint, load: NonNullable<CurvePoint['load']>): RateRow {
  const { late, outcomes, p999Interval95Ms, requests, responseTimeMs, seconds, sent } = load;
  const perSecond = (count: number): number => (seconds === 0 ? 0 : thousandths(count / seconds));
  return {
    ...row,
    seconds,
    offeredPerSecond: perSecond(sent),
    achievedPerSecond: perSecond(outcomes.ok),
    requests,
    outcomes,
    late,
    responseTimeMs: {
      ...responseTimeMs,
      count: outcomes.ok,
      intervals95: {
        p50: intervals95?.p50Ms ?? null,
        p90: intervals95?.p90Ms ?? null,
        p99: intervals95?.p99Ms ?? null,
        p999: p999Interval95Ms,
      },
    },
  };
}
