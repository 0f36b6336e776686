import { messageOf } from '../../../model/error.js';
import type { Ask } from './ask.js';
import { hostKeyAlgorithms, judgeHostKey } from './host-key.js';
import { keysFor, knownHostsName } from './known-hosts.js';
import type { KnownHostsStore } from './known-hosts-store.js';
import type { SshSettings } from './ssh-settings.js';

/** Null: the key is the server's. Otherwise why not, as a whole sentence. */
export type HostRefusal = string | null;

/** Verifies host keys against the files of this machine, and asks about unknown ones where there is somebody to ask. */
export type HostVerifier = {
  readonly algorithms: (settings: SshSettings) => ReturnType<typeof hostKeyAlgorithms>;
  readonly verify: (settings: SshSettings, key: Buffer) => Promise<HostRefusal>;
};

export function createHostVerifier(store: KnownHostsStore, ask: Ask | null): HostVerifier {
  /** By name: two logins to one unknown server must not ask twice. */
  const underWay = new Map<string, Promise<unknown>>();
  const known = (settings: SshSettings) =>
    keysFor(store.read([...settings.userKnownHosts, ...settings.globalKnownHosts]), nameOf(settings));

  const verifyNow = async (settings: SshSettings, key: Buffer): Promise<HostRefusal> => {
    const name = nameOf(settings);
    const verdict = judgeHostKey(known(settings), name, key);
    if (verdict.kind === 'known') return null;
    if (verdict.kind === 'refused') return verdict.reason;
    const { keyType, fingerprint } = verdict;
    const [file] = settings.userKnownHosts;
    if (settings.strictness !== 'accept-new') {
      const unknown = `The host key of ${name} is not known: the server gave ${keyType} ${fingerprint}.`;
      const advice = `Compare it with the server's own, and add it${file === undefined ? '' : ` to ${file}`}`;
      if (settings.strictness === 'yes') return `${unknown} StrictHostKeyChecking is yes: nobody is asked. ${advice}.`;
      if (ask === null) return `${unknown} ${advice}, or watch it once from a terminal, which asks.`;
      const answer = await ask({ kind: 'host-key', host: name, keyType, fingerprint });
      if (answer === null) return `${unknown} It was not accepted. ${advice}, or try again.`;
      if (answer.trim().toLowerCase() !== 'yes') return `${unknown} It was not accepted.`;
    }
    if (file === undefined) return null;
    try {
      store.add(file, name, keyType, key, settings.hashesKnownHosts);
      return null;
    } catch (error) {
      return `The host key of ${name} was accepted, but could not be written to ${file}: ${messageOf(error)}`;
    }
  };
  return {
    algorithms: (settings) => hostKeyAlgorithms(known(settings)),
    verify(settings, key) {
      const name = nameOf(settings);
      const before = underWay.get(name) ?? Promise.resolve();
      const verdict = before.then(() => verifyNow(settings, key));
      const settled = verdict.catch(() => null);
      underWay.set(name, settled);
      void settled.then(() => {
        if (underWay.get(name) === settled) underWay.delete(name);
      });
      return verdict;
    },
  };
}

function nameOf({ hostKeyAlias, hostName, port }: SshSettings): string {
  // An alias stands for the server itself, on whatever port (ssh_config(5), HostKeyAlias).
  return hostKeyAlias?.toLowerCase() ?? knownHostsName(hostName, port);
}
