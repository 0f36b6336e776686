import { kneeOf } from '../engine/discovery/knee.js';
import { quantileBounds } from '../engine/discovery/quantile-interval.js';
import { countAbove, mergeHistograms, quantileUs, summariseLatency } from '../measure/histogram.js';
import { judgeValidity } from '../measure/validity.js';
import type { CurvePoint, DiscoveryAnswer, DiscoveryResult } from '../model/discovery.js';
import { discoverySentence } from '../model/discovery-sentence.js';
import { emptyHistogram } from '../model/histogram.js';
import type { LoadTotals } from '../model/load.js';
import type { Phase } from '../model/shape.js';
import { findBottleneck } from './bottleneck.js';
import type { DiscoveryPlan } from './perform-discovery.js';

/** One trial as it was really made: its phase in the load engine, its span of session time, what the processors did. */
export type Trial = {
  readonly phase: Phase;
  readonly perSecond: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tripped: boolean;
  readonly cpuRatios: ReadonlyMap<string, number>;
};

export type DiscoveryFacts = {
  readonly plan: DiscoveryPlan;
  readonly answer: DiscoveryAnswer;
  readonly trials: readonly Trial[];
  /** The search ended because the target was gone. */
  readonly targetLost: boolean;
  readonly totals: LoadTotals;
  readonly durationMs: number;
  readonly phaseTotals: (phase: Phase) => LoadTotals;
};

/** The answer of `plimsoll discover`: what the search found, with what the session knows of target, curve and validity. */
export function discoveryResult(facts: DiscoveryFacts): DiscoveryResult {
  const { plan, answer, totals } = facts;
  const curve = curveOf(facts);
  const result: Omit<DiscoveryResult, 'sentence'> = {
    kind: 'discovery',
    target: plan.target,
    axis: 'rate',
    arrivals: plan.load.arrivals,
    seed: plan.load.seed,
    objectives: plan.options.objectives.map((objective) => objective.text),
    // Without a target the last misses say nothing of its line.
    estimatePerSecond: facts.targetLost ? null : answer.estimatePerSecond,
    bracketPerSecond: answer.bracketPerSecond,
    interval95: answer.interval95,
    certifiedPerSecond: answer.certifiedPerSecond,
    verified: answer.verified,
    bindingObjective: answer.bindingObjective,
    bottleneck: findBottleneck(
      facts.trials.filter((trial) => !trial.tripped && trial.toMs - trial.fromMs >= 2000),
      answer.estimatePerSecond,
    ),
    probeSeconds: answer.probeSeconds,
    idleSeconds: answer.idleSeconds,
    peakPerSecond: answer.peakPerSecond,
    badRequests: badArrivals(totals, plan.load.limitsMs),
    sentRequests: totals.sent,
    flags: facts.targetLost ? ['target-lost'] : answer.flags,
    curve,
    kneePerSecond: kneeOf(curve.map(({ p99Ms, perSecond }) => ({ perSecond, latencyMs: p99Ms }))),
    durationSeconds: Math.round(facts.durationMs / 100) / 10,
    validity: judgeValidity(totals, { limitsMs: plan.load.limitsMs, inFlightLimit: plan.load.inFlightLimit }),
  };
  return { ...result, sentence: discoverySentence(result) };
}

/** Arrivals that failed, were not sent, or were answered after the tightest limit, over the whole search. */
function badArrivals(totals: LoadTotals, limitsMs: readonly number[]): number {
  const answered = totals.responseTime;
  const late = limitsMs.length === 0 ? 0 : countAbove(answered, Math.min(...limitsMs) * 1000);
  return totals.intended - answered.count + late;
}

/** Rates of the answer are rounded, those of the trials are not. */
function isSameRate(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.001 * Math.max(a, b) + 0.06;
}

/** One point for every rate that was tried, ascending: all trials at that rate together. */
function curveOf(facts: DiscoveryFacts): readonly CurvePoint[] {
  const points: CurvePoint[] = [];
  for (const rate of facts.answer.rates) {
    const phases = facts.trials
      .filter((trial) => isSameRate(trial.perSecond, rate.perSecond))
      .map((trial) => trial.phase);
    const response = phases
      .map((phase) => facts.phaseTotals(phase).responseTime)
      .reduce(mergeHistograms, emptyHistogram);
    if (response.count === 0) continue;
    const { p50, p90, p99 } = summariseLatency(response);
    const intervalOf = (quantile: number): readonly [number, number] | null => {
      const bounds = quantileBounds(quantile, response.count, facts.answer.overdispersion ?? 1);
      return bounds === null ? null : [quantileUs(response, bounds[0]) / 1000, quantileUs(response, bounds[1]) / 1000];
    };
    points.push({
      perSecond: rate.perSecond,
      p50Ms: p50,
      p90Ms: p90,
      p99Ms: p99,
      badRatio: rate.badRatio,
      intervals95: { p50Ms: intervalOf(0.5), p90Ms: intervalOf(0.9), p99Ms: intervalOf(0.99) },
    });
  }
  return points;
}
