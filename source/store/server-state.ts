import type { ServerSample, ServerSpec, ServerState } from '../model/server.js';
import { pushBounded } from './bounded.js';

/** Samples kept for one server's sparkline: ten minutes at one a second. */
export const serverHistoryLimit = 600;

/** Servers kept at most, should a source name more than the config does. */
const serverLimit = 256;

/** Everything kept of one server. */
export type WatchedServer = {
  readonly name: string;
  readonly state: ServerState;
  /** The last sample and when it came; null before the first. */
  readonly sample: ServerSample | null;
  readonly sampledAtMs: number | null;
  /** CPU in percent, oldest first; null where a sample had none. */
  readonly cpuHistory: readonly (number | null)[];
};

/** The servers of a session's head, before anything is known of them. */
export function unseenServers(specs: readonly ServerSpec[]): readonly WatchedServer[] {
  return specs.slice(0, serverLimit).map((spec) => unseen(spec.name));
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
    cpuHistory: pushBounded(server.cpuHistory, sample.cpuPercent, serverHistoryLimit),
  }));
}

/** Changes the state of one server. */
export function setServerState(
  servers: readonly WatchedServer[],
  name: string,
  state: ServerState,
): readonly WatchedServer[] {
  return change(servers, name, (server) => ({ ...server, state }));
}

function unseen(name: string): WatchedServer {
  return { name, state: { kind: 'connecting' }, sample: null, sampledAtMs: null, cpuHistory: [] };
}

function change(
  servers: readonly WatchedServer[],
  name: string,
  to: (server: WatchedServer) => WatchedServer,
): readonly WatchedServer[] {
  if (servers.some((server) => server.name === name)) {
    return servers.map((server) => (server.name === name ? to(server) : server));
  }
  return servers.length < serverLimit ? [...servers, to(unseen(name))] : servers;
}
