import type { Phase, Shape } from '../model/shape.js';
import { rateAt } from '../model/shape.js';

/**
 * The phases of a plan in order: warm-up at the first rate, then the measured shape. Stairs become one phase a step, so
 * that pausing on a step resumes on it.
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

/** What is left of a phase after `elapsedMs`; null when nothing is. A phase of stairs never gets here: see planPhases. */
export function restOfPhase(phase: Phase, elapsedMs: number): Phase | null {
  const leftMs = phase.durationMs - elapsedMs;
  if (leftMs < 1) return null;
  if (phase.shape.kind !== 'ramp' || !Number.isFinite(phase.durationMs)) return { ...phase, durationMs: leftMs };
  const fromPerSecond = rateAt(phase.shape, elapsedMs / phase.durationMs);
  return { ...phase, durationMs: leftMs, shape: { ...phase.shape, fromPerSecond } };
}

/** The phase with every rate multiplied by `factor`. */
export function scalePhase(phase: Phase, factor: number): Phase {
  const { shape } = phase;
  switch (shape.kind) {
    case 'constant':
      return { ...phase, shape: { kind: 'constant', perSecond: shape.perSecond * factor } };
    case 'ramp':
      return {
        ...phase,
        shape: {
          kind: 'ramp',
          fromPerSecond: shape.fromPerSecond * factor,
          toPerSecond: shape.toPerSecond * factor,
        },
      };
    case 'steps':
      return {
        ...phase,
        shape: { kind: 'steps', levelsPerSecond: shape.levelsPerSecond.map((level) => level * factor) },
      };
  }
}
