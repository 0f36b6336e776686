import type { LoadWindow } from '../../model/load.js';
import { countText, millisecondsText, shareText } from '../../model/quantity-text.js';
import { badCounts, meansOf, shareOfArrivals } from './counted.js';
import type { Counted, Criterion } from './criteria.js';
import { burstFloor, overdispersionOf, shareEvidence } from './overdispersion.js';

/** What windows say about one criterion. `evidence` is a log likelihood ratio: positive speaks for missing. */
export type Reading =
  | {
      readonly kind: 'known';
      readonly text: string;
      /** Value over limit: 1 is just on it. */
      readonly margin: number;
      readonly evidence: number;
      readonly far: boolean;
      readonly words: string;
    }
  | { readonly kind: 'unknown'; readonly words: string };

type Share = Extract<Criterion, { kind: 'share' }>;

/** Errors mostly come one by one; a few at a time must still not look like many witnesses. */
const errorOverdispersion = 5;

/** The reading of one criterion at a rate. */
export function readingOf(
  criterion: Criterion,
  windows: readonly LoadWindow[],
  perSecond: number,
  contrast: number,
): Reading {
  switch (criterion.kind) {
    case 'share':
      return shareReading(criterion, windows, perSecond, contrast);
    case 'mean': {
      const known = meansOf(windows, criterion.counted).filter(({ answers }) => answers > 0);
      const values = known.map(({ meanMs }) => meanMs);
      const weights = known.map(({ answers }) => answers);
      return levelReading(criterion.text, values, weights, criterion.limitMs, {
        value: (mean) => `${millisecondsText(mean, 3)} on average`,
        none: 'no answers',
      });
    }
    case 'cpu': {
      const values = windows.flatMap((window) => (window.cpuRatio === null ? [] : [window.cpuRatio]));
      const weights = values.map(() => 1);
      return levelReading(criterion.text, values, weights, criterion.limitRatio, {
        value: (mean) => `${shareText(mean)} on the busiest server`,
        none: 'no CPU reading',
      });
    }
  }
}

function shareReading(criterion: Share, windows: readonly LoadWindow[], perSecond: number, contrast: number): Reading {
  const { allowedRatio, counted, limitMs, text } = criterion;
  const counts = badCounts(windows, counted);
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  if (total === 0) return { kind: 'unknown', words: `${text}: not judged, no arrivals` };
  const bad = counts.reduce((sum, count) => sum + count.bad, 0);
  const untimed: Counted = counted.kind === 'all' ? { ...counted, slow: null } : { ...counted, isTimed: false };
  const failed = badCounts(windows, untimed).reduce((sum, count) => sum + count.bad, 0);
  const ownPerSecond = perSecond * shareOfArrivals(windows, counted);
  const floor = limitMs === null ? errorOverdispersion : burstFloor(ownPerSecond, limitMs);
  const overdispersion = overdispersionOf(counts, allowedRatio, floor);
  const what = limitMs === null ? 'failed' : failed === 0 ? 'were slower' : 'were slower or failed';
  return {
    kind: 'known',
    text,
    margin: bad / total / Math.max(allowedRatio, 1e-6),
    evidence: shareEvidence(bad, total, allowedRatio, contrast, overdispersion),
    // Five bad arrivals at least: at a low rate two unlucky ones are already several per cent.
    far: bad >= 5 && bad / total > Math.min(2 * allowedRatio, (1 + allowedRatio) / 2),
    words: `${text}: ${shareText(bad / total)} of ${countText(total)} arrivals ${what}, ${shareText(allowedRatio)} allowed`,
  };
}

/** The mean of window levels against a limit, by batch means; `evidence` is z^2 / 2 with the sign of z. */
function levelReading(
  text: string,
  values: readonly number[],
  weights: readonly number[],
  limit: number,
  words: { readonly value: (mean: number) => string; readonly none: string },
): Reading {
  const weight = weights.reduce((sum, value) => sum + value, 0);
  if (weight === 0) return { kind: 'unknown', words: `${text}: not judged, ${words.none}` };
  const mean = values.reduce((sum, value, index) => sum + value * weights[index]!, 0) / weight;
  return {
    kind: 'known',
    text,
    margin: mean / limit,
    evidence: levelEvidence(values, mean, limit),
    far: mean > 1.05 * limit,
    words: `${text}: ${words.value(mean)}`,
  };
}

function levelEvidence(values: readonly number[], mean: number, limit: number): number {
  if (values.length < 3) return 0;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  // Neighbouring windows are alike, so their spread understates the error of the mean; and no reading is better than 0.5 %.
  const error = Math.max(Math.sqrt((2.5 * variance) / values.length), 0.005 * limit);
  const z = (mean - limit) / error;
  return (Math.sign(z) * z * z) / 2;
}
