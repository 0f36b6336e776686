import type {
  CircuitState,
  QueueCounts,
  StreamCounts,
  StreamDetail,
  StreamMetric,
  StreamSample,
  StreamSpec,
  StreamState,
} from '../model/stream.js';
import { pushBounded } from './bounded.js';
import { extendTrace, noTrace, type Trace } from './trace.js';

/** Samples kept for one stream's sparklines. */
export const streamHistoryLimit = 600;

/** Streams kept at most, should a source name more than the config does. */
const streamLimit = 256;

/** Readings of the counters kept, a second apart: rates are of the last ten, sums and charts of the last minute. */
export const markLimit = 62;

/** The counters of a stream at one moment. */
export type StreamMark = {
  readonly atMs: number;
  readonly messages: number;
  readonly unreadable: number;
  readonly queue: QueueCounts;
  /** Null where they were not told. */
  readonly rttMs: number | null;
  readonly heldBytes: number | null;
};

/** Changes of a circuit kept: one that flaps for hours has more. */
const circuitLimit = 200;

/** From when on a circuit was in a state. */
export type CircuitChange = { readonly atMs: number; readonly kind: CircuitState['kind'] };

/** Everything kept of one metric stream. */
export type WatchedStream = {
  readonly name: string;
  readonly url: string;
  /** The server that it tells about; null when it stands alone. */
  readonly server: string | null;
  readonly state: StreamState;
  readonly circuit: CircuitState;
  /** How it came to that, oldest first; empty before it was told of. */
  readonly circuits: readonly CircuitChange[];
  readonly queue: QueueCounts;
  readonly counts: StreamCounts;
  /** What is known beyond the counts; null before it was told. */
  readonly detail: StreamDetail | null;
  /** The metrics that the config declares; null where everything is read. */
  readonly metrics: readonly StreamMetric[] | null;
  readonly sample: StreamSample | null;
  readonly sampledAtMs: number | null;
  /** The sample before, from which counters get their rates. */
  readonly sampleBefore: { readonly sample: StreamSample; readonly atMs: number } | null;
  /** The worker's own queue depth, oldest first; null where a message had none. */
  readonly queueDepthHistory: Trace;
  /** Oldest first, about a second apart. */
  readonly marks: readonly StreamMark[];
};

/** The streams of a session's head, before anything is known of them. */
export function unseenStreams(specs: readonly StreamSpec[]): readonly WatchedStream[] {
  return specs.slice(0, streamLimit).map((spec) => ({
    ...unseen(spec.name, spec.url, spec.server),
    metrics: spec.metrics ?? null,
  }));
}

/** Adds one message read. */
export function addStreamSample(
  streams: readonly WatchedStream[],
  sample: StreamSample,
  atMs: number,
): readonly WatchedStream[] {
  return change(streams, sample.stream, (stream) => ({
    ...stream,
    server: stream.server ?? sample.server,
    sample,
    sampledAtMs: atMs,
    sampleBefore:
      stream.sample === null || stream.sampledAtMs === null
        ? null
        : { sample: stream.sample, atMs: stream.sampledAtMs },
    queueDepthHistory: extendTrace(stream.queueDepthHistory, sample.values.queueDepth ?? null, streamHistoryLimit),
  }));
}

/** Changes the state of one stream. */
export function setStreamState(
  streams: readonly WatchedStream[],
  name: string,
  state: StreamState,
): readonly WatchedStream[] {
  return change(streams, name, (stream) => ({ ...stream, state }));
}

/** Takes over what a stream says of its circuit, queue and counters. */
export function setStreamHealth(
  streams: readonly WatchedStream[],
  name: string,
  health: {
    readonly circuit: CircuitState;
    readonly queue: QueueCounts;
    readonly counts: StreamCounts;
    readonly detail?: StreamDetail;
  },
  atMs: number,
): readonly WatchedStream[] {
  return change(streams, name, (stream) => ({
    ...stream,
    circuit: health.circuit,
    circuits: addChange(stream.circuits, { atMs, kind: health.circuit.kind }),
    queue: health.queue,
    counts: health.counts,
    detail: health.detail ?? stream.detail,
    marks: addMark(stream.marks, {
      atMs,
      messages: health.counts.messages,
      unreadable: health.counts.unreadable,
      queue: health.queue,
      rttMs: health.detail?.rttMs ?? null,
      heldBytes: health.detail?.heldBytes ?? null,
    }),
  }));
}

function addChange(changes: readonly CircuitChange[], change: CircuitChange): readonly CircuitChange[] {
  return changes.at(-1)?.kind === change.kind ? changes : pushBounded(changes, change, circuitLimit);
}

/** Health is told on every change as well as once a second: marks closer than half a second are kept as one. */
function addMark(marks: readonly StreamMark[], mark: StreamMark): readonly StreamMark[] {
  const [before, last] = marks.slice(-2);
  const crowded = before !== undefined && last !== undefined && last.atMs - before.atMs < 500;
  return pushBounded(crowded ? marks.slice(0, -1) : marks, mark, markLimit);
}

function unseen(name: string, url: string, server: string | null): WatchedStream {
  return {
    name,
    url,
    server,
    state: { kind: 'connecting' },
    circuit: { kind: 'closed', failures: 0 },
    circuits: [],
    queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
    counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
    detail: null,
    metrics: null,
    sample: null,
    sampledAtMs: null,
    sampleBefore: null,
    queueDepthHistory: noTrace,
    marks: [],
  };
}

function change(
  streams: readonly WatchedStream[],
  name: string,
  to: (stream: WatchedStream) => WatchedStream,
): readonly WatchedStream[] {
  if (streams.some((stream) => stream.name === name)) {
    return streams.map((stream) => (stream.name === name ? to(stream) : stream));
  }
  return streams.length < streamLimit ? [...streams, to(unseen(name, '', null))] : streams;
}
