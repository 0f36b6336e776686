import type { Objective } from '../../source/model/objective.js';

/** A simulated target: a queue with `workers` servers, first come first served. Times in seconds. */
export type SimulatedTarget = {
  readonly workers: number;
  /** Mean service time. */
  readonly serviceSeconds: number;
  /** Coefficient of variation of log-normal service times; null for exponential ones. */
  readonly variation: number | null;
  /** An arrival that would wait longer is refused at once, quickly and with an error. */
  readonly longestWaitSeconds: number;
  /** Cold service is slower by `extra`, which fades with the work done (per worker, `fadeSeconds`). */
  readonly cold?: { readonly extra: number; readonly fadeSeconds: number };
  /** Everything stops for `lengthSeconds`, every `periodSeconds` or so (within a quarter). */
  readonly stall?: { readonly periodSeconds: number; readonly lengthSeconds: number };
  /** Everything stops once, at this virtual time. */
  readonly onceStalled?: { readonly atSeconds: number; readonly lengthSeconds: number };
  /** Speed wanders: log-normal Ornstein-Uhlenbeck with this standard deviation and time constant. */
  readonly noise?: { readonly deviation: number; readonly timeSeconds: number };
  /** A wait over `tripSeconds` slows service down by `factor`, until no arrival has waited for `calmSeconds`. */
  readonly collapse?: { readonly tripSeconds: number; readonly factor: number; readonly calmSeconds: number };
  /** Share of the work that uses CPU. */
  readonly cpuShare?: number;
  /** False when nobody watches its CPU. */
  readonly cpuKnown?: boolean;
  /** What its workers get done changes by this share every minute, from the beginning. */
  readonly driftPerMinute?: number;
  /** Share of the arrivals that the first of two equal nodes gets; `workers` are those of each. */
  readonly firstNodeShare?: number;
  /** Workers of the second node, where it has not as many as the first. */
  readonly secondNodeWorkers?: number;
  /** Share of arrivals that fail whatever the load. */
  readonly failureRatio?: number;
};

/** A target with its objective and its load line, known by theory or long simulation. */
export type Scenario = {
  readonly name: string;
  readonly target: SimulatedTarget;
  readonly objectives: readonly Objective[];
  /** Highest rate that meets the objectives, per second; null where there is none. */
  readonly truePerSecond: number | null;
  readonly startPerSecond: number;
  readonly maxPerSecond: number | null;
  /** Above this rate the generator cannot send. */
  readonly generatorPerSecond?: number;
};

/** "p99 < N ms" as an objective. */
export function p99(limitMs: number): Objective {
  return { kind: 'latency', text: `p99 < ${limitMs}ms`, statistic: 'p99', limitMs };
}

const eight: SimulatedTarget = { workers: 8, serviceSeconds: 0.009, variation: null, longestWaitSeconds: 3 };

/** A scenario of one p99 objective; the search begins at a few per cent of the line. */
export function scenario(
  name: string,
  target: SimulatedTarget,
  limitMs: number,
  truePerSecond: number | null,
  more: Partial<Scenario> = {},
): Scenario {
  return {
    name,
    target,
    objectives: [p99(limitMs)],
    truePerSecond,
    startPerSecond: truePerSecond === null ? 20 : truePerSecond / 35,
    maxPerSecond: null,
    ...more,
  };
}

/** Targets with a line to be found. True lines: M/M/c theory, else simulations of an hour and more (hiccup within 2 %). */
export const scenarios: readonly Scenario[] = [
  scenario('mmc8', eight, 75, 818),
  scenario('ln8', { ...eight, variation: 1.5 }, 100, 797),
  scenario('cold', { ...eight, cold: { extra: 1.5, fadeSeconds: 6 } }, 75, 818),
  scenario('hiccup', { ...eight, stall: { periodSeconds: 20, lengthSeconds: 0.11 } }, 75, 658),
  scenario('noisy', { ...eight, noise: { deviation: 0.06, timeSeconds: 10 } }, 75, 763),
  scenario('meta', { ...eight, collapse: { tripSeconds: 0.8, factor: 1.6, calmSeconds: 8 } }, 75, 818),
  scenario(
    'pool',
    { workers: 40, serviceSeconds: 0.1, variation: null, longestWaitSeconds: 0.35, cpuShare: 0.35 },
    700,
    397,
  ),
  scenario('small', { workers: 2, serviceSeconds: 0.05, variation: null, longestWaitSeconds: 5 }, 450, 29.1, {
    startPerSecond: 2.5,
  }),
  scenario('demo', { workers: 2, serviceSeconds: 0.0013, variation: 0.3, longestWaitSeconds: 3 }, 50, 1489, {
    startPerSecond: 75,
  }),
  scenario('blind', { ...eight, cpuKnown: false }, 75, 818),
  scenario('mmc32', { ...eight, workers: 32, serviceSeconds: 0.018 }, 120, 1726),
];

/**
 * A mix whose "heavy" requests, one in twelve, have a small node of their own, while the "light" ones never wait: nine in
 * ten of all arrivals are quick whatever happens to the heavy ones. The line is that of the heavy node, by theory.
 */
export const mixed: Scenario = scenario(
  'mixed',
  {
    workers: 2,
    serviceSeconds: 0.018,
    variation: null,
    longestWaitSeconds: 5,
    firstNodeShare: 1 / 12,
    secondNodeWorkers: 32,
  },
  80,
  943.2,
  {
    objectives: [
      { kind: 'latency', text: 'p90(heavy) < 80ms', statistic: 'p90', limitMs: 80, request: 'heavy' },
      { kind: 'latency', text: 'p90 < 80ms', statistic: 'p90', limitMs: 80 },
      { kind: 'errors', text: 'errors(light) < 1%', limitRatio: 0.01, request: 'light' },
    ],
  },
);

/** Targets that no line can be found for. */
export const controls = {
  neverFails: scenario('never-fails', { ...eight, workers: 64 }, 75, null, { maxPerSecond: 1000 }),
  alwaysSlow: scenario('always-slow', { ...eight, serviceSeconds: 0.2, longestWaitSeconds: 30 }, 75, null),
  alwaysFailing: scenario('always-failing', { ...eight, failureRatio: 0.5 }, 75, null),
  generatorLimited: scenario('generator-limited', eight, 75, null, { generatorPerSecond: 400 }),
  /** Its capacity falls while it is measured: the line is that of the end, by the length of the search. */
  drifting: scenario('drifting', { ...eight, driftPerMinute: -0.01 }, 75, 818),
  /** One of two nodes gets 60 % of the arrivals, and carries them as mmc8 would its own. */
  imbalanced: scenario('imbalanced', { ...eight, firstNodeShare: 0.6 }, 75, 1378),
  /** Once overloaded it stays slow for minutes. */
  fragile: scenario('fragile', { ...eight, collapse: { tripSeconds: 0.08, factor: 4, calmSeconds: 600 } }, 75, null),
} as const;

/** The scenario of that name. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario is named ${name}`);
  return found;
}
