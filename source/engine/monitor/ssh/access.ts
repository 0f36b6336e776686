import type { SshRoute } from '../../../model/server-route.js';
import type { Clock } from '../../../time/clock.js';
import type { Transport } from '../transport.js';
import { type Ask, oneAtATime } from './ask.js';
import { createChildTransport } from './child-transport.js';
import { createIdentities } from './identities.js';
import { createKnownHostsStore } from './known-hosts-store.js';
import { createSshPool } from './pool.js';
import { createSsh2Transport } from './ssh2-transport.js';
import { createHostVerifier } from './verify-host.js';

/** The one access of a session to servers over SSH. */
export type SshAccess = {
  /** The way to a server; the same one for the same name. */
  readonly transport: (name: string, route: SshRoute) => Transport;
  /**
   * Logs in to servers before anything is watched. Resolves once all have ended one way or another, or after `patienceMs`
   * without a question open; what has not ended goes on.
   */
  readonly logInAhead: (servers: readonly NamedRoute[], patienceMs: number) => Promise<void>;
  /** A refused login to a server may be tried once more. */
  readonly forget: (route: SshRoute) => Promise<void>;
  readonly close: () => void;
};

export type NamedRoute = { readonly name: string; readonly route: SshRoute };

/** `ask` is null where there is nobody: then what is unknown or locked is refused with a sentence. */
export function createSshAccess(clock: Clock, ask: Ask | null): SshAccess {
  let isClosed = false;
  let questions = 0;
  const asked: Ask | null =
    ask === null
      ? null
      : oneAtATime(async (question, signal) => {
          if (isClosed) return null;
          questions += 1;
          try {
            return await ask(question, signal);
          } finally {
            questions -= 1;
          }
        });
  const identities = createIdentities(asked);
  const verifier = createHostVerifier(createKnownHostsStore(), asked);
  const pool = createSshPool({ clock, ask: asked, identities, verifier });
  const transports = new Map<string, Transport>();

  const transport = (name: string, route: SshRoute): Transport => {
    const found = transports.get(name);
    if (found !== undefined) return found;
    const made =
      route.transport === 'ssh' ? createChildTransport(route, pool, clock) : createSsh2Transport(route, pool, clock);
    transports.set(name, made);
    return made;
  };

  return {
    transport,
    async logInAhead(servers, patienceMs) {
      const logins = servers.map(async ({ name, route }) => {
        if (route.transport === 'ssh2') await transport(name, route).logIn?.();
      });
      const isOut = Promise.withResolvers<void>();
      const look = (): void => {
        if (questions === 0) isOut.resolve();
        else cancel = clock.after(patienceMs, look);
      };
      let cancel = clock.after(patienceMs, look);
      await Promise.race([Promise.all(logins), isOut.promise]);
      cancel();
    },
    forget: pool.forget,
    close() {
      isClosed = true;
      for (const way of transports.values()) way.close();
      pool.close();
    },
  };
}
