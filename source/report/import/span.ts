import { createHistogramRecorder, type HistogramRecorder } from '../../measure/histogram-recorder.js';
import { createHistogramSum, type HistogramSum } from '../../measure/histogram-sum.js';
import type { HistogramData } from '../../model/histogram.js';
import { type ImportedRequest, longestRequestMs } from './reading.js';

/** What the requests of one test have in common. Times in milliseconds since 1970. */
export type Span = {
  readonly startedMs: number;
  /** When the last request began, and when the last one ended. */
  readonly lastStartMs: number;
  readonly endedMs: number;
  readonly requests: number;
  readonly failed: number;
  /** Of good requests. */
  readonly latency: HistogramData;
  /** Requests of another time than the test's, which are left out. */
  readonly elsewhere: number;
  /** How many requests began in each second, by hour since 1970. */
  readonly begun: ReadonlyMap<number, Uint32Array>;
};

/** Finds the span of a test, whatever the order in which its requests come. */
export type SpanFinder = {
  /** False where a request cannot belong to any test. */
  readonly add: (request: ImportedRequest) => boolean;
  /** Null without any request. */
  readonly end: () => Span | null;
};

const hourMs = 3_600_000;

/** Over eleven weeks, each hour of which takes some 30 KB. */
const mostHours = 2000;

type Hour = {
  requests: number;
  failed: number;
  startedMs: number;
  lastStartMs: number;
  endedMs: number;
  readonly begun: Uint32Array;
  readonly latency: HistogramRecorder;
};

/** Requests with a pause of more than an hour between them are of two tests, or of a clock that was set: the larger one counts. */
export function createSpanFinder(): SpanFinder {
  const hours = new Map<number, Hour>();
  return {
    add({ latencyMs, outcome, startMs }) {
      if (latencyMs > longestRequestMs) return false;
      const at = Math.floor(startMs / hourMs);
      let hour = hours.get(at);
      if (hour === undefined) {
        if (hours.size >= mostHours) return false;
        hour = emptyHour(startMs);
        hours.set(at, hour);
      }
      hour.requests += 1;
      if (outcome === 'ok') hour.latency.record(latencyMs * 1000);
      else hour.failed += 1;
      hour.startedMs = Math.min(hour.startedMs, startMs);
      hour.lastStartMs = Math.max(hour.lastStartMs, startMs);
      hour.endedMs = Math.max(hour.endedMs, startMs + latencyMs);
      hour.begun[Math.floor(startMs / 1000) - at * 3600]! += 1;
      return true;
    },
    end() {
      let largest: Growing | null = null;
      let now: Growing | null = null;
      let all = 0;
      for (const [at, hour] of [...hours].sort(([a], [b]) => a - b)) {
        all += hour.requests;
        if (now === null || hour.startedMs - now.endedMs > hourMs) now = emptySpan(hour);
        join(now, at, hour);
        if (largest === null || now.requests > largest.requests) largest = now;
      }
      if (largest === null) return null;
      const { latency, ...span } = largest;
      return { ...span, latency: latency.toData(), elsewhere: all - span.requests };
    },
  };
}

function emptyHour(startMs: number): Hour {
  return {
    requests: 0,
    failed: 0,
    startedMs: startMs,
    lastStartMs: startMs,
    endedMs: startMs,
    begun: new Uint32Array(3600),
    latency: createHistogramRecorder(),
  };
}

type Growing = {
  startedMs: number;
  lastStartMs: number;
  endedMs: number;
  requests: number;
  failed: number;
  readonly latency: HistogramSum;
  readonly begun: Map<number, Uint32Array>;
};

function emptySpan({ endedMs, lastStartMs, startedMs }: Hour): Growing {
  return { startedMs, lastStartMs, endedMs, requests: 0, failed: 0, latency: createHistogramSum(), begun: new Map() };
}

function join(span: Growing, at: number, hour: Hour): void {
  span.lastStartMs = hour.lastStartMs;
  span.endedMs = Math.max(span.endedMs, hour.endedMs);
  span.requests += hour.requests;
  span.failed += hour.failed;
  span.latency.add(hour.latency.toData());
  span.begun.set(at, hour.begun);
}
