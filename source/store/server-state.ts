import type { ServerSample, ServerSpec, ServerState } from '../model/server.js';
import type { ServerFacts } from '../model/server-facts.js';
import { extendTrace, noTrace, type Trace } from './trace.js';

/** Samples kept of one server: as many as its widest sparkline has columns. */
export const serverHistoryLimit = 60;

/** Servers of a session's head that are kept: more than a config may name. */
const namedLimit = 1024;

/** Servers that no head named are taken up to this many in all, should a recording have more. */
const strangerLimit = 256;

/** Everything kept of one server. */
export type WatchedServer = {
  readonly name: string;
  /** Servers of one group are summed up together; null where it stands alone. */
  readonly group: string | null;
  readonly state: ServerState;
  /** What it is; null before it told, and where it never does. */
  readonly facts: ServerFacts | null;
  /** The last sample and when it came; null before the first. */
  readonly sample: ServerSample | null;
  readonly sampledAtMs: number | null;
  /** CPU in percent, oldest first; null where a sample had none. */
  readonly cpuHistory: Trace;
};

/** The servers of a session's head, before anything is known of them. */
export function unseenServers(specs: readonly ServerSpec[]): readonly WatchedServer[] {
  return specs.slice(0, namedLimit).map((spec) => unseen(spec.name, spec.group ?? null));
}

/** Adds one sample. */
export function addServerSample(
  servers: readonly WatchedServer[],
  sample: ServerSample,
  atMs: number,
): readonly WatchedServer[] {
  return change(servers, sample.server, (server) => ({
    ...server,
    sample,
    sampledAtMs: atMs,
    cpuHistory: extendTrace(server.cpuHistory, sample.cpuPercent, serverHistoryLimit),
  }));
}

/** Keeps the state of one server, or what it is. */
export function setServer(
  servers: readonly WatchedServer[],
  name: string,
  part: Pick<WatchedServer, 'state'> | Pick<WatchedServer, 'facts'>,
): readonly WatchedServer[] {
  return change(servers, name, (server) => ({ ...server, ...part }));
}

function unseen(name: string, group: string | null = null): WatchedServer {
  return {
    name,
    group,
    state: { kind: 'connecting' },
    facts: null,
    sample: null,
    sampledAtMs: null,
    cpuHistory: noTrace,
  };
}

function change(
  servers: readonly WatchedServer[],
  name: string,
  to: (server: WatchedServer) => WatchedServer,
): readonly WatchedServer[] {
  const at = servers.findIndex((server) => server.name === name);
  if (at >= 0) return servers.with(at, to(servers[at]!));
  return servers.length < strangerLimit ? [...servers, to(unseen(name))] : servers;
}
