import type { CooledServer } from './cool-down.js';
import type { ServerState } from './server.js';
import type { CircuitState, QueueCounts, StreamState } from './stream.js';

/** The answer of `plimsoll monitor`, as JSON. */
export type MonitorResult = {
  readonly kind: 'monitor';
  readonly durationSeconds: number;
  /** How the servers came back to rest; absent where nobody waited for that. */
  readonly coolDown?: readonly CooledServer[] | undefined;
  readonly servers: readonly {
    readonly name: string;
    readonly source: 'local' | 'ssh' | 'prometheus';
    readonly state: ServerState['kind'];
    readonly samples: number;
    readonly missed: number;
    readonly cpuPercent: { readonly mean: number; readonly max: number } | null;
    readonly memoryUsedBytes: { readonly last: number } | null;
    readonly memoryTotalBytes: number | null;
    readonly rttMs: { readonly p50: number; readonly p99: number } | null;
    readonly reason: string | null;
  }[];
  readonly streams: readonly {
    readonly name: string;
    readonly url: string;
    readonly state: StreamState['kind'];
    readonly messages: number;
    readonly unreadable: number;
    readonly reconnects: number;
    readonly breaker: { readonly state: CircuitState['kind']; readonly opened: number };
    readonly queue: Omit<QueueCounts, 'accepted'>;
  }[];
};
