import { criteriaOf, limitsOf } from '../../source/engine/discovery/criteria.js';
import { worstBad } from '../../source/engine/discovery/judge.js';
import { createSimulatedLoad } from './simulated-load.js';
import type { Scenario } from './simulated-scenarios.js';

/** What the classic search found and cost. */
export type ClassicAnswer = {
  readonly estimatePerSecond: number;
  readonly probeSeconds: number;
  readonly peakPerSecond: number;
  readonly badRequests: number;
  /** Its last bracket, which a user would take for an interval. */
  readonly lowerPerSecond: number;
  readonly upperPerSecond: number;
  readonly collapses: number;
};

const probeSeconds = 30;
const restSeconds = 5;
const widthRatio = 0.02;
const runawayFactor = 6;

/**
 * The way that the line is usually looked for, as a baseline: double until a 30 s probe misses its p99, then bisect
 * with one such probe a rate. No warm-up, no guard, no repetition.
 */
export function searchClassic(scenario: Scenario, seed: number): ClassicAnswer {
  const criteria = criteriaOf(scenario.objectives);
  const allowed = Math.min(...criteria.map((criterion) => (criterion.kind === 'share' ? criterion.allowedRatio : 1)));
  const load = createSimulatedLoad(scenario, limitsOf(scenario.objectives), seed);
  const highest = runawayFactor * (scenario.truePerSecond ?? 1000);
  let spent = 0;
  let badRequests = 0;
  let peakPerSecond = 0;
  const meets = (perSecond: number): boolean => {
    const windows = load.drive(perSecond, probeSeconds, () => false);
    spent += probeSeconds;
    peakPerSecond = Math.max(peakPerSecond, perSecond);
    const bad = worstBad(windows, criteria);
    badRequests += bad;
    load.rest(restSeconds);
    return bad <= allowed * windows.reduce((sum, window) => sum + window.due, 0);
  };
  let lower = scenario.startPerSecond / 2;
  let upper = scenario.startPerSecond;
  while (upper < highest && meets(upper)) {
    lower = upper;
    upper *= 2;
  }
  while (upper / lower - 1 > widthRatio) {
    const middle = Math.sqrt(lower * upper);
    if (meets(middle)) lower = middle;
    else upper = middle;
  }
  return {
    estimatePerSecond: Math.sqrt(lower * upper),
    probeSeconds: spent,
    peakPerSecond,
    badRequests,
    lowerPerSecond: lower,
    upperPerSecond: upper,
    collapses: load.collapses(),
  };
}
