import type { Sine } from '../../model/shape.js';
import type { RateIntegral } from './rate-integral.js';

/** Newton's steps end when they are shorter than this: far below what any clock tells apart. */
const precisionMs = 1e-7;
/** Halving alone would come to `precisionMs` from a period of a week in 53 steps. */
const mostSteps = 100;

/**
 * The integral of a sine over a phase of `durationMs`, in closed form. With m and a the mean and the amplitude in
 * arrivals per millisecond, P the period and b the phase angle at which the phase begins, the first t milliseconds have
 *
 *     m t + (a P / pi) * sin(b + pi t / P) * sin(pi t / P)
 *
 * arrivals. (The difference of two cosines as a product: nothing cancels out where t is small.) Whole periods have m P
 * each and are counted apart, so that a long phase is as exact as its first period.
 */
export function integrateSine(shape: Sine, durationMs: number): RateIntegral {
  const { periodMs } = shape;
  const mean = shape.meanPerSecond / 1000;
  const amplitude = shape.amplitudePerSecond / 1000;
  const begin = 2 * Math.PI * ((shape.fromMs / periodMs) % 1);
  const perPeriod = mean * periodMs;

  const countWithin = (withinMs: number): number => {
    const half = (Math.PI * withinMs) / periodMs;
    return mean * withinMs + ((amplitude * periodMs) / Math.PI) * Math.sin(begin + half) * Math.sin(half);
  };
  const rateWithin = (withinMs: number): number =>
    mean + amplitude * Math.sin(begin + (2 * Math.PI * withinMs) / periodMs);

  /** Newton's method, kept within a bracket that every step narrows: where the rate is near 0 it is a halving. */
  const timeWithin = (count: number): number => {
    let low = 0;
    let high = periodMs;
    let timeMs = count / mean;
    for (let step = 0; step < mostSteps; step++) {
      if (!(timeMs > low && timeMs < high)) timeMs = low + (high - low) / 2;
      const beyond = countWithin(timeMs) - count;
      if (beyond > 0) high = timeMs;
      else low = timeMs;
      if (beyond === 0 || high - low < precisionMs) return timeMs;
      const next = timeMs - beyond / rateWithin(timeMs);
      if (Math.abs(next - timeMs) < precisionMs) return Math.min(periodMs, Math.max(0, next));
      timeMs = next;
    }
    return timeMs;
  };

  return {
    countBy(elapsedMs) {
      const untilMs = Math.min(elapsedMs, durationMs);
      if (untilMs <= 0 || mean === 0) return 0;
      const periods = Math.floor(untilMs / periodMs);
      return periods * perPeriod + countWithin(untilMs - periods * periodMs);
    },
    timeOf(count) {
      if (mean === 0) return Number.POSITIVE_INFINITY;
      if (count <= 0) return 0;
      const periods = Math.floor(count / perPeriod);
      const timeMs = periods * periodMs + timeWithin(count - periods * perPeriod);
      return timeMs < durationMs ? timeMs : Number.POSITIVE_INFINITY;
    },
  };
}
