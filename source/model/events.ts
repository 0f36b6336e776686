import type { AlertEvent } from './alert.js';
import type { BenchEvent } from './bench.js';
import type { DiscoveryEvent } from './discovery.js';
import type { ImportedFrom } from './imported.js';
import type { JobEvent } from './job.js';
import type { LoadInterval } from './load.js';
import type { Objective } from './objective.js';
import type { Cause, RunState } from './run.js';
import type { ServerSample, ServerSpec, ServerState } from './server.js';
import type { ServerFacts } from './server-facts.js';
import type { SessionResult } from './session-result.js';
import type {
  CircuitState,
  QueueCounts,
  StreamCounts,
  StreamDetail,
  StreamSample,
  StreamSpec,
  StreamState,
} from './stream.js';

export const sessionKinds = ['demo', 'run', 'discovery', 'bench', 'jobs', 'monitor', 'imported'] as const;

/** What a session is for; `imported`: another program measured it. */
export type SessionKind = (typeof sessionKinds)[number];

/** What a session is, known when it begins. */
export type SessionHead = {
  readonly id: string;
  readonly kind: SessionKind;
  /** What the user calls it, so that sessions of one name can be set side by side; absent where it has no name. */
  readonly name?: string;
  /** URL under load; null when only watching. */
  readonly target: string | null;
  readonly objectives: readonly Objective[];
  readonly servers: readonly ServerSpec[];
  readonly streams: readonly StreamSpec[];
  /** Wall clock, ISO 8601 with milliseconds. Every event's `atMs` counts from here. */
  readonly startedAt: string;
  readonly version: string;
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  /** Where it was imported from; absent where plimsoll measured it itself. */
  readonly imported?: ImportedFrom;
};

export type Severity = 'info' | 'good' | 'warning' | 'critical';

/** Everything that can happen in a session: what engines emit, the session file keeps and the store reduces. */
export type SessionEventBody =
  | { readonly kind: 'session/started'; readonly head: SessionHead }
  | { readonly kind: 'session/ended'; readonly reason: string }
  | {
      readonly kind: 'run/state';
      readonly from: RunState;
      readonly to: RunState;
      readonly cause: Cause;
      readonly reason: string;
    }
  | { readonly kind: 'load/interval'; readonly interval: LoadInterval }
  | {
      readonly kind: 'load/rate';
      readonly perSecond: number;
      readonly cause: Cause;
      readonly reason: string;
      /** The plan stands still at this rate; absent where it goes on. */
      readonly held?: true;
    }
  | { readonly kind: 'discovery/event'; readonly event: DiscoveryEvent }
  | { readonly kind: 'bench/event'; readonly event: BenchEvent }
  | { readonly kind: 'job/event'; readonly event: JobEvent }
  /** Absent in older recordings, as is every rule. */
  | { readonly kind: 'alert/event'; readonly event: AlertEvent }
  | { readonly kind: 'server/sample'; readonly sample: ServerSample }
  | { readonly kind: 'server/state'; readonly server: string; readonly state: ServerState }
  | { readonly kind: 'server/facts'; readonly server: string; readonly facts: ServerFacts }
  | { readonly kind: 'stream/sample'; readonly sample: StreamSample }
  | { readonly kind: 'stream/state'; readonly stream: string; readonly state: StreamState }
  | {
      readonly kind: 'stream/health';
      readonly stream: string;
      readonly circuit: CircuitState;
      readonly queue: QueueCounts;
      readonly counts: StreamCounts;
      /** Absent in older recordings. */
      readonly detail?: StreamDetail;
    }
  | {
      readonly kind: 'note';
      readonly severity: Severity;
      readonly text: string;
      /** Somebody has marked this moment with these words; absent in what the program notes by itself. */
      readonly mark?: true;
    }
  | { readonly kind: 'result'; readonly result: SessionResult };

/** An event with its time: `atMs` is monotonic milliseconds since the session began. */
export type SessionEvent = { readonly atMs: number } & SessionEventBody;

export type SessionEventKind = SessionEvent['kind'];

/** Where events go: the store, the session file, the progress lines. Never throws. */
export type EventSink = (event: SessionEvent) => void;

/** How an engine emits: the session adds the time and hands the event to every sink. */
export type Emit = (event: SessionEventBody) => void;
