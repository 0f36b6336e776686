import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { codeOf, PlimsollError } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';

/** What the SSH config of this machine says of one host, as the built-in client uses it. */
export type SshSettings = {
  /** Where it really is. */
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Name in known_hosts, where it is not its host name. */
  readonly hostKeyAlias: string | null;
  /** In the order to try; `~` is already the home folder. Files that are not there are among them. */
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Socket of the agent; null without one. */
  readonly agent: string | null;
  /** The first of them takes new keys. */
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hashesKnownHosts: boolean;
  /** What is done with a host that is not known. `no` and `off` of the config are taken as `ask`. */
  readonly strictness: 'ask' | 'yes' | 'accept-new';
  /** Hops to go through, as written, the first one first. */
  readonly proxyJump: readonly string[];
  readonly proxyCommand: string | null;
};

/** A host as a config or another host's ProxyJump names it. */
export type SshName = {
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  readonly configFile: string | null;
};

/** `ssh -G` takes 8 ms; one that hangs has a `Match exec` which does. */
const longestMs = 10_000;

/**
 * Asks the system's `ssh` what its config says of a host, so that Include, Match, tokens and canonical names are exact.
 * Without an `ssh` on the machine the name stands for itself, with the usual files. Rejects with `ssh-config` when the
 * config is wrong.
 */
export async function readSshSettings(name: SshName): Promise<SshSettings> {
  const { host, port, user, configFile } = name;
  const args = [
    '-G',
    ...(configFile === null ? [] : ['-F', configFile]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...(user === null ? [] : ['-l', user]),
    '--',
    host,
  ];
  try {
    return parseSshSettings(await run(args), name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && configFile === null) return parseSshSettings('', name);
    const message =
      codeOf(error) === 'ENOENT'
        ? 'expected the program ssh to read the SSH config, found none'
        : `expected an SSH config that can be read, got: ${plainText(String((error as Error).message), 300)}`;
    throw new PlimsollError('ssh-config', message, { cause: error });
  }
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('ssh', args, { timeout: longestMs, maxBuffer: 1_048_576 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (codeOf(error) === 'ENOENT') reject(error);
      else reject(new Error(stderr.trim() === '' ? error.message : stderr.trim()));
    });
  });
}

/** Reads the output of `ssh -G`; what it does not say is as ssh_config(5) has it. */
export function parseSshSettings(text: string, name: SshName): SshSettings {
  const values = new Map<string, string[]>();
  for (const [, key, value] of text.matchAll(/^(\w+) (.*)$/gm)) {
    values.set(key!.toLowerCase(), [...(values.get(key!.toLowerCase()) ?? []), value!]);
  }
  const one = (key: string): string | null => {
    const value = values.get(key)?.[0] ?? '';
    return value === '' || value === 'none' ? null : value;
  };
  const paths = (key: string, standard: readonly string[]): readonly string[] =>
    (one(key)?.split(/\s+/) ?? standard).filter((path) => path !== '/dev/null').map(fromHome);
  const standardKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((file) => `~/.ssh/${file}`);
  const strict = one('stricthostkeychecking');
  const jump = one('proxyjump');
  return {
    hostName: one('hostname') ?? name.host,
    port: Number(one('port') ?? name.port ?? 22),
    user: one('user') ?? name.user ?? userInfo().username,
    hostKeyAlias: one('hostkeyalias'),
    identityFiles: (values.get('identityfile') ?? standardKeys).filter((path) => path !== 'none').map(fromHome),
    identitiesOnly: one('identitiesonly') === 'yes',
    agent: agentOf(values.get('identityagent')?.[0] ?? null),
    userKnownHosts: paths('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
    globalKnownHosts: paths('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    hashesKnownHosts: one('hashknownhosts') === 'yes',
    strictness: strict === 'true' || strict === 'yes' ? 'yes' : strict === 'accept-new' ? 'accept-new' : 'ask',
    proxyJump: jump === null ? [] : jump.split(',').map((hop) => hop.trim()),
    proxyCommand: one('proxycommand'),
  };
}

/** A path with `~` at its begin made whole. */
export function fromHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

function agentOf(named: string | null): string | null {
  if (named === 'none') return null;
  if (named === null || named === 'SSH_AUTH_SOCK') return process.env.SSH_AUTH_SOCK || null;
  const variable = /^\$\{?(\w+)\}?$/.exec(named)?.[1];
  return variable === undefined ? fromHome(named) : process.env[variable] || null;
}
