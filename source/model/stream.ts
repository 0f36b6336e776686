/** A WebSocket metric stream as the config names it. */
export type StreamSpec = {
  readonly name: string;
  readonly url: string;
  /** Name of the server that it tells about; null when it is not tied to one. */
  readonly server: string | null;
  /** What to read of each message; absent: every number in it, named by its path. */
  readonly metrics?: readonly StreamMetric[];
  /** Sent with the handshake. A secret is named, not written. */
  readonly headers?: readonly (readonly [name: string, value: StreamHeader])[];
  /** What makes two messages the same, of which only the first is read; absent: each is read. */
  readonly deduplicate?: Deduplication;
  /** Distinct metric names kept in the stream's whole life. */
  readonly maxSeries?: number;
};

/**
 * The value of a header field, whose secrets are named: `${VARIABLE}` inside a text, `file:PATH` and its like at its end, or what
 * a program prints, behind a word such as `Bearer`.
 */
export type StreamHeader =
  | string
  | { readonly scheme?: string; readonly command: readonly string[]; readonly timeout?: string };

/** By the bytes of the whole message, or by the sender's id at a dotted path. */
export type Deduplication = { readonly kind: 'frame' } | { readonly kind: 'id'; readonly path: string };

/** A number in a stream's messages, and what it is called. */
export type StreamMetric = {
  readonly name: string;
  /** Dotted path to it: `os.load.0`. */
  readonly path: string;
  /** A counter only grows, and is shown as a rate; a gauge moves both ways. */
  readonly kind: 'counter' | 'gauge';
  /** Such as `ms` or `bytes`; null where it has none. */
  readonly unit: string | null;
};

export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Waiting before the next attempt. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly nextAttemptAtMs: number }
  | { readonly kind: 'closed' };

/** A circuit, as shown: closed lets traffic through, open refuses until a time, half-open lets one attempt through. */
export type CircuitState =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly sinceMs: number; readonly nextProbeAtMs: number; readonly reason: string }
  | { readonly kind: 'half-open'; readonly sinceMs: number };

/** What became of the messages given to a stream's outgoing queue; the sums agree: accepted = sent + dropped + expired + pending. */
export type QueueCounts = {
  readonly accepted: number;
  readonly sent: number;
  readonly dropped: number;
  readonly expired: number;
  readonly pending: number;
};

/** Numbers that a stream's message carried, by metric name. Null where a known metric was missing. */
export type MetricValues = { readonly [metric: string]: number | null };

/** One message of a stream, read. */
export type StreamSample = {
  readonly stream: string;
  readonly server: string | null;
  readonly values: MetricValues;
  /** Round trip of the last WebSocket ping; null before the first pong. */
  readonly rttMs: number | null;
};

export type StreamCounts = {
  readonly messages: number;
  readonly unreadable: number;
  readonly reconnects: number;
  /** How often the circuit opened. */
  readonly opened: number;
};

/**
 * How a message behaves in a full outgoing queue: a metric drives out the oldest metric, a command is refused, a critical
 * one has a reserve of places that the others may not take, and goes first.
 */
export type MessageClass = 'metric' | 'command' | 'critical';

/** Why a message was given up. */
export type DropReason = 'overflow' | 'rejected' | 'duplicate' | 'tooLarge' | 'undeliverable' | 'shutdown';

/** How one outgoing message ended: exactly one of these, exactly once. */
export type MessageEnd =
  /** Handed to the kernel; `waitedMs` since it was accepted. */
  | { readonly kind: 'sent'; readonly attempts: number; readonly waitedMs: number }
  | { readonly kind: 'dropped'; readonly why: DropReason }
  | { readonly kind: 'expired' };

/** What lies behind the sums of a queue. */
export type QueueDetail = {
  readonly pendingBytes: number;
  /** The most that were ever pending. */
  readonly peak: number;
  readonly droppedFor: { readonly [why in DropReason]: number };
  /** Messages whose sending failed at least once, and what became of those that have ended. */
  readonly retried: { readonly sent: number; readonly lost: number; readonly pending: number };
  /** Mean time from acceptance to the kernel of all that were sent; null before the first. */
  readonly meanWaitMs: number | null;
};

/** What is known of a stream beyond its counts, as of one second. */
export type StreamDetail = {
  readonly queue: QueueDetail;
  /** Round trip of the last ping; null while not connected. */
  readonly rttMs: number | null;
  /** Bytes that the stream holds: queued, given to the socket, remembered for de-duplication. */
  readonly heldBytes: number;
  /** Messages that had been read before, by the sender's id or by their bytes. */
  readonly duplicates: number;
  /** Metric names kept, and names that came after the limit and were not. */
  readonly series: { readonly kept: number; readonly refused: number };
  /** Seconds in which more came than is read in one; the rest was left to wait at the sender. */
  readonly throttledSeconds: number;
  /** Mean time to read one message, in microseconds; null before the first. */
  readonly meanReadUs: number | null;
};

/** What a graceful end did. */
export type ShutdownReport = {
  /** Messages that were pending and still reached the kernel, and those that did not. */
  readonly pendingFlushed: number;
  readonly pendingDropped: number;
  readonly connectionsClosed: number;
  /** Timers that were stopped. */
  readonly tasksStopped: number;
  /** Metric series that were let go. */
  readonly metricsCleaned: number;
  readonly durationMs: number;
};
