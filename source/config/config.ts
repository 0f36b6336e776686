import type { ProbeJudge, SearchStrategy } from '../model/discovery.js';
import type { Pacing } from '../model/load.js';
import type { Objective } from '../model/objective.js';
import type { RequestSpec, TargetAddress } from '../model/request.js';
import type { ColourChoice, GlyphName, PaneId, PresetName, ThemeName } from '../model/screen.js';
import type { AuthRef } from '../model/secret-ref.js';
import type { ServerSpec } from '../model/server.js';
import type { Arrivals, Shape } from '../model/shape.js';
import type { StopSpec } from '../model/stop.js';
import type { StreamSpec } from '../model/stream.js';
import type { AlertsConfig } from './alert-parts.js';
import type { HealthPlace } from './health.js';
import type { JobApiEntry } from './job-api.js';
import type { KeyOverrides } from './keys.js';
import type { Effort, SearchAxis } from './kinds.js';
import type { RequestConfig } from './mix.js';
import type { PublishConfig } from './publish-config.js';
import type { TargetUrl } from './urls.js';
import type { FeederConfig } from './work-parts.js';
import type { WorkloadChoice } from './workload-choice.js';

/** A place that load goes to. `address.host` may still be a name; `allow` holds the hosts that the user permitted. */
export type PlaceConfig = {
  readonly url: string;
  readonly address: TargetAddress;
  readonly allow: readonly string[];
  /** Who sends its requests; null: nobody says. */
  readonly auth: AuthRef | null;
  /** How its certificate is judged: `ca` is a file of authorities beside the usual ones; not at all without `verify`. */
  readonly tls: { readonly ca: string | null; readonly verify: boolean };
};

/** What load is sent to: where, and with which request where there is no mix. Its path may hold `{{names}}`. */
export type TargetConfig = PlaceConfig & {
  readonly request: RequestSpec;
  /** Where it is asked whether it is well; null: nowhere. */
  readonly health: HealthPlace | null;
};

/** A host beside the target. */
export type HostConfig = PlaceConfig & {
  readonly name: string;
  readonly headers: RequestSpec['headers'];
  readonly connections: number | null;
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
  readonly workload: WorkloadChoice;
  /** How heavy the work of a request is; null: nobody says. */
  readonly level: number | null;
  /** Virtual clients with cookies; null: none. */
  readonly clients: number | null;
  readonly pacing: Pacing;
  readonly keepAlive: boolean;
  readonly protocol: 'http1' | 'http2';
  /** How many redirects are followed in a row. */
  readonly redirects: number;
  /** How long a cool-down waits for servers. */
  readonly coolDownLimitMs: number;
};

/** How the load line is searched for. A null budget is the effort's own. */
export type DiscoveryConfig = {
  readonly startPerSecond: number;
  readonly maxPerSecond: number | null;
  readonly effort: Effort;
  readonly budgetMs: number | null;
  readonly axis: SearchAxis;
  readonly strategy: SearchStrategy;
  readonly judgedBy: ProbeJudge;
  /** An earlier session to begin near: its id, its file, or `last`; null: none. */
  readonly warmStart: string | null;
  /** Levels of a search for the heaviest work; null: those of the workload. */
  readonly startLevel: number | null;
  readonly maxLevel: number | null;
};

/** What a bench measures beside the target and workload of the load itself. */
export type BenchConfig = {
  readonly levels: number;
  /** In place of the load's; empty: that one. */
  readonly workloads: readonly WorkloadChoice[];
  /** In place of the target; empty: that one. */
  readonly targets: readonly TargetUrl[];
};

/** How the screen looks to whoever starts a session. */
export type ScreenConfig = {
  readonly theme: ThemeName;
  /** Null: what the terminal can show. */
  readonly glyphs: GlyphName | null;
  readonly colours: ColourChoice;
  readonly preset: PresetName;
  /** In place of the preset's; empty: those. */
  readonly panes: readonly PaneId[];
  readonly keys: KeyOverrides;
  readonly isMouseOn: boolean;
  readonly framesPerSecond: number;
  readonly isReadOnly: boolean;
  /** Sentences in place of a screen. */
  readonly isPlain: boolean;
};

/** Which datasets `jobs` trains on, and how it follows the jobs. */
export type JobsConfig = {
  /** Empty: they are generated. */
  readonly datasets: readonly string[];
  readonly levels: number;
  /** Of the first generated level. */
  readonly rows: number;
  readonly columns: number;
  readonly growth: number;
  readonly atOnce: number;
  readonly timeoutMs: number;
  readonly pollMs: number;
  readonly api: JobApiEntry;
};

/** Everything that files and flags say, defaults filled in: nothing is optional any more. */
export type Config = {
  /** Null where the command needs none. */
  readonly target: TargetConfig | null;
  readonly hosts: readonly HostConfig[];
  /** What load is a mix of; empty: of the target's own request. */
  readonly requests: readonly RequestConfig[];
  /** What modules take of it, by the names that they give, as JSON has it. */
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly feeder: FeederConfig | null;
  readonly servers: readonly ServerSpec[];
  readonly streams: readonly StreamSpec[];
  readonly objectives: readonly Objective[];
  readonly load: LoadConfig;
  readonly discovery: DiscoveryConfig;
  readonly bench: BenchConfig;
  readonly jobs: JobsConfig;
  /** How long `monitor` watches; null is until stopped. */
  readonly monitor: { readonly durationMs: number | null };
  readonly screen: ScreenConfig;
  /** Rules, and who is told of what they find. */
  readonly alerts: AlertsConfig;
  /** Where metrics and the program's own log go. */
  readonly publish: PublishConfig;
  /** Where session files go, null is the XDG state folder; and what the session is called, null is nothing. */
  readonly sessions: { readonly folder: string | null; readonly name: string | null };
};
