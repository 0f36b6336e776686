import { noSecrets, type ReadSecret } from '../../config/authorization.js';
import type { Emit } from '../../model/events.js';
import type { ServerSpec } from '../../model/server.js';
import type { PrometheusRoute } from '../../model/server-route.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { readLocalFacts } from './local-facts.js';
import { createProcReader } from './read-proc.js';
import { createSystemInformationReader } from './read-systeminformation.js';
import type { ServerWatch } from './server-watch.js';
import { type SshThread, startSshThread } from './ssh/start-ssh-thread.js';
import { watchLocal } from './watch-local.js';

/** All servers of a session, being watched. */
export type Fleet = {
  /** Twice is harmless; nothing is emitted afterwards. */
  readonly stop: () => Promise<void>;
  /** Tries a server again that waits, for a person or for its time. */
  readonly retry: (server: string) => void;
  /** Every core of one server is told from now on, and of no other; null for none. */
  readonly showCores: (server: string | null) => void;
};

export type FleetTools = {
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** The thread that logins were made ahead on; null starts one that asks nobody. It is closed with the fleet. */
  readonly ssh: SshThread | null;
  /** Absent: no secret can be read. */
  readonly readSecret?: ReadSecret;
};

/** Starts watching servers, each in its own way. */
export function startFleet(servers: readonly ServerSpec[], tools: FleetTools): Fleet {
  const { clock, random, emit, readSecret = noSecrets } = tools;
  const watches = new Map<string, ServerWatch>();
  let stopped = false;

  const startPrometheus = async (specs: readonly ServerSpec[]): Promise<void> => {
    const { watchPrometheus } = await import('./prometheus/watch-prometheus.js');
    const { openPrometheusWay, wayKeyOf } = await import('./prometheus/prometheus-way.js');
    if (stopped) return;
    for (const { route, members } of byWay(specs, wayKeyOf)) {
      const watch = watchPrometheus(openPrometheusWay(route, readSecret), members, { clock, random, emit });
      for (const { name } of members) watches.set(name, watch);
    }
  };

  for (const spec of servers.filter(({ via }) => via === undefined)) {
    const read = process.platform === 'linux' ? createProcReader() : createSystemInformationReader();
    watches.set(
      spec.name,
      watchLocal(spec, clock, emit, read, (reading) => readLocalFacts(reading)),
    );
  }
  const remote = servers.filter(({ via }) => via?.kind === 'ssh');
  const measured = servers.filter(({ via }) => via?.kind === 'prometheus');
  // A thread, and with it the SSH client, only where there is a server to log in to: most sessions have none.
  const ssh = tools.ssh ?? (remote.length > 0 ? startSshThread(clock, random, null) : null);
  ssh?.watch(remote, emit);
  if (measured.length > 0) void startPrometheus(measured);

  return {
    async stop() {
      stopped = true;
      for (const watch of watches.values()) watch.stop();
      await ssh?.close();
    },
    retry(server) {
      watches.get(server)?.retry();
      ssh?.retry(server);
    },
    showCores(server) {
      ssh?.showCores(server);
      for (const [name, watch] of watches) watch.showCores(name === server);
    },
  };
}

type Together = { readonly route: PrometheusRoute; readonly members: ServerSpec[] };

/** Servers of one Prometheus, which is asked for all of them at once. */
function byWay(specs: readonly ServerSpec[], keyOf: (route: PrometheusRoute) => string): Iterable<Together> {
  const groups = new Map<string, Together>();
  for (const spec of specs) {
    if (spec.via?.kind !== 'prometheus') continue;
    const key = keyOf(spec.via);
    const group = groups.get(key) ?? { route: spec.via, members: [] };
    group.members.push(spec);
    groups.set(key, group);
  }
  return groups.values();
}
