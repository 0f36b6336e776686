import { mergeHistograms, quantileUs } from '../../measure/histogram.js';
import { createHistogramSum, type HistogramSum } from '../../measure/histogram-sum.js';
import { bucketStartUs, fineBits } from '../../measure/latency-buckets.js';
import { emptyHistogram, type HistogramData } from '../../model/histogram.js';
import { badOutcomes } from '../../model/outcome.js';
import type { Heatmap, LoadSlot } from './load-parts.js';
import type { SoundInterval } from './sound-interval.js';
import { thousandths } from './thousandths.js';

/** Lays intervals of load out over time in memory that does not grow with it: slots become longer as time goes on. */
export type LoadSlots = {
  readonly add: (interval: SoundInterval) => void;
  readonly slotMs: () => number;
  readonly toSlots: () => readonly LoadSlot[];
  readonly toHeatmap: () => Heatmap;
};

type Part = {
  readonly durationMs: number;
  /** Rate times ms. */
  readonly intended: number;
  readonly sent: number;
  readonly ok: number;
  readonly bad: number;
  readonly inFlight: number;
  readonly responseTime: HistogramData;
};

/** The slot that is being added to: its response times are added in place, for a histogram of its own each second is garbage. */
type Open = { readonly at: number; part: Part; readonly responseTime: HistogramSum };

const shortestSlotMs = 1_000;
const mostSlots = 320;

export function createLoadSlots(): LoadSlots {
  let slotMs = shortestSlotMs;
  let parts: (Part | undefined)[] = [];
  let open: Open | null = null;
  const close = (): void => {
    if (open === null) return;
    parts[open.at] = joined(parts[open.at], { ...open.part, responseTime: open.responseTime.toData() });
    open = null;
  };
  return {
    add(interval) {
      // An interval begins a moment before or after the second that it is of.
      const atMs = interval.startMs + Math.min(1, interval.durationMs / 2);
      while (atMs >= slotMs * mostSlots) {
        close();
        slotMs *= 2;
        parts = Array.from({ length: Math.ceil(parts.length / 2) }, (_, at) =>
          joined(parts[2 * at], parts[2 * at + 1]),
        );
      }
      const at = Math.floor(atMs / slotMs);
      if (open?.at !== at) close();
      const part = partOf(interval);
      if (open === null) open = { at, part, responseTime: createHistogramSum() };
      else open.part = joined(open.part, part);
      open.responseTime.add(interval.responseTime);
    },
    slotMs: () => slotMs,
    toSlots() {
      close();
      return parts.flatMap((part, at) => (part === undefined ? [] : [slotOf(part, at * slotMs)]));
    },
    toHeatmap() {
      close();
      return heatmapOf(parts, slotMs);
    },
  };
}

/** All but the response times. */
function partOf(interval: SoundInterval): Part {
  // An interval in which a phase ends tells the rate that it ended with, which may be none.
  const intended =
    interval.intendedPerSecond > 0 ? interval.intendedPerSecond * interval.durationMs : interval.due * 1000;
  return {
    durationMs: interval.durationMs,
    intended,
    sent: interval.sent,
    ok: interval.outcomes.ok,
    bad: badOutcomes(interval.outcomes),
    inFlight: interval.inFlight,
    responseTime: emptyHistogram,
  };
}

function joined<Last extends Part | undefined>(a: Part | undefined, b: Last): Part | Last {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    durationMs: a.durationMs + b.durationMs,
    intended: a.intended + b.intended,
    sent: a.sent + b.sent,
    ok: a.ok + b.ok,
    bad: a.bad + b.bad,
    inFlight: b.inFlight,
    responseTime: mergeHistograms(a.responseTime, b.responseTime),
  };
}

function slotOf(part: Part, startMs: number): LoadSlot {
  const { responseTime, durationMs } = part;
  const perSecond = (count: number): number => thousandths((count * 1000) / durationMs);
  const at = (quantile: number): number => Math.round(quantileUs(responseTime, quantile)) / 1000;
  return {
    startMs,
    intendedPerSecond: thousandths(part.intended / durationMs),
    offeredPerSecond: perSecond(part.sent),
    achievedPerSecond: perSecond(part.ok),
    badPerSecond: perSecond(part.bad),
    inFlight: part.inFlight,
    latencyMs:
      responseTime.count === 0
        ? null
        : { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: Math.round(responseTime.maxUs) / 1000 },
  };
}

/** Rows of a quarter octave; of an eighth where few octaves are needed. */
const mostRows = 40;

function heatmapOf(parts: readonly (Part | undefined)[], slotMs: number): Heatmap {
  // Where nothing was recorded the list has holes, which a map would keep.
  const all = Array.from(parts, (part) => part?.responseTime ?? emptyHistogram);
  let [low, high] = [Number.POSITIVE_INFINITY, -1];
  for (const { buckets } of all) {
    if (buckets.length === 0) continue;
    low = Math.min(low, buckets[0]!);
    high = Math.max(high, buckets[buckets.length - 2]!);
  }
  if (high < 0) return { rowsMs: [], cells: [] };
  const bits = [3, 2, 1, 0].find((few) => (high >> (fineBits - few)) - (low >> (fineBits - few)) < mostRows) ?? 0;
  const shift = fineBits - bits;
  const first = low >> shift;
  const rows = (high >> shift) - first + 1;
  const cells: (readonly [number, number, number])[] = [];
  for (const [slot, { buckets }] of all.entries()) {
    const counts = new Float64Array(rows);
    for (let at = 0; at < buckets.length; at += 2) counts[(buckets[at]! >> shift) - first]! += buckets[at + 1]!;
    for (const [row, count] of counts.entries()) if (count > 0) cells.push([slot * slotMs, row, count]);
  }
  return { rowsMs: Array.from({ length: rows + 1 }, (_, row) => bucketStartUs(first + row, bits) / 1000), cells };
}
