import { createRandom } from '../../source/time/random.js';
import type { SimulatedTarget } from '../../test/helpers/simulated-scenarios.js';

/** A target drawn at random from the family of one scenario. `theory`: its line can be computed. */
export type JitteredSpec = {
  readonly kind: 'theory' | 'simulated';
  readonly name: string;
  readonly target: SimulatedTarget;
  readonly limitMs: number;
};

const perFamily = 4;
const random = createRandom(20_240_817);

function between(low: number, high: number): number {
  return low + (high - low) * random();
}

/** Equally likely in ratio. */
function about(low: number, high: number): number {
  return low * (high / low) ** random();
}

/** Between 2 and 64 workers, with a line of 30 to 1,500 a second and a limit of 7 to 12 service times. */
function queue(): { readonly target: SimulatedTarget; readonly limitMs: number } {
  const workers = Math.round(about(2, 64));
  const capacity = about(Math.max(30, 8 * workers), Math.min(1500, 400 * workers));
  const serviceSeconds = workers / capacity;
  const target = { workers, serviceSeconds, variation: null, longestWaitSeconds: 40 * serviceSeconds + 1 };
  return { target, limitMs: 1000 * serviceSeconds * between(7, 12) };
}

function family(
  kind: JitteredSpec['kind'],
  name: string,
  draw: () => Omit<JitteredSpec, 'kind' | 'name'>,
): JitteredSpec[] {
  return Array.from({ length: perFamily }, (_, index) => ({ kind, name: `${name}-${index + 1}`, ...draw() }));
}

/** Four targets of each family, with parameters that nothing was tuned on. */
export const jitteredSpecs: readonly JitteredSpec[] = [
  ...family('theory', 'mmc', queue),
  ...family('theory', 'meta', () => {
    const { limitMs, target } = queue();
    const collapse = { tripSeconds: (limitMs / 1000) * between(8, 14), factor: between(1.4, 2), calmSeconds: 8 };
    return { limitMs, target: { ...target, longestWaitSeconds: 60, collapse } };
  }),
  ...family('theory', 'cold', () => {
    const { limitMs, target } = queue();
    return { limitMs, target: { ...target, cold: { extra: between(0.5, 2), fadeSeconds: between(3, 8) } } };
  }),
  ...family('simulated', 'ln', () => {
    const { limitMs, target } = queue();
    return { limitMs: 1.3 * limitMs, target: { ...target, variation: between(0.7, 1.7) } };
  }),
  ...family('simulated', 'hiccup', () => {
    const { limitMs, target } = queue();
    const periodSeconds = between(10, 25);
    // What a stall alone makes late is a third to two thirds of what is allowed.
    const late = periodSeconds * between(0.003, 0.006);
    const stall = { periodSeconds, lengthSeconds: limitMs / 1000 - 2 * target.serviceSeconds + late };
    return { limitMs, target: { ...target, stall } };
  }),
  ...family('simulated', 'noisy', () => {
    const { limitMs, target } = queue();
    return { limitMs, target: { ...target, noise: { deviation: between(0.03, 0.07), timeSeconds: between(4, 12) } } };
  }),
  ...family('simulated', 'pool', () => {
    const { limitMs, target } = queue();
    const longestWaitSeconds = (limitMs / 1000) * between(0.4, 0.6);
    return { limitMs, target: { ...target, longestWaitSeconds, cpuShare: between(0.3, 0.7) } };
  }),
];
