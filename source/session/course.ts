import type { Phase } from '../model/shape.js';
import { peakRate, rateAt } from '../model/shape.js';
import { restOfPhase, scalePhase } from './plan.js';

/**
 * What is left of a plan at one moment, and whether it stands still. Every change of the plan while it runs is a function
 * from a course to a course; none needs a clock.
 */
export type Course = {
  /** What is left of each phase, the present one first. */
  readonly phases: readonly Phase[];
  /** The rate at which the plan stands still, per second; null while it goes on. */
  readonly heldPerSecond: number | null;
};

/** The course of a plan that has not begun. */
export function beginCourse(phases: readonly Phase[]): Course {
  return { phases, heldPerSecond: null };
}

/** The phase to be driven now; null at the end of the plan. Held, it is one without end, of the same purpose. */
export function presentPhase(course: Course): Phase | null {
  const [phase] = course.phases;
  if (phase === undefined) return null;
  if (course.heldPerSecond === null) return phase;
  return {
    name: `${phase.name}, held`,
    purpose: phase.purpose,
    shape: { kind: 'constant', perSecond: course.heldPerSecond },
    durationMs: Number.POSITIVE_INFINITY,
  };
}

/** The rate now, in arrivals per second; 0 at the end of the plan. */
export function presentRate(course: Course): number {
  const phase = presentPhase(course);
  return phase === null ? 0 : rateAt(phase.shape, 0);
}

/** The course after its present phase was driven for so long. Held, nothing passes. */
export function afterElapsed(course: Course, elapsedMs: number): Course {
  const [phase, ...later] = course.phases;
  if (phase === undefined || course.heldPerSecond !== null) return course;
  const rest = restOfPhase(phase, elapsedMs);
  return { ...course, phases: rest === null ? later : [rest, ...later] };
}

/** The course at the end of its present phase. */
export function nextPhase(course: Course): Course {
  return { ...course, phases: course.phases.slice(1) };
}

/** Every rate multiplied by `factor`, the one held too. */
export function scaled(course: Course, factor: number): Course {
  const { heldPerSecond } = course;
  return {
    phases: course.phases.map((phase) => scalePhase(phase, factor)),
    heldPerSecond: heldPerSecond === null ? null : heldPerSecond * factor,
  };
}

/** The plan standing still at a rate; by default the present one. */
export function held(course: Course, perSecond = presentRate(course)): Course {
  return { ...course, heldPerSecond: perSecond };
}

/** The plan going on from where it stood. */
export function goneOn(course: Course): Course {
  return { ...course, heldPerSecond: null };
}

/**
 * The course at a rate of somebody's own. A plan of one constant rate simply has another one; a plan that would move the
 * rate stands still at it, since no shape goes through a rate that it does not have.
 */
export function atRate(course: Course, perSecond: number): Course {
  if (course.heldPerSecond !== null || !isFlat(course)) return held(course, perSecond);
  return {
    ...course,
    phases: course.phases.map((phase) => ({ ...phase, shape: { kind: 'constant', perSecond } })),
  };
}

/** The highest rate that is still to come, in arrivals per second. */
export function peakOf(course: Course): number {
  return course.phases.reduce((peak, phase) => Math.max(peak, peakRate(phase.shape)), course.heldPerSecond ?? 0);
}

/** Whether all that is left is one constant rate. */
function isFlat({ phases }: Course): boolean {
  const rates = phases.map(({ shape }) => (shape.kind === 'constant' ? shape.perSecond : Number.NaN));
  return rates.every((rate) => rate === rates[0]);
}
