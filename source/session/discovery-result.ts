import { quantileBounds } from '../engine/discovery/quantile-interval.js';
import { latencyLimits } from '../engine/load/worker-specs.js';
import { countAbove, quantileUs, summariseLatency } from '../measure/histogram.js';
import { kneeOf } from '../measure/knee.js';
import { judgeValidity } from '../measure/validity.js';
import type { CooledServer } from '../model/cool-down.js';
import type { CurvePoint, DiscoveryAnswer, DiscoveryResult } from '../model/discovery.js';
import { discoverySentence } from '../model/discovery-sentence.js';
import type { LoadTotals } from '../model/load.js';
import { type Objective, quantileOf } from '../model/objective.js';
import { badOutcomes } from '../model/outcome.js';
import { isSameRate } from '../model/same-rate.js';
import type { Phase } from '../model/shape.js';
import { badArrivals, tightestLimitMs } from './bad-arrivals.js';
import { findBottleneck, findScalability, type LineFacts, type OfferedTrial } from './find-bottleneck.js';
import type { DiscoveryPlan } from './find-line.js';
import type { ResourceUse } from './use-log.js';

/** One trial as it was really made: its phase in the load engine, its span of session time, what the servers did. */
export type Trial = {
  readonly phase: Phase;
  readonly perSecond: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly tripped: boolean;
  readonly uses: readonly ResourceUse[];
};

export type DiscoveryFacts = {
  readonly plan: DiscoveryPlan;
  readonly answer: DiscoveryAnswer;
  readonly trials: readonly Trial[];
  /** The search ended because the target was gone. */
  readonly targetLost: boolean;
  readonly totals: LoadTotals;
  readonly durationMs: number;
  readonly coolDown: readonly CooledServer[];
  readonly totalsOf: (phases: readonly Phase[]) => LoadTotals;
};

/** The answer of `plimsoll discover`: what the search found, with what the session knows of target, curve and validity. */
export function discoveryResult(facts: DiscoveryFacts): DiscoveryResult {
  const { plan, answer, totals } = facts;
  const curve = curveOf(facts);
  const offered = facts.trials.map((trial) => offeredTrial(trial, facts.totalsOf([trial.phase]), plan));
  // Without a target the last misses say nothing of its line.
  const estimatePerSecond = facts.targetLost ? null : answer.estimatePerSecond;
  const line: LineFacts = {
    linePerSecond: estimatePerSecond,
    isGeneratorLimited: answer.flags.includes('generator-limited'),
    allowedRatio: allowedRatio(plan.options.objectives),
  };
  const result: Omit<DiscoveryResult, 'sentence'> = {
    kind: 'discovery',
    target: plan.target,
    axis: 'rate',
    arrivals: plan.load.arrivals,
    seed: plan.load.seed,
    objectives: plan.options.objectives.map((objective) => objective.text),
    estimatePerSecond,
    bracketPerSecond: answer.bracketPerSecond,
    interval95: answer.interval95,
    certifiedPerSecond: answer.certifiedPerSecond,
    heldPerSecond: answer.heldPerSecond ?? null,
    verified: answer.verified,
    bindingObjective: answer.bindingObjective,
    bottleneck: findBottleneck(offered, line),
    probeSeconds: answer.probeSeconds,
    idleSeconds: answer.idleSeconds,
    peakPerSecond: answer.peakPerSecond,
    badRequests: badArrivals(totals, plan.options.objectives).count,
    sentRequests: totals.sent,
    flags: facts.targetLost ? ['target-lost'] : answer.flags,
    curve,
    kneePerSecond: kneeOf(curve.map(({ p99Ms, perSecond }) => ({ perSecond, latencyMs: p99Ms }))),
    strategy: plan.strategy ?? 'plimsoll',
    judgedBy: plan.judgedBy ?? 'percentile',
    earlierPerSecond: plan.options.earlierPerSecond ?? null,
    scalability: findScalability(offered, line, plan.load.seed),
    coolDown: facts.coolDown,
    durationSeconds: Math.round(facts.durationMs / 100) / 10,
    validity: judgeValidity(totals, { limitsMs: latencyLimits(plan.load), inFlightLimit: plan.load.inFlightLimit }),
  };
  return { ...result, sentence: discoverySentence(result) };
}

/** A trial of less than this has too few readings of the servers. */
const leastTrialMs = 2_000;

function offeredTrial(trial: Trial, totals: LoadTotals, plan: DiscoveryPlan): OfferedTrial {
  const { durationMs, intended, meanInFlight, outcomes } = totals;
  const share = (count: number): number => (intended === 0 ? 0 : count / intended);
  return {
    perSecond: trial.perSecond,
    achievedPerSecond: durationMs === 0 ? 0 : (outcomes.ok * 1000) / durationMs,
    inFlight: meanInFlight,
    badRatio: badArrivals(totals, plan.options.objectives).ratio,
    failedRatio: share(badOutcomes(outcomes)),
    isGeneratorLimited: false,
    isWhole: !trial.tripped && trial.toMs - trial.fromMs >= leastTrialMs,
    uses: trial.uses,
  };
}

/** The share of bad arrivals that the tightest objective allows; 1 % where none says. */
function allowedRatio(objectives: readonly Objective[]): number {
  const shares = objectives.flatMap((objective) => {
    if (objective.kind === 'errors') return [objective.limitRatio];
    const quantile = objective.kind === 'latency' ? quantileOf(objective.statistic) : null;
    return quantile === null ? [] : [1 - quantile];
  });
  return shares.length === 0 ? 0.01 : Math.min(...shares);
}

/** One point for every rate that was tried, ascending: all trials at that rate together. */
function curveOf(facts: DiscoveryFacts): readonly CurvePoint[] {
  const points: CurvePoint[] = [];
  const { objectives } = facts.plan.options;
  const limitMs = tightestLimitMs(objectives, null);
  for (const rate of facts.answer.rates) {
    const trials = facts.trials.filter((trial) => isSameRate(trial.perSecond, rate.perSecond));
    const all = facts.totalsOf(trials.map((trial) => trial.phase));
    const response = all.responseTime;
    if (response.count === 0) continue;
    const summary = summariseLatency(response);
    const { p50, p90, p99 } = summary;
    const intervalOf = (quantile: number): readonly [number, number] | null => {
      const bounds = quantileBounds(quantile, response.count, facts.answer.overdispersion ?? 1);
      return bounds === null ? null : [quantileUs(response, bounds[0]) / 1000, quantileUs(response, bounds[1]) / 1000];
    };
    points.push({
      perSecond: rate.perSecond,
      p50Ms: p50,
      p90Ms: p90,
      p99Ms: p99,
      badRatio: badArrivals(all, objectives).ratio,
      intervals95: { p50Ms: intervalOf(0.5), p90Ms: intervalOf(0.9), p99Ms: intervalOf(0.99) },
      load: {
        seconds: Math.round(all.durationMs) / 1000,
        requests: all.intended,
        sent: all.sent,
        outcomes: all.outcomes,
        late: limitMs === null ? null : countAbove(response, limitMs * 1000),
        responseTimeMs: summary,
        p999Interval95Ms: intervalOf(0.999),
      },
    });
  }
  return points;
}
