/** A WebSocket metric stream as the config names it. */
export type StreamSpec = {
  readonly name: string;
  readonly url: string;
  /** Name of the server that it tells about; null when it is not tied to one. */
  readonly server: string | null;
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
