import { countAbove } from '../../measure/histogram.js';
import { createHistogramSum, type HistogramSum } from '../../measure/histogram-sum.js';
import type { Verdict } from '../../model/discovery.js';
import { addOutcomes, noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import { type Batches, createBatches } from './batches.js';
import { latencyDigest } from './latency-digest.js';
import type { RateRow } from './row-parts.js';
import type { SoundInterval } from './sound-interval.js';
import { thousandths } from './thousandths.js';

/** Adds up a load by the rate that was asked for. */
export type RateRows = {
  /** From now on all belongs to this configuration. */
  readonly begin: (configuration: string) => void;
  readonly add: (interval: SoundInterval) => void;
  readonly judge: (perSecond: number, verdict: Verdict) => void;
  /** In the order of configurations and rates. `limitMs`: the tightest limit on response time; null: there is none. */
  readonly toRows: (limitMs: number | null) => readonly RateRow[];
};

/** All of one rate, or of a few that lie near each other. */
type Part = {
  readonly configuration: string | null;
  /** Rate times ms, to get the mean rate of rates that were put together. */
  rateTime: number;
  timeMs: number;
  due: number;
  sent: number;
  outcomes: OutcomeCounts;
  verdict: Verdict | null;
  misses: number;
  readonly responseTime: HistogramSum;
  readonly batches: Batches;
};

/** A ramp goes through every rate: more rows than this are put together. */
const mostRows = 40;
const mostConfigurations = 64;

export function createRateRows(): RateRows {
  let configuration: string | null = null;
  let configurations = 0;
  let parts = new Map<string, Part>();
  let width = 1;
  let last: Part | null = null;
  const keyOf = (perSecond: number): string => {
    const rate = width === 1 ? Math.round(perSecond * 1000) : Math.round(Math.log(perSecond) / Math.log(width));
    return `${configurations} ${rate}`;
  };
  const partOf = (perSecond: number): Part => {
    const key = keyOf(perSecond);
    const known = parts.get(key);
    if (known !== undefined) return known;
    const part = emptyPart(configuration);
    parts.set(key, part);
    return part;
  };
  const widen = (): void => {
    // Steps of 5, 10, 21 ... %: few enough for a table, whatever the ramp.
    width = width === 1 ? 1.05 : width ** 2;
    const own = [...parts.values()].filter((part) => part.configuration === configuration);
    parts = new Map([...parts].filter(([, part]) => part.configuration !== configuration));
    for (const part of own) addPart(partOf(meanRate(part)), part);
    last = null;
  };
  return {
    begin(name) {
      if (configurations >= mostConfigurations) return;
      configurations += 1;
      configuration = name;
      width = 1;
      last = null;
    },
    add(interval) {
      if (!interval.isMeasured) {
        last = null;
        return;
      }
      const { due, durationMs, intendedPerSecond, responseTime, sent } = interval;
      // What settles in a rest was sent at the rate before.
      const part = intendedPerSecond > 0 ? partOf(intendedPerSecond) : last;
      if (part === null) return;
      if (intendedPerSecond > 0) {
        part.rateTime += intendedPerSecond * durationMs;
        part.timeMs += durationMs;
        part.batches.add({ count: responseTime.count, sumUs: responseTime.sumUs });
      }
      part.due += due;
      part.sent += sent;
      part.outcomes = addOutcomes(part.outcomes, interval.outcomes);
      part.responseTime.add(responseTime);
      last = part;
      const own = `${configurations} `;
      let rows = 0;
      for (const key of parts.keys()) if (key.startsWith(own)) rows += 1;
      if (rows > mostRows) widen();
    },
    judge(perSecond, verdict) {
      const part = parts.get(keyOf(perSecond));
      if (part === undefined) return;
      part.verdict = verdict;
      if (verdict === 'misses' || verdict === 'tripped') part.misses += 1;
    },
    toRows: (limitMs) =>
      [...parts.entries()]
        .map(([key, part]) => ({ order: Number.parseInt(key, 10), row: rowOf(part, limitMs) }))
        .sort((a, b) => a.order - b.order || a.row.perSecond - b.row.perSecond)
        .map(({ row }) => row),
  };
}

function emptyPart(configuration: string | null): Part {
  return {
    configuration,
    rateTime: 0,
    timeMs: 0,
    due: 0,
    sent: 0,
    outcomes: noOutcomes,
    verdict: null,
    misses: 0,
    responseTime: createHistogramSum(),
    batches: createBatches(),
  };
}

function addPart(to: Part, from: Part): void {
  to.rateTime += from.rateTime;
  to.timeMs += from.timeMs;
  to.due += from.due;
  to.sent += from.sent;
  to.outcomes = addOutcomes(to.outcomes, from.outcomes);
  to.verdict = from.verdict ?? to.verdict;
  to.misses += from.misses;
  to.responseTime.add(from.responseTime.toData());
  for (const batch of from.batches.list()) to.batches.add(batch);
}

function meanRate({ rateTime, timeMs }: Part): number {
  return timeMs === 0 ? 0 : rateTime / timeMs;
}

function rowOf(part: Part, limitMs: number | null): RateRow {
  const response = part.responseTime.toData();
  const perSecond = (count: number): number => thousandths(part.timeMs === 0 ? 0 : (count * 1000) / part.timeMs);
  return {
    configuration: part.configuration,
    perSecond: thousandths(meanRate(part)),
    seconds: thousandths(part.timeMs / 1000),
    offeredPerSecond: perSecond(part.sent),
    achievedPerSecond: perSecond(part.outcomes.ok),
    requests: part.due,
    outcomes: part.outcomes,
    late: limitMs === null ? null : countAbove(response, limitMs * 1000),
    responseTimeMs: response.count === 0 ? null : latencyDigest(response, part.batches.list()),
    verdict: part.verdict,
    misses: part.misses,
  };
}
