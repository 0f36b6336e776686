import { PlimsollError } from '../../../model/error.js';
import type { SshRoute } from '../../../model/server-route.js';
import { fromHome, readSshSettings, type SshName, type SshSettings } from './ssh-settings.js';

/** The hops to a server, the one to log in to first first, the server itself last. */
export type SshChain = readonly SshSettings[];

/** Hops to one server at most. */
const mostHops = 8;

/** `ssh -G` runs at once at most. */
const mostAtOnce = 8;

/** Finds the way to a server. Answers are kept: the SSH config is read once for each name. */
export type SshChains = (route: SshRoute) => Promise<SshChain>;

/**
 * Each hop is looked up in the SSH config by its own name. A hop that stands behind another in a list goes through that
 * one; the first one may have a ProxyJump of its own, as ssh has it. `read` is replaced in tests.
 */
export function createSshChains(read: (name: SshName) => Promise<SshSettings> = readSshSettings): SshChains {
  const known = new Map<string, Promise<SshSettings>>();
  let running = 0;
  const waiting: (() => void)[] = [];
  const limited = async (name: SshName): Promise<SshSettings> => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await read(name);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
  const settingsOf = (name: SshName): Promise<SshSettings> => {
    const key = JSON.stringify([name.host, name.port, name.user, name.configFile]);
    const found = known.get(key) ?? limited(name);
    known.set(key, found);
    return found;
  };
  const chainTo = async (name: SshName, depth: number): Promise<SshChain> => {
    const settings = await settingsOf(name);
    if (settings.proxyJump.length + depth > mostHops) {
      throw new PlimsollError('ssh-config', `expected at most ${mostHops} hops, got more: does a ProxyJump lead back?`);
    }
    const [first, ...rest] = settings.proxyJump.map((hop) => hopOf(hop, name.configFile));
    if (first === undefined) return [settings];
    return [...(await chainTo(first, depth + 1)), ...(await Promise.all(rest.map(settingsOf))), settings];
  };
  return async (route) => {
    const configFile = route.sshConfigFile === null ? null : fromHome(route.sshConfigFile);
    const chain = await chainTo({ host: route.host, port: route.port, user: route.user, configFile }, 0);
    return chain.map((settings, index) => (index === chain.length - 1 ? withOwn(settings, route) : settings));
  };
}

/** What the config of plimsoll names for a server wins over the SSH config. */
function withOwn(settings: SshSettings, { identityFile, knownHostsFile }: SshRoute): SshSettings {
  return {
    ...settings,
    ...(identityFile === null ? {} : { identityFiles: [fromHome(identityFile)], identitiesOnly: true }),
    ...(knownHostsFile === null ? {} : { userKnownHosts: [fromHome(knownHostsFile)] }),
  };
}

/** `[ssh://][user@]host[:port]` of a ProxyJump. */
function hopOf(text: string, configFile: string | null): SshName {
  const match = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\]\s]+)\]|([^:\s/-][^:\s/]*))(?::(\d{1,5}))?\/?$/.exec(text);
  if (match === null) {
    throw new PlimsollError('ssh-config', 'expected a ProxyJump of the form [user@]host[:port], got another');
  }
  const [, user, bracketed, plain, port] = match;
  return {
    host: (bracketed ?? plain)!,
    port: port === undefined ? null : Number(port),
    user: user ?? null,
    configFile,
  };
}
