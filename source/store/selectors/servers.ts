import type { Severity } from '../../model/events.js';
import type { ServerState } from '../../model/server.js';
import type { WatchedServer } from '../server-state.js';
import type { SessionView } from '../state.js';
import type { WatchedStream } from '../stream-state.js';

/** A reading older than this is told as old: three missed at one a second. */
const staleAfterMs = 3500;

/** One server. What it lacks is null. */
export type ServerRow = {
  readonly name: string;
  readonly state: ServerState['kind'];
  readonly severity: Severity;
  /** Why it is down or refused; null otherwise. */
  readonly reason: string | null;
  /** 0 to 100. */
  readonly cpuPercent: number | null;
  readonly cpuHistory: readonly (number | null)[];
  readonly cores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly load1: number | null;
  readonly rttMs: number | null;
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
export type ServersView = { readonly servers: readonly ServerRow[]; readonly lone: readonly ApplicationRow[] };

export function selectServers(view: SessionView, nowMs: number): ServersView {
  const names = new Set(view.servers.map((server) => server.name));
  const isLone = (stream: WatchedStream): boolean => stream.server === null || !names.has(stream.server);
  return {
    servers: view.servers.map((server) =>
      serverRow(
        server,
        view.streams.filter((stream) => stream.server === server.name),
        nowMs,
      ),
    ),
    lone: view.streams.filter(isLone).map((stream) => applicationRow(stream, nowMs)),
  };
}

const severities: { readonly [kind in ServerState['kind']]: Severity } = {
  connecting: 'info',
  live: 'good',
  stale: 'warning',
  down: 'critical',
  refused: 'critical',
};

function serverRow(server: WatchedServer, streams: readonly WatchedStream[], nowMs: number): ServerRow {
  const { sample, state } = server;
  const isOld = server.sampledAtMs !== null && nowMs - server.sampledAtMs > staleAfterMs;
  const kind = state.kind === 'live' && isOld ? 'stale' : state.kind;
  return {
    name: server.name,
    state: kind,
    severity: severities[kind],
    reason: state.kind === 'down' || state.kind === 'refused' ? state.reason : null,
    cpuPercent: sample?.cpuPercent ?? null,
    cpuHistory: server.cpuHistory,
    cores: sample?.cores ?? null,
    memoryUsedBytes: sample?.memoryUsedBytes ?? null,
    memoryTotalBytes: sample?.memoryTotalBytes ?? null,
    load1: sample?.load1 ?? null,
    rttMs: sample?.rttMs ?? null,
    applications: streams.map((stream) => applicationRow(stream, nowMs)),
  };
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
