import type { LoadWindow } from '../../model/load.js';
import { badCounts } from './counted.js';
import type { Counted, Criterion } from './criteria.js';
import type { BadCount } from './overdispersion.js';
import { readingOf } from './reading.js';

/** How sure a verdict must be; see `Tuning`. */
export type Strictness = { readonly contrast: number; readonly clearEvidence: number };

/** What windows at one rate say about the objectives. */
export type Judgement = {
  /** What can be told apart from chance. A rate meets only when every objective meets. */
  readonly verdict: 'meets' | 'misses' | 'unclear';
  /** What the bare numbers say. */
  readonly leaning: 'meets' | 'misses';
  /** True when the numbers are far enough off to end a ramp after a few seconds. */
  readonly far: boolean;
  /** False when there was nothing to judge by: no arrivals, or no CPU reading for a CPU objective alone. */
  readonly judged: boolean;
  /** The objective that missed by most, or is closest to it; null when none could be judged. */
  readonly binding: string | null;
  /** Value of the binding objective over its limit: 1 is just on it. */
  readonly margin: number;
  /** Arrivals slow, failed or unsent, over all that an objective is about: of the one with most of them bad. */
  readonly badRatio: number;
  readonly badRequests: number;
  readonly requests: number;
  readonly reason: string;
};

/** Judges windows of one rate against all criteria. Pure; the search calls it after every piece of a probe. */
export function judge(
  windows: readonly LoadWindow[],
  criteria: readonly Criterion[],
  perSecond: number,
  strictness: Strictness,
): Judgement {
  const requests = windows.reduce((sum, window) => sum + window.due, 0);
  const readings = criteria.map((criterion) => readingOf(criterion, windows, perSecond, strictness.contrast));
  const known = readings.filter((reading) => reading.kind === 'known');
  const unknown = readings.filter((reading) => reading.kind === 'unknown').map((reading) => reading.words);
  const badRequests = worstBad(windows, criteria);
  const worst = known.reduce<(typeof known)[number] | null>(
    (most, reading) => (most === null || reading.margin > most.margin ? reading : most),
    null,
  );
  const clear = strictness.clearEvidence;
  const verdict =
    worst === null
      ? 'unclear'
      : known.some((reading) => reading.evidence > clear)
        ? 'misses'
        : known.every((reading) => reading.evidence < -clear)
          ? 'meets'
          : 'unclear';
  return {
    verdict,
    leaning: worst !== null && worst.margin > 1 ? 'misses' : 'meets',
    far: known.some((reading) => reading.far),
    judged: worst !== null,
    binding: worst?.text ?? null,
    margin: worst?.margin ?? 0,
    badRatio: Math.max(...countsOf(windows, criteria).map(({ bad, total }) => (total === 0 ? 0 : bad / total))),
    badRequests,
    requests,
    reason: [...(worst === null ? ['nothing to judge by'] : [worst.words]), ...unknown].join('; '),
  };
}

/** Bad arrivals by the criterion that counts most of them bad; failed and unsent ones where there is none. */
export function worstBad(windows: readonly LoadWindow[], criteria: readonly Criterion[]): number {
  return Math.max(...countsOf(windows, criteria).map(({ bad }) => bad));
}

/** Bad arrivals by every criterion that counts them, and those that failed or were not sent. */
function countsOf(windows: readonly LoadWindow[], criteria: readonly Criterion[]): readonly BadCount[] {
  const failed: Counted = { kind: 'all', slow: null };
  const counted = criteria.flatMap((criterion) => (criterion.kind === 'share' ? [criterion.counted] : []));
  return [failed, ...counted].map((one) =>
    badCounts(windows, one).reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), {
      bad: 0,
      total: 0,
    }),
  );
}
