import type { Phase, Shape } from '../model/shape.js';
import { rateAt, scaleShape } from '../model/shape.js';

/**
 * The phases of a plan in order: warm-up at the first rate, then the measured shape. Stairs become one phase a step, so
 * that each has its name.
 */
export function planPhases(shape: Shape, durationMs: number, warmUpMs: number): readonly Phase[] {
  const phases: Phase[] = [];
  if (warmUpMs > 0) {
    const first: Shape = { kind: 'constant', perSecond: rateAt(shape, 0) };
    phases.push({ name: 'warm-up', purpose: 'warm-up', shape: first, durationMs: warmUpMs });
  }
  if (shape.kind !== 'steps') {
    phases.push({ name: 'measure', purpose: 'measure', shape, durationMs });
    return phases;
  }
  const stepMs = durationMs / shape.levelsPerSecond.length;
  shape.levelsPerSecond.forEach((perSecond, index) => {
    phases.push({
      name: `step ${index + 1} of ${shape.levelsPerSecond.length}`,
      purpose: 'measure',
      shape: { kind: 'constant', perSecond },
      durationMs: stepMs,
    });
  });
  return phases;
}

/** What is left of a phase after `elapsedMs`: exactly the arrivals that were still to come. Null when nothing is. */
export function restOfPhase(phase: Phase, elapsedMs: number): Phase | null {
  const passedMs = Math.max(0, elapsedMs);
  const leftMs = phase.durationMs - passedMs;
  if (!(leftMs > 0)) return null;
  return { ...phase, durationMs: leftMs, shape: restOfShape(phase.shape, passedMs, phase.durationMs) };
}

function restOfShape(shape: Shape, passedMs: number, durationMs: number): Shape {
  if (!Number.isFinite(durationMs)) return shape;
  switch (shape.kind) {
    case 'constant':
      return shape;
    case 'ramp':
      return { ...shape, fromPerSecond: rateAt(shape, passedMs / durationMs) };
    case 'steps': {
      // Stairs begun within a step are stairs no more: their first step is shorter than the others.
      const { levelsPerSecond } = shape;
      const stepMs = durationMs / levelsPerSecond.length;
      const points = levelsPerSecond.flatMap((perSecond, index) => [
        { atMs: index * stepMs, perSecond },
        { atMs: (index + 1) * stepMs, perSecond },
      ]);
      return { kind: 'profile', points, fromMs: passedMs, lengthMs: durationMs - passedMs };
    }
    case 'spike':
    case 'sine':
    case 'profile':
      return { ...shape, fromMs: shape.fromMs + passedMs, lengthMs: shape.lengthMs - passedMs };
  }
}

/** The phase with every rate multiplied by `factor`. */
export function scalePhase(phase: Phase, factor: number): Phase {
  return { ...phase, shape: scaleShape(phase.shape, factor) };
}
