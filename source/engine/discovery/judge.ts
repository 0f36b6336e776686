import type { LoadWindow } from '../../model/load.js';
import type { Criterion } from './criteria.js';
import { badCounts, readingOf } from './reading.js';

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
  /** Arrivals slow, failed or unsent, over all: of the objective that counts most of them bad. */
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
    badRatio: requests === 0 ? 0 : badRequests / requests,
    badRequests,
    requests,
    reason: [...(worst === null ? ['nothing to judge by'] : [worst.words]), ...unknown].join('; '),
  };
}

/** Bad arrivals by the criterion that counts most of them bad; failed and unsent ones where there is none. */
export function worstBad(windows: readonly LoadWindow[], criteria: readonly Criterion[]): number {
  const sums = [null, ...criteria.filter((criterion) => criterion.kind === 'share').map(({ limit }) => limit)].map(
    (limit) => badCounts(windows, limit).reduce((sum, count) => sum + count.bad, 0),
  );
  return Math.max(...sums);
}
