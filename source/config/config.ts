import type { Objective } from '../model/objective.js';
import type { RequestSpec, TargetAddress } from '../model/request.js';
import type { ServerSpec } from '../model/server.js';
import type { Arrivals, Shape } from '../model/shape.js';
import type { StopSpec } from '../model/stop.js';
import type { StreamSpec } from '../model/stream.js';
import type { HealthPlace } from './health.js';
import type { Effort } from './kinds.js';

/** What load is sent to. `address.host` may still be a name; `allow` holds the hosts that the user permitted. */
export type TargetConfig = {
  readonly url: string;
  readonly address: TargetAddress;
  readonly request: RequestSpec;
  readonly allow: readonly string[];
  /** Where it is asked whether it is well; null: nowhere. */
  readonly health: HealthPlace | null;
};

/** How load is sent. Null is "as the machine or the load suggests". */
export type LoadConfig = {
  readonly shape: Shape;
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly arrivals: Arrivals;
  readonly connections: number | null;
  readonly seed: number;
  readonly timeoutMs: number;
  readonly inFlightLimit: number;
  readonly workers: number | null;
  /** What ends a run early, besides the trip-wires, where those stand. */
  readonly stops: readonly StopSpec[];
  readonly tripWires: boolean;
};

/** How the load line is searched for. A null budget is the effort's own. */
export type DiscoveryConfig = {
  readonly startPerSecond: number;
  readonly maxPerSecond: number | null;
  readonly effort: Effort;
  readonly budgetMs: number | null;
};

/** Everything that files and flags say, defaults filled in: nothing is optional any more. */
export type Config = {
  /** Null where the command needs none. */
  readonly target: TargetConfig | null;
  readonly servers: readonly ServerSpec[];
  readonly streams: readonly StreamSpec[];
  readonly objectives: readonly Objective[];
  readonly load: LoadConfig;
  readonly discovery: DiscoveryConfig;
  /** How long `monitor` watches; null is until stopped. */
  readonly monitor: { readonly durationMs: number | null };
  /** Where session files go; null is the XDG state folder. */
  readonly sessions: { readonly folder: string | null };
};
