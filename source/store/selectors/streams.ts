import type { CircuitState, QueueCounts, StreamState } from '../../model/stream.js';
import type { SessionView } from '../state.js';
import type { WatchedStream } from '../stream-state.js';

/** One metric stream, its circuit and its queues. */
export type StreamRow = {
  readonly name: string;
  readonly state: StreamState['kind'];
  readonly circuit: CircuitState['kind'];
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
  readonly queueDepthHistory: readonly (number | null)[];
};

/** What the breakers and queues pane shows. */
export type StreamsView = { readonly rows: readonly StreamRow[] };

export function selectStreams(view: SessionView, nowMs: number): StreamsView {
  return { rows: view.streams.map((stream) => streamRow(stream, nowMs)) };
}

function streamRow(stream: WatchedStream, nowMs: number): StreamRow {
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
  };
}

function messageRate(marks: WatchedStream['marks']): number | null {
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return null;
  return (Math.max(0, last.messages - first.messages) * 1000) / (last.atMs - first.atMs);
}
