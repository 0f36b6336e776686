import type { CircuitState, QueueCounts, StreamState } from '../../model/stream.js';
import type { SessionView } from '../state.js';
import type { StreamMark, WatchedStream } from '../stream-state.js';
import type { Trace } from '../trace.js';
import type { Walk } from './history.js';
import { type MetricReading, readDeclared } from './stream-metrics.js';

/** One metric stream, its circuit and its queues. */
export type StreamRow = {
  readonly name: string;
  readonly state: StreamState['kind'];
  readonly circuit: CircuitState['kind'];
  /** The circuit over time, one state a column of `StreamsView.time`, the newest last; null where it was not known. */
  readonly circuitSlots: readonly (CircuitState['kind'] | null)[];
  /** Failures in a row while closed. */
  readonly failures: number;
  /** Until the next attempt, in ms; null unless one is waited for. */
  readonly nextProbeInMs: number | null;
  /** Why the circuit is open or the stream is lost; null otherwise. */
  readonly reason: string | null;
  readonly queue: QueueCounts;
  readonly messages: number;
  /** Over the last ten seconds or so; null before two readings. */
  readonly messagesPerSecond: number | null;
  readonly unreadable: number;
  readonly reconnects: number;
  readonly opened: number;
  readonly rttMs: number | null;
  /** The worker's own queue, as its messages tell; null when they do not. */
  readonly queueDepth: number | null;
  readonly queueDepthHistory: Trace;
  /** The rest of what is known; null before the stream has told it. */
  readonly detail: StreamRowDetail | null;
  /** The metrics that the config declares, in its order; empty where it declares none. */
  readonly metrics: readonly MetricReading[];
};

/** What is shown of a stream where there is room. */
export type StreamRowDetail = {
  /** The most messages that were ever pending. */
  readonly peak: number;
  /** Messages lost or refused since the queue was full. */
  readonly overflow: number;
  /** Share of the messages whose first sending failed that went out after all; null where there were none. */
  readonly retrySuccessRatio: number | null;
  /** Mean time in the queue, in ms; null before the first message. */
  readonly meanWaitMs: number | null;
  /** Mean ping of the last ten seconds, and pings of the last minute, oldest first. */
  readonly meanRttMs: number | null;
  readonly rttHistory: Trace;
  readonly heldBytes: number;
  readonly heldHistory: Trace;
  readonly heldTrend: Trend;
  readonly meanReadUs: number | null;
  readonly duplicates: number;
  readonly series: { readonly kept: number; readonly refused: number };
  readonly throttledSeconds: number;
  /** What happened in the last minute. */
  readonly lastMinute: {
    readonly messages: number;
    readonly unreadable: number;
    readonly sent: number;
    readonly dropped: number;
    readonly expired: number;
  };
};

/** Where a quantity went over the last minute; unclear before half of it has passed. */
export type Trend = 'rising' | 'falling' | 'steady' | 'unclear';

/** What the breakers and queues pane shows. `time` is the axis of the circuits' history, that of all charts over time. */
export type StreamsView = { readonly rows: readonly StreamRow[]; readonly time: CircuitTime };

/** Columns of `lengthMs` up to the newest time; `cursor` is that of the time looked at, null where that is the newest. */
export type CircuitTime = { readonly lengthMs: number; readonly lastSlot: number; readonly cursor: number | null };

/** `columnSeconds`: how long a column of the circuits' history is. */
export function selectStreams(
  view: SessionView,
  nowMs: number,
  columnSeconds = 1,
  walk: Walk | null = null,
): StreamsView {
  const lengthMs = columnSeconds * 1000;
  const slotOf = (ms: number): number => Math.floor(ms / lengthMs);
  const newest = walk === null ? view : walk.newest;
  const newestMs = walk === null ? nowMs : Math.max(nowMs, walk.newestMs);
  return {
    rows: view.streams.map((stream) => {
      const after = newest.streams.find(({ name }) => name === stream.name);
      return { ...streamRow(stream, nowMs), circuitSlots: circuitSlots(after ?? stream, slotOf(newestMs), lengthMs) };
    }),
    time: { lengthMs, lastSlot: slotOf(newestMs), cursor: walk === null ? null : slotOf(walk.atMs) },
  };
}

/** No chart is wider. */
const mostSlots = 600;

const worst = { closed: 0, 'half-open': 1, open: 2 } as const;

