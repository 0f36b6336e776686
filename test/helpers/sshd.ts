import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where sshd is; null where it is not installed, which skips what needs it. */
export const sshdPath: string | null =
  ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find(existsSync) ?? null;

/** For the options of a test: why it is skipped, or false. */
export const skipWithoutSshd: string | false =
  sshdPath === null ? 'needs a real sshd: apt-get install openssh-server' : false;

/** A real sshd on loopback, with a host key of its own. */
export type Sshd = {
  readonly port: number;
  readonly hostKeyFile: string;
  /** A line of known_hosts for it, under its own name. */
  readonly knownHostsLine: string;
  /** What it has logged so far, bounded. */
  readonly log: () => string;
  readonly pid: number;
  /** Ends it and every connection through it. */
  readonly stop: () => Promise<void>;
};

/** Keys, config and servers of one test, in a folder of their own. */
export type SshdHouse = {
  readonly folder: string;
  readonly user: string;
  /** Private key that every sshd of the house lets in. */
  readonly identityFile: string;
  /** Makes a key pair; its public half is let in only where `isLetIn`. */
  readonly makeKey: (name: string, options?: { readonly passphrase?: string; readonly isLetIn?: boolean }) => string;
  /** Starts an sshd with the lines added to its config; in the place of one that was stopped, or on any free port. */
  readonly start: (lines?: readonly string[], inPlaceOf?: Sshd) => Promise<Sshd>;
  /** Writes a file of the house and gives its path. */
  readonly write: (name: string, text: string) => string;
  readonly close: () => Promise<void>;
};

/** Makes one. As the current user, who is also the user that logs in; no PAM, nothing outside of its folder. */
export function createSshdHouse(): SshdHouse {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sshd-'));
  const authorized = join(folder, 'authorized_keys');
  writeFileSync(authorized, '', { mode: 0o600 });
  const running = new Set<Sshd>();
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const makeKey: SshdHouse['makeKey'] = (name, options = {}) => {
    const file = join(folder, name);
    const args = ['-q', '-t', 'ed25519', '-N', options.passphrase ?? '', '-C', name, '-f', file];
    const made = spawnSync('ssh-keygen', args, { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
    if (options.isLetIn !== false) {
      writeFileSync(authorized, readFileSync(`${file}.pub`, 'utf8'), { flag: 'a' });
    }
    return file;
  };
  let keys = 0;
  // A root sshd wants its empty folder, which the service makes where there is one.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });

  const start: SshdHouse['start'] = async (lines = [], inPlaceOf) => {
    const hostKeyFile = inPlaceOf?.hostKeyFile ?? makeKey(`host_${keys++}`, { isLetIn: false });
    for (let turn = 0; ; turn++) {
      const port = inPlaceOf?.port ?? (await freePort());
      const config = write(
        `sshd_${port}.conf`,
        [
          `ListenAddress 127.0.0.1:${port}`,
          `HostKey ${hostKeyFile}`,
          `AuthorizedKeysFile ${authorized}`,
          'PidFile none',
          'UsePAM no',
          'StrictModes no',
          'PasswordAuthentication no',
          'KbdInteractiveAuthentication no',
          'LogLevel VERBOSE',
          // bash would run the whole ~/.bashrc of whoever tests, for each login, if it were the first shell.
          'SetEnv SHLVL=1',
          ...lines,
          '',
        ].join('\n'),
      );
      const child = spawn(sshdPath!, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
      const log = { text: '' };
      const said = await listening(child, log);
      if (said === null) {
        const server = sshdOf(child, port, hostKeyFile, log, running);
        running.add(server);
        return server;
      }
      // Another program was quicker to take the free port.
      if (turn >= 5 || inPlaceOf !== undefined || !/address already in use/i.test(said))
        throw new Error(`sshd: ${said}`);
    }
  };
  return {
    folder,
    user: userInfo().username,
    identityFile: makeKey('id'),
    makeKey,
    start,
    write,
    async close() {
      await Promise.all([...running].map((server) => server.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sshdOf(
  child: ChildProcess,
  port: number,
  hostKeyFile: string,
  log: { readonly text: string },
  running: Set<Sshd>,
): Sshd {
  const [type, key] = readFileSync(`${hostKeyFile}.pub`, 'utf8').split(' ');
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const server: Sshd = {
    port,
    hostKeyFile,
    knownHostsLine: `[127.0.0.1]:${port} ${type} ${key}\n`,
    log: () => log.text,
    pid: child.pid!,
    async stop() {
      running.delete(server);
      for (const session of sessionsOf(child.pid!)) killQuietly(session);
      child.kill('SIGKILL');
      await ended;
    },
  };
  return server;
}

/** Processes that an sshd has made, and those that they made: its connections are processes of their own. */
export function sessionsOf(pid: number): readonly number[] {
  const listed = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).stdout;
  const rows = [...listed.matchAll(/(\d+)\s+(\d+)/g)].map(([, own, parent]) => [Number(own), Number(parent)] as const);
  const below = (parent: number): number[] =>
    rows.filter(([, of]) => of === parent).flatMap(([own]) => [own, ...below(own)]);
  return below(pid);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/** Null once it listens, else what it said before it ended. */
function listening(child: ChildProcess, log: { text: string }): Promise<string | null> {
  return new Promise((resolve) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      if (log.text.length < 100_000) log.text += text;
      if (/Server listening/.test(log.text)) resolve(null);
    });
    child.on('close', () => resolve(log.text));
  });
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
