import type { TestContext } from 'node:test';
import { startFleet } from '../../../../source/engine/monitor/fleet.js';
import type { Ask } from '../../../../source/engine/monitor/ssh/ask.js';
import { startSshThread } from '../../../../source/engine/monitor/ssh/start-ssh-thread.js';
import type { SessionEventBody } from '../../../../source/model/events.js';
import type { ServerSpec, ServerState } from '../../../../source/model/server.js';
import type { SshRoute } from '../../../../source/model/server-route.js';
import { createSystemClock } from '../../../../source/time/clock.js';
import { createRandom } from '../../../../source/time/random.js';

/** A route to loopback, as a config would give it. */
export function routeTo(part: Partial<SshRoute>): SshRoute {
  return {
    kind: 'ssh',
    transport: 'ssh2',
    host: '127.0.0.1',
    port: null,
    user: null,
    identityFile: null,
    knownHostsFile: null,
    sshConfigFile: null,
    ...part,
  };
}

/** Watches servers on the real clock until the test ends; `until` waits for what they say. */
export function watch(context: TestContext, routes: readonly SshRoute[], ask: Ask | null = null) {
  const clock = createSystemClock();
  const events: SessionEventBody[] = [];
  const waiting = new Set<() => void>();
  const emit = (event: SessionEventBody): void => {
    events.push(event);
    for (const look of waiting) look();
  };
  const specs = routes.map((via, index): ServerSpec => ({ name: `s${index}`, address: 'ssh://x', via }));
  const random = createRandom(1);
  const fleet = startFleet(specs, { clock, random, emit, ssh: startSshThread(clock, random, ask) });
  context.after(() => fleet.stop());

  /** The first event that `find` gives something for, of those before and those to come. */
  const until = <Found>(find: (event: SessionEventBody) => Found | null): Promise<Found> =>
    new Promise((resolve) => {
      let seen = 0;
      const look = (): void => {
        while (seen < events.length) {
          const found = find(events[seen++]!);
          if (found === null) continue;
          waiting.delete(look);
          resolve(found);
          return;
        }
      };
      waiting.add(look);
      look();
    });
  const state = <Kind extends ServerState['kind']>(kind: Kind, server = 's0') =>
    until((event) =>
      event.kind === 'server/state' && event.server === server && event.state.kind === kind
        ? (event.state as Extract<ServerState, { readonly kind: Kind }>)
        : null,
    );
  const samples = (count: number, server = 's0') => {
    let seen = 0;
    return until((event) => {
      if (event.kind !== 'server/sample' || event.sample.server !== server) return null;
      seen += 1;
      return seen === count ? event.sample : null;
    });
  };
  const facts = (server = 's0') =>
    until((event) => (event.kind === 'server/facts' && event.server === server ? event.facts : null));
  return { events, fleet, state, samples, facts, until };
}
