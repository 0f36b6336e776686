import type { Severity } from '../../model/events.js';
import type { ServerDetail, ServerState } from '../../model/server.js';
import type { ServerFacts } from '../../model/server-facts.js';
import type { WatchedServer } from '../server-state.js';
import type { SessionView } from '../state.js';
import type { WatchedStream } from '../stream-state.js';
import type { Trace } from '../trace.js';
import { type GroupRow, groupRows } from './server-groups.js';

/** A reading older than this is told as old: three missed at one a second. */
const staleAfterMs = 3500;

/** One server. What it lacks is null. */
export type ServerRow = {
  readonly name: string;
  readonly state: ServerState['kind'];
  readonly severity: Severity;
  readonly group: string | null;
  /** Why it is down or refused, and when it is tried again; null otherwise. */
  readonly reason: string | null;
  /** 0 to 100. */
  readonly cpuPercent: number | null;
  readonly cpuHistory: Trace;
  readonly cores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly load1: number | null;
  /** SSH round trip; null for the machine itself and for servers of a Prometheus. */
  readonly rttMs: number | null;
  readonly isLocal: boolean;
  /** All else that is known; null before it is. */
  readonly detail: ServerDetail | null;
  readonly facts: ServerFacts | null;
  readonly applications: readonly ApplicationRow[];
};

/** A process that tells about itself through a metric stream. CPU in percent of one core. */
export type ApplicationRow = {
  readonly name: string;
  readonly cpuPercent: number | null;
  readonly rssBytes: number | null;
  readonly loopDelayMs: number | null;
  readonly isStale: boolean;
};

/** What the servers pane shows. `lone` are applications that belong to no server shown. */
export type ServersView = {
  readonly servers: readonly ServerRow[];
  /** The servers summed up, for where there are more than lines; empty where no group has two. */
  readonly groups: readonly GroupRow[];
  readonly lone: readonly ApplicationRow[];
};

export function selectServers(view: SessionView, nowMs: number): ServersView {
  const names = new Set(view.servers.map((server) => server.name));
  const isLone = (stream: WatchedStream): boolean => stream.server === null || !names.has(stream.server);
  const ways = new Map<string, Way>((view.head?.servers ?? []).map(({ name, via }) => [name, via?.kind ?? 'local']));
  const servers = view.servers.map((server) =>
    serverRow(
      server,
      view.streams.filter((stream) => stream.server === server.name),
      ways.get(server.name) ?? 'local',
      nowMs,
    ),
  );
  return {
    servers,
    groups: groupRows(servers),
    lone: view.streams.filter(isLone).map((stream) => applicationRow(stream, nowMs)),
  };
}

/** How a server is reached. */
type Way = 'local' | 'ssh' | 'prometheus';

const severities: { readonly [kind in ServerState['kind']]: Severity } = {
  connecting: 'info',
  live: 'good',
  stale: 'warning',
  down: 'critical',
  refused: 'critical',
};

function serverRow(server: WatchedServer, streams: readonly WatchedStream[], way: Way, nowMs: number): ServerRow {
  const { sample, state } = server;
  // A Prometheus tells scrapes as they come, and says itself when they are late.
  const isOld = way !== 'prometheus' && server.sampledAtMs !== null && nowMs - server.sampledAtMs > staleAfterMs;
  const kind = state.kind === 'live' && isOld ? 'stale' : state.kind;
  return {
    name: server.name,
    state: kind,
    severity: severities[kind],
    group: server.group,
    reason: reasonOf(state, way, nowMs),
    cpuPercent: sample?.cpuPercent ?? null,
    cpuHistory: server.cpuHistory,
    cores: sample?.cores ?? null,
    memoryUsedBytes: sample?.memoryUsedBytes ?? null,
    memoryTotalBytes: sample?.memoryTotalBytes ?? null,
    load1: sample?.load1 ?? null,
    rttMs: sample?.rttMs ?? null,
    isLocal: way === 'local',
    detail: sample?.detail ?? null,
    facts: server.facts,
    applications: streams.map((stream) => applicationRow(stream, nowMs)),
  };
}

function reasonOf(state: ServerState, way: Way, nowMs: number): string | null {
  if (state.kind === 'refused') return state.reason;
  if (state.kind !== 'down') return null;
  if (state.retryAtMs === undefined) return way === 'ssh' ? `reconnecting: ${state.reason}` : state.reason;
  return `again in ${Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000))} s: ${state.reason}`;
}

function applicationRow(stream: WatchedStream, nowMs: number): ApplicationRow {
  const values = stream.sample?.values ?? {};
  return {
    name: stream.name,
    cpuPercent: values.cpuPercent ?? null,
    rssBytes: values.rssBytes ?? null,
    loopDelayMs: values.loopDelayMs ?? null,
    isStale: stream.sampledAtMs === null || nowMs - stream.sampledAtMs > staleAfterMs,
  };
}
