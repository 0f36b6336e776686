import type { Emit } from '../../../model/events.js';
import type { ServerSpec } from '../../../model/server.js';
import type { Clock } from '../../../time/clock.js';
import type { Random } from '../../../time/random.js';
import type { ServerWatch } from '../server-watch.js';
import { watchRemote } from '../watch-remote.js';
import { createSshAccess } from './access.js';
import type { Ask } from './ask.js';

/** All servers of a session that are watched over SSH, and the access to them. */
export type SshWatches = {
  readonly logInAhead: (servers: readonly ServerSpec[], patienceMs: number) => Promise<void>;
  readonly watch: (servers: readonly ServerSpec[]) => void;
  readonly retry: (server: string) => void;
  readonly showCores: (server: string | null) => void;
  readonly close: () => void;
};

/** Multiples of the golden ratio's fraction lie evenly in the second, however many there are. */
const goldenFraction = 0.618_033_988_749_895;

export function createSshWatches(clock: Clock, random: Random, emit: Emit, ask: Ask | null): SshWatches {
  const access = createSshAccess(clock, ask);
  const watches = new Map<string, ServerWatch>();
  return {
    logInAhead: (servers, patienceMs) => {
      const named = servers.flatMap(({ name, via }) => (via?.kind === 'ssh' ? [{ name, route: via }] : []));
      return access.logInAhead(named, patienceMs);
    },
    watch(servers) {
      for (const spec of servers) {
        const { name, via } = spec;
        if (via?.kind !== 'ssh') continue;
        const phaseMs = ((watches.size * goldenFraction) % 1) * 1000;
        const watch = watchRemote(spec, access.transport(name, via), { clock, random, emit, phaseMs });
        watches.set(name, { ...watch, retry: () => void access.forget(via).then(watch.retry) });
      }
    },
    retry: (server) => watches.get(server)?.retry(),
    showCores(server) {
      for (const [name, watch] of watches) watch.showCores(name === server);
    },
    close() {
      for (const watch of watches.values()) watch.stop();
      access.close();
    },
  };
}
