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
  return new SineIntegral(shape, durationMs);
}

/** A class because one is made for each phase: see the histogram recorder. */
class SineIntegral implements RateIntegral {
  readonly #durationMs: number;
  readonly #periodMs: number;
  readonly #mean: number;
  readonly #amplitude: number;
  readonly #begin: number;
  readonly #perPeriod: number;

  constructor(shape: Sine, durationMs: number) {
    this.#durationMs = durationMs;
    this.#periodMs = shape.periodMs;
    this.#mean = shape.meanPerSecond / 1000;
    this.#amplitude = shape.amplitudePerSecond / 1000;
    this.#begin = 2 * Math.PI * ((shape.fromMs / shape.periodMs) % 1);
    this.#perPeriod = this.#mean * shape.periodMs;
  }

  countBy(elapsedMs: number): number {
    const untilMs = Math.min(elapsedMs, this.#durationMs);
    if (untilMs <= 0 || this.#mean === 0) return 0;
    const periods = Math.floor(untilMs / this.#periodMs);
    return periods * this.#perPeriod + this.#countWithin(untilMs - periods * this.#periodMs);
  }

  timeOf(count: number): number {
    if (this.#mean === 0) return Number.POSITIVE_INFINITY;
    if (count <= 0) return 0;
    const periods = Math.floor(count / this.#perPeriod);
    const timeMs = periods * this.#periodMs + this.#timeWithin(count - periods * this.#perPeriod);
    return timeMs < this.#durationMs ? timeMs : Number.POSITIVE_INFINITY;
  }

  #countWithin(withinMs: number): number {
    const half = (Math.PI * withinMs) / this.#periodMs;
    const swing = (this.#amplitude * this.#periodMs) / Math.PI;
    return this.#mean * withinMs + swing * Math.sin(this.#begin + half) * Math.sin(half);
  }

  #rateWithin(withinMs: number): number {
    return this.#mean + this.#amplitude * Math.sin(this.#begin + (2 * Math.PI * withinMs) / this.#periodMs);
  }

  /** Newton's method, kept within a bracket that every step narrows: where the rate is near 0 it is a halving. */
  #timeWithin(count: number): number {
    let low = 0;
    let high = this.#periodMs;
    let timeMs = count / this.#mean;
    for (let step = 0; step < mostSteps; step++) {
      if (!(timeMs > low && timeMs < high)) timeMs = low + (high - low) / 2;
      const beyond = this.#countWithin(timeMs) - count;
      if (beyond > 0) high = timeMs;
      else low = timeMs;
      if (beyond === 0 || high - low < precisionMs) return timeMs;
      const next = timeMs - beyond / this.#rateWithin(timeMs);
      if (Math.abs(next - timeMs) < precisionMs) return Math.min(this.#periodMs, Math.max(0, next));
      timeMs = next;
    }
    return timeMs;
  }
}
