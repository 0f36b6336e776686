import { latencyLimits } from '../engine/load/worker-specs.js';
import { latencyFigures, summariseLatency } from '../measure/histogram.js';
import { judgeValidity } from '../measure/validity.js';
import type { HistogramData, LatencySummary } from '../model/histogram.js';
import type { LoadTotals } from '../model/load.js';
import type { CountAndRate, RunResult, RunTimings } from '../model/run.js';
import { judgeObjectives } from './judge-run.js';
import type { RunPlan } from './perform-run.js';

/** Everything that the answer of a run is made of. */
export type RunFacts = {
  readonly plan: RunPlan;
  /** Of the measured phases alone. */
  readonly totals: LoadTotals;
  /** CPU readings (0 to 1) during the measured time, by server. */
  readonly cpuRatios: ReadonlyMap<string, readonly number[]>;
  readonly ended: RunResult['ended'];
  readonly endedBecause: RunResult['endedBecause'];
};

/** The answer of `plimsoll run`. Rates are over the measured time. */
export function runResult(facts: RunFacts): RunResult {
  const { plan, totals } = facts;
  const seconds = totals.durationMs / 1000;
  const rate = (count: number): CountAndRate => ({ count, perSecond: seconds > 0 ? round(count / seconds, 10) : 0 });
  const lag = latencyFigures(totals.sendLag);
  const meanCpu = [...facts.cpuRatios.values()]
    .filter((readings) => readings.length > 0)
    .map((readings) => readings.reduce((sum, value) => sum + value, 0) / readings.length);
  return {
    kind: 'run',
    target: plan.target,
    arrivals: plan.load.arrivals,
    seed: plan.load.seed,
    pacing: plan.load.pacing ?? 'auto',
    intended: rate(totals.intended),
    offered: rate(totals.sent),
    achieved: rate(totals.outcomes.ok),
    outcomes: totals.outcomes,
    responseTimeMs: latencyFigures(totals.responseTime),
    serviceTimeMs: latencyFigures(totals.serviceTime),
    timingsMs: timingsOf(totals),
    requests: (totals.requests ?? []).map(({ name, outcomes, responseTime, serviceTime }) => ({
      name,
      outcomes,
      responseTimeMs: latencyFigures(responseTime),
      serviceTimeMs: latencyFigures(serviceTime),
    })),
    resent: totals.resent ?? 0,
    redirected: totals.redirected ?? 0,
    sendLagMs: { p50: lag.p50, p99: lag.p99, max: lag.max },
    durationSeconds: round(seconds, 1000),
    ended: facts.ended,
    endedBecause: facts.endedBecause,
    validity: judgeValidity(totals, { limitsMs: latencyLimits(plan.load), inFlightLimit: plan.load.inFlightLimit }),
    objectives: judgeObjectives(plan.objectives, totals, meanCpu),
  };
}

function timingsOf({ timings }: LoadTotals): RunTimings {
  const summary = (histogram: HistogramData | undefined): LatencySummary | null =>
    histogram === undefined || histogram.count === 0 ? null : summariseLatency(histogram);
  return {
    connect: summary(timings?.connect),
    firstByte: summary(timings?.firstByte),
    body: summary(timings?.body),
    server: summary(timings?.server),
  };
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
