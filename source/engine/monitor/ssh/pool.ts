import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { SshRoute } from '../../../model/server-route.js';
import type { LoginFailure } from '../transport.js';
import { type LoginEnd, type LoginTools, login } from './login.js';
import { createLoginGate } from './login-gate.js';
import { createSshChains, type SshChain, type SshChains } from './ssh-chain.js';
import type { SshSettings } from './ssh-settings.js';

/** Connections to servers. Hops are shared by all who go through them; each server has its own. */
export type SshPool = {
  readonly connect: (route: SshRoute) => Promise<LoginEnd>;
  /**
   * Runs a login made by another program under the same limits: so many at once, none again that was refused.
   */
  readonly guard: <End extends { readonly kind: string }>(
    route: SshRoute,
    task: () => Promise<End | LoginFailure>,
  ) => Promise<End | LoginFailure>;
  /** Forgets that logins to a server were refused: somebody asks to try again. */
  readonly forget: (route: SshRoute) => Promise<void>;
  readonly close: () => void;
};

/** sshd drops logins at random from its tenth unfinished one on (MaxStartups 10:30:100). */
const mostPerServer = 8;

/** Logins at once in all: each costs this machine 5 to 8 ms of CPU, and more would only wait for each other. */
const mostInAll = 16;
const all = '~all';

/** A hop that has not answered by then is given up, with all that goes through it: its connection is dead. */
const longestForwardMs = 10_000;

export function createSshPool(tools: LoginTools, chainTo: SshChains = createSshChains()): SshPool {
  const gate = createLoginGate((key) => (key === all ? mostInAll : mostPerServer));
  const hops = new Map<string, Promise<LoginEnd>>();
  /** What was refused, by who wanted in where: it is not tried a second time, by whichever server. */
  const refused = new Map<string, LoginFailure>();
  /** The first login of each kind: the others wait for it, so that a wrong key is shown to a server once, not eight times. */
  const first = new Map<string, Promise<{ readonly kind: string }>>();
  const clients = new Set<Client>();
  let isClosed = false;

  const afterFirst = async <End extends { readonly kind: string }>(
    latch: string,
    task: () => Promise<End | LoginFailure>,
  ): Promise<End | LoginFailure> => {
    const before = first.get(latch);
    if (before === undefined) {
      const end = attempt(latch, task);
      first.set(latch, end);
      // One that ended neither way has proved nothing.
      void end.then(({ kind }) => (kind === 'down' ? first.delete(latch) : null));
      return end;
    }
    await before;
    return attempt(latch, task);
  };

  /** Does what was not refused before. */
  const attempt = async <End extends { readonly kind: string }>(
    latch: string,
    task: () => Promise<End | LoginFailure>,
  ): Promise<End | LoginFailure> => {
    const before = refused.get(latch);
    if (before !== undefined) return before;
    const end = await task();
    if (isRefused(end)) refused.set(latch, end);
    return end;
  };

  const enter = async (settings: SshSettings, via: Client | null, viaKey: string | null): Promise<LoginEnd> => {
    const keys = [placeOf(settings), ...(viaKey === null ? [] : [viaKey]), all];
    const logIn = async (): Promise<LoginEnd> => {
      if (isClosed) return { kind: 'down', reason: 'watching has ended' };
      const sock = via === null ? null : await forward(via, settings);
      if (typeof sock === 'string') return { kind: 'down', reason: sock };
      const end = await login(settings, sock, tools);
      if (end.kind === 'open') {
        clients.add(end.client);
        end.client.on('close', () => clients.delete(end.client));
        if (isClosed) end.client.destroy();
      }
      return end;
    };
    return afterFirst(loginKey(settings), () => gate.run(keys, logIn));
  };

  /** The client of the last of some hops, shared and logged in to once. */
  const hop = (chain: SshChain): Promise<LoginEnd> => {
    const key = chain.map(loginKey).join(' > ');
    const found = hops.get(key);
    if (found !== undefined) return found;
    const begun = through(chain).then((end) => {
      if (end.kind !== 'open') hops.delete(key);
      else end.client.on('close', () => hops.delete(key));
      return end;
    });
    hops.set(key, begun);
    return begun;
  };

  const through = async (chain: SshChain): Promise<LoginEnd> => {
    const own = chain.at(-1)!;
    if (own.proxyCommand !== null) {
      return {
        kind: 'refused',
        reason: `${own.hostName} is reached by a ProxyCommand, which the built-in client has not. Set "transport": "ssh" for it.`,
      };
    }
    if (chain.length === 1) return enter(own, null, null);
    const before = chain.slice(0, -1);
    const last = before.at(-1)!;
    const via = await hop(before);
    if (via.kind !== 'open') return { kind: via.kind, reason: plainText(`on the way: ${via.reason}`, 600) };
    return enter(own, via.client, placeOf(last));
  };

  const find = async (route: SshRoute): Promise<SshChain | LoginFailure> => {
    try {
      return await chainTo(route);
    } catch (error) {
      return { kind: 'refused', reason: plainText(messageOf(error), 600) };
    }
  };

  return {
    async guard(route, task) {
      const chain = await find(route);
      if ('kind' in chain) return chain;
      return afterFirst(loginKey(chain.at(-1)!), () => gate.run([...chain.map(placeOf), all], task));
    },
    async connect(route) {
      const chain = await find(route);
      return 'kind' in chain ? chain : through(chain);
    },
    async forget(route) {
      const chain = await find(route);
      if ('kind' in chain) return;
      for (const settings of chain) {
        const latch = loginKey(settings);
        refused.delete(latch);
        first.delete(latch);
        for (const file of settings.identityFiles) tools.identities.forget(file);
      }
    },
    close() {
      isClosed = true;
      for (const client of clients) client.destroy();
    },
  };

  /** A connection from a hop to the next; a text when there is none. */
  async function forward(via: Client, { hostName, port }: SshSettings): Promise<Duplex | string> {
    return new Promise((resolve) => {
      const failed = (error: unknown): void => {
        resolve(`${hostName}:${port} cannot be reached from the hop before it: ${plainText(messageOf(error), 200)}`);
      };
      const cancel = tools.clock.after(longestForwardMs, () => {
        failed(new Error(`no answer within ${longestForwardMs / 1000} s`));
        via.destroy();
      });
      try {
        via.forwardOut('127.0.0.1', 0, hostName, port, (error, stream) => {
          cancel();
          if (error) failed(error);
          else resolve(stream);
        });
      } catch (error) {
        cancel();
        failed(error);
      }
    });
  }
}

/** Who wants in where, and with what: the same again would be refused again. */
function loginKey({ user, hostName, port, identityFiles, agent }: SshSettings): string {
  return JSON.stringify([user, hostName, port, identityFiles, agent]);
}

function placeOf({ hostName, port }: SshSettings): string {
  return `${hostName}:${port}`;
}

function isRefused(end: { readonly kind: string }): end is LoginFailure {
  return end.kind === 'refused';
}
