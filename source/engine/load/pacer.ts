import type { Arrivals, Shape } from '../../model/shape.js';
import { createRandom, nextExponential, type Random } from '../../time/random.js';
import { integrateRate, type RateIntegral } from './rate-integral.js';

/** One worker's part of the plan of one phase. */
export type Schedule = {
  readonly shape: Shape;
  /** May be Infinity. */
  readonly durationMs: number;
  readonly arrivals: Arrivals;
  readonly seed: number;
  /** The worker takes arrivals first, first + stride, first + 2 stride, ...: rates are never divided. */
  readonly first: number;
  readonly stride: number;
};

/** Walks through a schedule, one arrival after the other; allocates nothing on the way. */
export type ArrivalCursor = {
  /** When the present arrival is due, in milliseconds since the phase began; Infinity past the last one. */
  readonly dueMs: () => number;
  /** The number of the present arrival in its phase, counted from 0 over all workers. */
  readonly number: () => number;
  /** Moves to the worker's next arrival. */
  readonly advance: () => void;
};

/**
 * The pacer: the pure map from arrival number n to due time. With I the integral of the rate, paced arrivals are due at
 * I^-1(n), and Poisson arrivals at I^-1(S_n), where S_n sums n + 1 seeded exponential numbers of mean 1. Only arrivals
 * due before the phase ends exist. The union of all workers' parts does not depend on how many there are.
 */
export function createArrivalCursor(schedule: Schedule): ArrivalCursor {
  return new Cursor(schedule);
}

/** A class because a cursor is made for each phase: see the histogram recorder. */
class Cursor implements ArrivalCursor {
  readonly #integral: RateIntegral;
  readonly #random: Random | null;
  readonly #total: number;
  readonly #stride: number;
  #number: number;
  #sum = 0;
  #dueMs = 0;

  constructor({ shape, durationMs, arrivals, seed, first, stride }: Schedule) {
    this.#integral = integrateRate(shape, durationMs);
    this.#random = arrivals === 'poisson' ? createRandom(seed) : null;
    // Rounding must not let an arrival slip in that falls due at the very end.
    this.#total = this.#integral.countBy(durationMs) * (1 - 1e-12);
    this.#stride = stride;
    this.#number = first;
    this.#locate(first + 1);
  }

  dueMs(): number {
    return this.#dueMs;
  }

  number(): number {
    return this.#number;
  }

  advance(): void {
    if (this.#dueMs === Number.POSITIVE_INFINITY) return;
    this.#number += this.#stride;
    this.#locate(this.#stride);
  }

  #locate(steps: number): void {
    const random = this.#random;
    // Poisson draws for the other workers' arrivals too: all workers walk along the same sequence.
    if (random !== null) for (let step = 0; step < steps; step++) this.#sum += nextExponential(random);
    const count = random !== null ? this.#sum : this.#number;
    this.#dueMs = count < this.#total ? this.#integral.timeOf(count) : Number.POSITIVE_INFINITY;
  }
}

/**
 * A number in (0, 1) that belongs to one arrival of a phase, for what is decided by chance beside its time: the same
 * whichever worker sends it. Mixes seed and number by the finalizer of MurmurHash3 (Austin Appleby, public domain).
 */
export function chanceOf(seed: number, number: number): number {
  let mixed = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((mixed ^ (mixed >>> 16)) >>> 0) + 0.5) / 4294967296;
}

/** The seed of a run's phase, so that each phase has a schedule of its own. `ordinal` counts the phases from 0. */
export function phaseSeed(seed: number, ordinal: number): number {
  return (seed ^ Math.imul(ordinal, 0x9e3779b1)) >>> 0;
}
