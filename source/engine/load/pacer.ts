import type { Arrivals, Shape } from '../../model/shape.js';
import { createRandom, nextExponential } from '../../time/random.js';
import { integrateRate } from './rate-integral.js';

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
  /** Moves to the worker's next arrival. */
  readonly advance: () => void;
};

/**
 * The pacer: the pure map from arrival number n to due time. With I the integral of the rate, paced arrivals are due at
 * I^-1(n), and Poisson arrivals at I^-1(S_n), where S_n sums n + 1 seeded exponential numbers of mean 1. Only arrivals
 * due before the phase ends exist. The union of all workers' parts does not depend on how many there are.
 */
export function createArrivalCursor(schedule: Schedule): ArrivalCursor {
  const { durationMs, stride } = schedule;
  const integral = integrateRate(schedule.shape, durationMs);
  const random = createRandom(schedule.seed);
  const poisson = schedule.arrivals === 'poisson';
  // Rounding must not let an arrival slip in that falls due at the very end.
  const total = integral.countBy(durationMs) * (1 - 1e-12);
  let number = schedule.first;
  let sum = 0;
  let dueMs = 0;

  const locate = (steps: number): void => {
    // Poisson draws for the other workers' arrivals too: all workers walk along the same sequence.
    if (poisson) for (let step = 0; step < steps; step++) sum += nextExponential(random);
    const count = poisson ? sum : number;
    dueMs = count < total ? integral.timeOf(count) : Number.POSITIVE_INFINITY;
  };

  locate(schedule.first + 1);
  return {
    dueMs: () => dueMs,
    advance() {
      if (dueMs === Number.POSITIVE_INFINITY) return;
      number += stride;
      locate(stride);
    },
  };
}

/** The seed of a run's phase, so that each phase has a schedule of its own. `ordinal` counts the phases from 0. */
export function phaseSeed(seed: number, ordinal: number): number {
  return (seed ^ Math.imul(ordinal, 0x9e3779b1)) >>> 0;
}
