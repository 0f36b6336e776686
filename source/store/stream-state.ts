import type {
  CircuitState,
  QueueCounts,
  StreamCounts,
  StreamSample,
  StreamSpec,
  StreamState,
} from '../model/stream.js';
import { pushBounded } from './bounded.js';

/** Samples kept for one stream's sparklines. */
export const streamHistoryLimit = 600;

/** Streams kept at most, should a source name more than the config does. */
const streamLimit = 256;

/** Readings of the message counter kept for the rate shown: about ten seconds. */
const markLimit = 12;

/** Everything kept of one metric stream. */
export type WatchedStream = {
  readonly name: string;
  readonly url: string;
  /** The server that it tells about; null when it stands alone. */
  readonly server: string | null;
  readonly state: StreamState;
  readonly circuit: CircuitState;
  readonly queue: QueueCounts;
  readonly counts: StreamCounts;
  readonly sample: StreamSample | null;
  readonly sampledAtMs: number | null;
  /** The worker's own queue depth, oldest first; null where a message had none. */
  readonly queueDepthHistory: readonly (number | null)[];
  /** Readings of `counts.messages`, oldest first, for the rate of messages. */
  readonly marks: readonly { readonly atMs: number; readonly messages: number }[];
};

/** The streams of a session's head, before anything is known of them. */
export function unseenStreams(specs: readonly StreamSpec[]): readonly WatchedStream[] {
  return specs.slice(0, streamLimit).map((spec) => unseen(spec.name, spec.url, spec.server));
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
    queueDepthHistory: pushBounded(stream.queueDepthHistory, sample.values.queueDepth ?? null, streamHistoryLimit),
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
  health: { readonly circuit: CircuitState; readonly queue: QueueCounts; readonly counts: StreamCounts },
  atMs: number,
): readonly WatchedStream[] {
  return change(streams, name, (stream) => ({
    ...stream,
    circuit: health.circuit,
    queue: health.queue,
    counts: health.counts,
    marks: addMark(stream.marks, atMs, health.counts.messages),
  }));
}

/** Health is told on every change as well as once a second: marks closer than half a second are kept as one. */
function addMark(marks: WatchedStream['marks'], atMs: number, messages: number): WatchedStream['marks'] {
  const [before, last] = marks.slice(-2);
  const crowded = before !== undefined && last !== undefined && last.atMs - before.atMs < 500;
  return pushBounded(crowded ? marks.slice(0, -1) : marks, { atMs, messages }, markLimit);
}

function unseen(name: string, url: string, server: string | null): WatchedStream {
  return {
    name,
    url,
    server,
    state: { kind: 'connecting' },
    circuit: { kind: 'closed', failures: 0 },
    queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
    counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
    sample: null,
    sampledAtMs: null,
    queueDepthHistory: [],
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
