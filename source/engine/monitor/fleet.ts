import type { Emit } from '../../model/events.js';
import type { ServerSpec } from '../../model/server.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { readLocalFacts } from './local-facts.js';
import { createProcReader } from './read-proc.js';
import { createSystemInformationReader } from './read-systeminformation.js';
import type { ServerWatch } from './server-watch.js';
import type { SshAccess } from './ssh/access.js';
import { watchLocal } from './watch-local.js';
import { watchRemote } from './watch-remote.js';

/** All servers of a session, being watched. */
export type Fleet = {
  /** Twice is harmless; nothing is emitted afterwards. */
  readonly stop: () => void;
  /** Tries a server again that waits, for a person or for its time. */
  readonly retry: (server: string) => void;
  /** Every core of one server is told from now on, and of no other; null for none. */
  readonly showCores: (server: string | null) => void;
};

export type FleetTools = {
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** The access to use, where logins were made ahead; null makes one that asks nobody. It is closed with the fleet. */
  readonly ssh: SshAccess | null;
};

/** Multiples of the golden ratio's fraction lie evenly in the second, however many there are. */
const goldenFraction = 0.618_033_988_749_895;

/** Starts watching servers, each in its own way. */
export function startFleet(servers: readonly ServerSpec[], tools: FleetTools): Fleet {
  const { clock, random, emit } = tools;
  const watches = new Map<string, ServerWatch>();
  let stopped = false;
  let ssh = tools.ssh;

  const startRemote = async (remote: readonly ServerSpec[]): Promise<void> => {
    // Loaded when there is a server to log in to: most sessions have none.
    const { createSshAccess } = await import('./ssh/access.js');
    ssh ??= createSshAccess(clock, null);
    if (stopped) {
      ssh.close();
      return;
    }
    for (const [index, spec] of remote.entries()) {
      if (spec.via?.kind !== 'ssh') continue;
      const { via } = spec;
      const access = ssh;
      const phaseMs = ((index * goldenFraction) % 1) * 1000;
      const watch = watchRemote(spec, access.transport(spec.name, via), { clock, random, emit, phaseMs });
      watches.set(spec.name, { ...watch, retry: () => void access.forget(via).then(watch.retry) });
    }
  };
  const startPrometheus = async (specs: readonly ServerSpec[]): Promise<void> => {
    const { watchPrometheus } = await import('./prometheus/watch-prometheus.js');
    if (stopped) return;
    for (const [url, members] of byUrl(specs)) {
      const watch = watchPrometheus(url, members, { clock, random, emit });
      for (const { name } of members) watches.set(name, watch);
    }
  };

  for (const spec of servers.filter(({ via }) => via === undefined)) {
    const read = process.platform === 'linux' ? createProcReader() : createSystemInformationReader();
    watches.set(spec.name, watchLocal(spec, clock, emit, read, readLocalFacts));
  }
  const remote = servers.filter(({ via }) => via?.kind === 'ssh');
  const measured = servers.filter(({ via }) => via?.kind === 'prometheus');
  if (remote.length > 0) void startRemote(remote);
  if (measured.length > 0) void startPrometheus(measured);

  return {
    stop() {
      if (stopped) return;
      stopped = true;
      for (const watch of watches.values()) watch.stop();
      ssh?.close();
    },
    retry: (server) => watches.get(server)?.retry(),
    showCores(server) {
      for (const [name, watch] of watches) watch.showCores(name === server);
    },
  };
}

function byUrl(specs: readonly ServerSpec[]): ReadonlyMap<string, readonly ServerSpec[]> {
  const groups = new Map<string, ServerSpec[]>();
  for (const spec of specs) {
    if (spec.via?.kind !== 'prometheus') continue;
    groups.set(spec.via.url, [...(groups.get(spec.via.url) ?? []), spec]);
  }
  return groups;
}
