import type { ComparedValue } from '../../model/comparison.js';
import type { SessionDigest } from './digest.js';
import type { UnjudgedMetric } from './metric-parts.js';

/** Why two sessions are not like for like; null where they are. */
export function unlikeReason(baseline: SessionDigest, candidate: SessionDigest): string | null {
  const [a, b] = [baseline.imported, candidate.imported];
  // How arrivals came is known of neither where another program measured both.
  if (a !== null && b !== null) {
    return a.tool === b.tool ? null : `${a.tool} and ${b.tool} measure latency in different ways.`;
  }
  const only = a ?? b;
  if (only !== null && only.loop !== 'open') {
    return `${only.tool} may have waited for replies before it sent on, and plimsoll never does: their latencies are different things.`;
  }
  return baseline.arrivals === candidate.arrivals
    ? null
    : `the baseline had ${baseline.arrivals} arrivals and the candidate ${candidate.arrivals}, which gives other latencies at the same rate.`;
}

/** Whether both are tests of a program that waits for replies: their rates are what they reached, not what was asked. */
export function isClosedPair({ imported: a }: SessionDigest, { imported: b }: SessionDigest): boolean {
  return a !== null && b !== null && a.loop !== 'open' && b.loop !== 'open';
}

/** What two summaries of another program can be compared by: single numbers, of which nobody knows how sure they are. */
export function importedMetrics(
  { imported: a }: SessionDigest,
  { imported: b }: SessionDigest,
  noiseBand: number,
): readonly UnjudgedMetric[] {
  if (a === null || b === null) return [];
  const rows = [
    ['throughput', 'perSecond', true, a.achievedPerSecond, b.achievedPerSecond],
    ['p50', 'ms', false, a.latencyMs.p50, b.latencyMs.p50],
    ['p90', 'ms', false, a.latencyMs.p90, b.latencyMs.p90],
    ['p99', 'ms', false, a.latencyMs.p99, b.latencyMs.p99],
  ] as const;
  return rows.flatMap(([metric, unit, isHigherBetter, before, after]): readonly UnjudgedMetric[] => {
    if (before === null || after === null || before === 0) return [];
    const value = (told: number): ComparedValue => ({ value: told, interval95: null, effectiveCount: null });
    return [
      {
        metric,
        perSecond: null,
        unit,
        isHigherBetter,
        baseline: value(before),
        candidate: value(after),
        change: after / before - 1,
        scale: 'ratio',
        changeInterval95: null,
        noiseBand,
        p: null,
      },
    ];
  });
}