/** The worst state of a circuit in each column, the newest last; null before anything was known of it. */
function circuitSlots(
  { circuits }: WatchedStream,
  lastSlot: number,
  lengthMs: number,
): readonly (CircuitState['kind'] | null)[] {
  const first = Math.max(0, lastSlot - mostSlots + 1);
  const slots: (CircuitState['kind'] | null)[] = Array.from({ length: lastSlot - first + 1 }, () => null);
  circuits.forEach(({ atMs, kind }, index) => {
    const from = Math.max(0, Math.floor(atMs / lengthMs) - first);
    const next = circuits[index + 1];
    const to = next === undefined ? slots.length - 1 : Math.floor(next.atMs / lengthMs) - first;
    for (let at = from; at <= to; at++) {
      const known = slots[at] ?? null;
      if (known === null || worst[kind] > worst[known]) slots[at] = kind;
    }
  });
  return slots;
}

function streamRow(stream: WatchedStream, nowMs: number): Omit<StreamRow, 'circuitSlots'> {
  const { circuit, state, counts } = stream;
  const attemptAtMs =
    circuit.kind === 'open' ? circuit.nextProbeAtMs : state.kind === 'waiting' ? state.nextAttemptAtMs : null;
  return {
    name: stream.name,
    state: state.kind,
    circuit: circuit.kind,
    failures: circuit.kind === 'closed' ? circuit.failures : 0,
    nextProbeInMs: attemptAtMs === null ? null : Math.max(0, attemptAtMs - nowMs),
    reason: circuit.kind === 'open' ? circuit.reason : state.kind === 'waiting' ? state.reason : null,
    queue: stream.queue,
    messages: counts.messages,
    messagesPerSecond: messageRate(stream.marks),
    unreadable: counts.unreadable,
    reconnects: counts.reconnects,
    opened: counts.opened,
    rttMs: stream.sample?.rttMs ?? null,
    queueDepth: stream.sample?.values.queueDepth ?? null,
    queueDepthHistory: stream.queueDepthHistory,
    detail: detailOf(stream),
    metrics: readDeclared(stream),
  };
}

function detailOf({ detail, marks }: WatchedStream): StreamRowDetail | null {
  if (detail === null) return null;
  const { queue, heldBytes, duplicates, series, throttledSeconds, meanReadUs } = detail;
  const { retried, droppedFor, peak, meanWaitMs } = queue;
  const retriesEnded = retried.sent + retried.lost;
  const recent = since(marks, rateSpanMs).flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]));
  const held = marks.map((mark) => mark.heldBytes);
  // One a second.
  const end = Math.max(marks.length, Math.floor((marks.at(-1)?.atMs ?? 0) / 1000) + 1);
  const first = marks[0];
  const last = marks.at(-1);
  const grown = (of: (mark: StreamMark) => number): number =>
    first === undefined || last === undefined ? 0 : Math.max(0, of(last) - of(first));
  return {
    peak,
    overflow: droppedFor.overflow + droppedFor.rejected,
    retrySuccessRatio: retriesEnded === 0 ? null : retried.sent / retriesEnded,
    meanWaitMs,
    meanRttMs: meanOf(recent),
    rttHistory: { values: marks.map((mark) => mark.rttMs), end },
    heldBytes,
    heldHistory: { values: held, end },
    heldTrend: trendOf(held),
    meanReadUs,
    duplicates,
    series,
    throttledSeconds,
    lastMinute: {
      messages: grown((mark) => mark.messages),
      unreadable: grown((mark) => mark.unreadable),
      sent: grown((mark) => mark.queue.sent),
      dropped: grown((mark) => mark.queue.dropped),
      expired: grown((mark) => mark.queue.expired),
    },
  };
}

const rateSpanMs = 10_500;

/** The marks of the last stretch of time. */
function since(marks: readonly StreamMark[], spanMs: number): readonly StreamMark[] {
  const last = marks.at(-1);
  return last === undefined ? [] : marks.filter((mark) => last.atMs - mark.atMs <= spanMs);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Half a minute of readings, and the least change that is more than the breath of a queue. */
const leastReadings = 30;
const leastBytes = 16 * 1024;
const leastRatio = 0.2;

/** Compares the means of the first and the last third. */
function trendOf(values: readonly (number | null)[]): Trend {
  const known = values.filter((value) => value !== null);
  if (known.length < leastReadings) return 'unclear';
  const third = Math.floor(known.length / 3);
  const before = meanOf(known.slice(0, third)) ?? 0;
  const after = meanOf(known.slice(-third)) ?? 0;
  if (Math.abs(after - before) < Math.max(leastBytes, leastRatio * before)) return 'steady';
  return after > before ? 'rising' : 'falling';
}

function messageRate(all: readonly StreamMark[]): number | null {
  const marks = since(all, rateSpanMs);
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
  return (Math.max(0, last.messages - first.messages) * 1000) / (last.atMs - first.atMs);
}
