import type { LoadTotals, Validity } from '../model/load.js';
import { countText } from '../model/quantity-text.js';
import { quantileUs } from './histogram.js';
import { littleGap } from './little.js';

/** What a measurement was asked to be. */
export type ValidityFacts = {
  /** The latency limits of the objectives; may be empty. */
  readonly limitsMs: readonly number[];
  readonly inFlightLimit: number;
};

const greatestCpuRatio = 0.9;
const greatestShortfall = 0.01;
const greatestLittleGap = 0.03;

/**
 * Whether a measurement may be believed. Each reason is a sentence that says which of the generator's own limits was
 * met, or that nothing was measured, or, with the measurement still valid, why arrivals that were not sent are the target's doing.
 *
 * The generator may be late by max(5 ms, a tenth of the tightest limit) at p99: timers alone keep it under 2 ms, and the
 * response time counts from the due time, so that lateness makes a result worse than it is, never better.
 */
export function judgeValidity(totals: LoadTotals, facts: ValidityFacts): Validity {
  const own = [lateness(totals, facts), shortfall(totals), ownCpu(totals), loopDelay(totals, facts)];
  const faults = [nothing(totals), ...own, lostRequests(totals)].filter((fault) => fault !== null);
  const remark = overLimit(
    totals,
    facts,
    own.some((fault) => fault !== null),
  );
  return { valid: faults.length === 0, reasons: remark === null ? faults : [...faults, remark] };
}

function nothing(totals: LoadTotals): string | null {
  return totals.intended > 0 ? null : 'Nothing was measured: no arrival was due in the measured time.';
}

function allowedLagMs(facts: ValidityFacts): number {
  return Math.max(5, facts.limitsMs.length === 0 ? 0 : Math.min(...facts.limitsMs) / 10);
}

function lateness(totals: LoadTotals, facts: ValidityFacts): string | null {
  const lagMs = quantileUs(totals.sendLag, 0.99) / 1000;
  const allowedMs = allowedLagMs(facts);
  if (lagMs <= allowedMs) return null;
  return `The generator sent late: send lag p99 was ${lagMs.toFixed(1)} ms, ${allowedMs.toFixed(1)} ms is allowed.`;
}

function shortfall(totals: LoadTotals): string | null {
  const missing = totals.unsentByGenerator ?? 0;
  if (missing <= totals.intended * greatestShortfall) return null;
  const share = percent(missing / totals.intended);
  return `The generator itself did not send ${countText(missing)} of ${countText(totals.intended)} arrivals (${share}): it ran out of sockets or fell behind the plan.`;
}

function ownCpu(totals: LoadTotals): string | null {
  if (totals.generatorCpuRatio < greatestCpuRatio) return null;
  const used = percent(totals.generatorCpuRatio);
  return `The generator was at its CPU limit: its busiest thread used ${used} of a core, ${percent(greatestCpuRatio)} is allowed.`;
}

function loopDelay(totals: LoadTotals, facts: ValidityFacts): string | null {
  const delayMs = totals.generatorLoopDelayP99Ms;
  const allowedMs = allowedLagMs(facts);
  if (delayMs <= allowedMs) return null;
  return `The generator's event loop was late: delay p99 was ${delayMs.toFixed(1)} ms, ${allowedMs.toFixed(1)} ms is allowed.`;
}

function lostRequests(totals: LoadTotals): string | null {
  // Only good answers have a service time, so the sum is whole only when every request sent had one.
  if (totals.sent !== totals.serviceTime.count) return null;
  const gap = littleGap({
    durationMs: totals.durationMs,
    count: totals.serviceTime.count,
    serviceSumMs: totals.serviceTime.sumUs / 1000,
    meanInFlight: totals.meanInFlight,
  });
  if (gap === null || gap <= greatestLittleGap) return null;
  return `The generator's own counts disagree: by Little's law mean in flight is off by ${percent(gap)}, ${percent(greatestLittleGap)} is allowed.`;
}

/** A generator that was late itself sees answers late and sends in bursts: then nobody knows whose doing it was. */
function overLimit(totals: LoadTotals, facts: ValidityFacts, wasLate: boolean): string | null {
  const unsent = totals.outcomes.unsent - (totals.unsentByGenerator ?? 0);
  if (unsent <= totals.intended * greatestShortfall) return null;
  const share = `${countText(unsent)} of ${countText(totals.intended)} arrivals (${percent(unsent / totals.intended)})`;
  const limit = `at most ${countText(facts.inFlightLimit)} in flight, and no more connections than allowed`;
  return wasLate
    ? `${share} were not sent because that many were under way already (${limit}); with a generator that was late itself, this says nothing of the target.`
    : `${share} were not sent because too many were still waiting for the target (${limit}); they count as bad.`;
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
