import { mergeHistograms } from '../../measure/histogram.js';
import { rankQuantileMs } from '../../measure/rank-quantile.js';
import { emptyHistogram, type HistogramData } from '../../model/histogram.js';
import { type LatencyStatistic, quantileOf } from '../../model/objective.js';
import { addOutcomes, badOutcomes, noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import { countText, millisecondsText, shareText } from '../../model/quantity-text.js';

/** How full the load is at one moment. */
export type Level = {
  /** Monotonic milliseconds; only differences count. */
  readonly atMs: number;
  /** Sent or waiting for a connection. */
  readonly inFlight: number;
};

/** What a rule is told about once a second: what happened since the tick before, and how things stand at its end. */
export type Tick = Level & {
  readonly durationMs: number;
  readonly outcomes: OutcomeCounts;
  /** Of what ended well in this tick. */
  readonly responseTime: HistogramData;
  /** How late the generator itself was in this tick, at p99. */
  readonly sendLagP99Ms: number;
  /** Measured arrivals so far. */
  readonly measured: number;
  /** Since load began. */
  readonly elapsedMs: number;
  /** The newest reading (0 to 1) of each watched server that gives any. */
  readonly cpu: readonly { readonly server: string; readonly ratio: number; readonly isGenerator: boolean }[];
};

/** What a rule says: go on; end, for the run has what it was made for; or end, for something is wrong. */
export type Stopping =
  | { readonly kind: 'proceed' }
  | { readonly kind: 'finish'; readonly reason: string }
  | { readonly kind: 'fail'; readonly reason: string };

/**
 * A rule, asked once a tick and in order of time. Some remember what they need of earlier ticks, so a rule is made anew
 * where time was interrupted, as by a pause. None reads a clock.
 */
export type StopRule<Told extends Level = Tick> = (tick: Told) => Stopping;

const proceed: Stopping = { kind: 'proceed' };

/** Ticks come on a grid of a second, now and then late: as much of a span as this may be missing, or too much. */
const spanSlackMs = 250;
/** A span that is waited out may end so much early: a tick on time is never taken for one too soon. */
const heldSlackMs = 20;

/** The first of the rules that does not say proceed. All are asked, so that each sees every tick. */
export function anyOf<Told extends Level = Tick>(rules: readonly StopRule<Told>[]): StopRule<Told> {
  return (tick) => rules.map((rule) => rule(tick)).find((stopping) => stopping.kind !== 'proceed') ?? proceed;
}

/** Holds once a rule has held in every tick for `spanMs`. */
export function heldFor<Told extends Level = Tick>(rule: StopRule<Told>, spanMs: number): StopRule<Told> {
  let sinceMs: number | null = null;
  return (tick) => {
    const stopping = rule(tick);
    if (stopping.kind === 'proceed') {
      sinceMs = null;
      return proceed;
    }
    sinceMs ??= tick.atMs;
    return tick.atMs - sinceMs >= spanMs - heldSlackMs ? stopping : proceed;
  };
}

/** A rule that is not told of unsent arrivals where the generator itself was later than `lagMs`: it did not send them. */
export function withoutOwnFaults(rule: StopRule, lagMs: number): StopRule {
  return (tick) => rule(tick.sendLagP99Ms > lagMs ? { ...tick, outcomes: { ...tick.outcomes, unsent: 0 } } : tick);
}

/** Finishes once the run has taken `durationMs`. */
export function durationReached(durationMs: number): StopRule {
  return ({ elapsedMs }) =>
    elapsedMs >= durationMs ? { kind: 'finish', reason: `${seconds(elapsedMs)} have passed` } : proceed;
}

/** Finishes once `count` measured arrivals have come due. */
export function countReached(count: number): StopRule {
  return ({ measured }) =>
    measured >= count ? { kind: 'finish', reason: `${countText(measured)} arrivals were measured` } : proceed;
}

/** Fails when more than `limitRatio` of what ended in the last `spanMs` ended badly, of at least `least` arrivals. */
export function errorShareOver(limitRatio: number, spanMs: number, least = 1): StopRule {
  const last = createSpan(spanMs);
  return (tick) => {
    const ticks = last(tick);
    const { bad, total } = endedIn(ticks ?? []);
    if (ticks === null || total < least || bad <= limitRatio * total) return proceed;
    const share = shareText(bad / total);
    return { kind: 'fail', reason: `${share} of the ${countText(total)} arrivals of ${seconds(spanMs)} ended badly` };
  };
}

/**
 * Fails when a latency statistic of what ended in the last `spanMs` is above `limitMs`. What ended badly was never
 * answered, and ranks as infinitely slow; it has no part in a mean.
 */
export function latencyOver(statistic: LatencyStatistic, limitMs: number, spanMs: number): StopRule {
  const last = createSpan(spanMs);
  const quantile = quantileOf(statistic);
  return (tick) => {
    const ticks = last(tick);
    if (ticks === null) return proceed;
    const answered = ticks.map(({ responseTime }) => responseTime).reduce(mergeHistograms, emptyHistogram);
    const { bad } = endedIn(ticks);
    if (answered.count + (quantile === null ? 0 : bad) === 0) return proceed;
    const valueMs =
      quantile === null ? answered.sumUs / answered.count / 1000 : rankQuantileMs(answered, bad, quantile);
    if (valueMs !== null && valueMs <= limitMs) return proceed;
    const value = valueMs === null ? 'never answered' : millisecondsText(valueMs, 3);
    return { kind: 'fail', reason: `${statistic} of the last ${seconds(spanMs)} was ${value}` };
  };
}

/** Fails when more than `limit` requests are sent or waiting. */
export function inFlightOver(limit: number): StopRule<Level> {
  return ({ inFlight }) => (inFlight > limit ? { kind: 'fail', reason: `${countText(inFlight)} in flight` } : proceed);
}

/** Fails when a server uses more than `limitRatio` of its cores; `of` says which servers count. */
export function serverCpuOver(limitRatio: number, of: 'any' | 'not-generator' = 'any'): StopRule {
  return ({ cpu }) => {
    const busy = cpu.find(({ ratio, isGenerator }) => ratio > limitRatio && (of === 'any' || !isGenerator));
    if (busy === undefined) return proceed;
    return { kind: 'fail', reason: `${busy.server} used ${shareText(busy.ratio)} of its CPU` };
  };
}

/** Fails when nothing was answered well in the last `spanMs` while `least` requests or more were in flight at every tick. */
export function nothingAnswered(spanMs: number, least: number): StopRule {
  const last = createSpan(spanMs);
  return (tick) => {
    const ticks = last(tick);
    const isStuck = ticks?.every(({ outcomes, inFlight }) => outcomes.ok === 0 && inFlight >= least) ?? false;
    if (!isStuck) return proceed;
    const waiting = `${countText(tick.inFlight)} requests in flight`;
    return { kind: 'fail', reason: `nothing was answered well for ${seconds(spanMs)} with ${waiting}` };
  };
}

/** Collects the ticks of the last `spanMs`; null until they fill it. */
function createSpan(spanMs: number): (tick: Tick) => readonly Tick[] | null {
  let ticks: readonly Tick[] = [];
  return (tick) => {
    ticks = [...ticks, tick].filter(({ atMs, durationMs }) => atMs - durationMs >= tick.atMs - spanMs - spanSlackMs);
    const coveredMs = ticks.reduce((sum, { durationMs }) => sum + durationMs, 0);
    return coveredMs >= spanMs - spanSlackMs ? ticks : null;
  };
}

function endedIn(ticks: readonly Tick[]): { readonly bad: number; readonly total: number } {
  const sum = ticks.map(({ outcomes }) => outcomes).reduce(addOutcomes, noOutcomes);
  const bad = badOutcomes(sum);
  return { bad, total: bad + sum.ok };
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
