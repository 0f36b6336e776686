import { spawn } from 'node:child_process';
import { codeOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { SshRoute } from '../../../model/server-route.js';
import type { Clock } from '../../../time/clock.js';
import type { Channel, ChannelListener, OpenEnd, Transport } from '../transport.js';
import type { SshPool } from './pool.js';
import { fromHome } from './ssh-settings.js';

/** What the shell says first of all: whoever says it has been let in. */
const hello = '@LOGIN';

/** A login of the system's ssh may take so long, its own timeouts and retries included. */
const longestLoginMs = 30_000;

/**
 * The system's `ssh` as a child process, for what the built-in client lacks: certificates, FIDO keys, post-quantum key
 * exchange, ProxyCommand, GSSAPI. It never asks anybody anything, because it would ask over the screen.
 */
export function createChildTransport(route: SshRoute, pool: SshPool, clock: Clock, program = 'ssh'): Transport {
  const children = new Set<Channel>();
  return {
    // Anything but a sampler that stays would be a login for each reading.
    ways: ['awk', 'sh'],
    async open(listener) {
      return pool.guard(route, () => start(route, listener, clock, program, children));
    },
    close() {
      for (const child of children) child.destroy();
    },
  };
}

/** The arguments for a route. Nothing of the config is ever part of a shell's text; `--` ends the options. */
export function sshArguments(route: SshRoute): readonly string[] {
  const { host, port, user, identityFile, knownHostsFile, sshConfigFile } = route;
  const options = [
    'BatchMode=yes',
    'ConnectTimeout=10',
    'ServerAliveInterval=10',
    'ServerAliveCountMax=3',
    'ForwardAgent=no',
    'ForwardX11=no',
    'ClearAllForwardings=yes',
    'LogLevel=ERROR',
    ...(identityFile === null ? [] : ['IdentitiesOnly=yes']),
    ...(knownHostsFile === null ? [] : [`UserKnownHostsFile=${fromHome(knownHostsFile)}`]),
  ];
  return [
    '-T',
    ...(sshConfigFile === null ? [] : ['-F', fromHome(sshConfigFile)]),
    ...options.flatMap((option) => ['-o', option]),
    ...(identityFile === null ? [] : ['-i', fromHome(identityFile)]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...(user === null ? [] : ['-l', user]),
    '--',
    host,
    '/bin/sh',
  ];
}

function start(
  route: SshRoute,
  listener: ChannelListener,
  clock: Clock,
  program: string,
  children: Set<Channel>,
): Promise<OpenEnd> {
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C in the terminal is for this program, which ends its children itself.
    const child = spawn(program, sshArguments(route), { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    let isIn = false;
    let isOver = false;
    let early = '';
    let errors = '';
    const channel: Channel = {
      write(text) {
        if (!isOver && child.stdin.writable) child.stdin.write(text);
      },
      close() {
        child.stdin.end();
        // A sampler that waits for something else than its input does not end with it.
        clock.after(2_000, () => child.kill('SIGKILL'));
      },
      destroy: () => void child.kill('SIGKILL'),
    };
    children.add(channel);
    const end = (reason: string, isConnectionLost = true): void => {
      if (isOver) return;
      isOver = true;
      cancel();
      children.delete(channel);
      if (isIn) listener.ended(reason, isConnectionLost);
      else resolve(failureOf(route.host, errors, reason));
    };
    const cancel = clock.after(longestLoginMs, () => {
      channel.destroy();
      end(`ssh did not log in within ${longestLoginMs / 1000} s`);
    });
    child.on('error', (error) => {
      end(codeOf(error) === 'ENOENT' ? `there is no program ${program} on this machine` : error.message);
    });
    // 255 is ssh's own; any other code is that of the shell.
    child.on('close', (code, signal) => end(`ssh ended with ${code ?? signal}`, code === null || code === 255));
    // A write to a child that has just ended: its end is told by `close`.
    child.stdin.on('error', () => {});
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2000);
      if (isIn) listener.errors(text);
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (isIn) {
        listener.output(text);
        return;
      }
      early = (early + text).slice(-65_536);
      const at = early.search(new RegExp(`^${hello}\\r?\\n`, 'm'));
      if (at < 0) return;
      isIn = true;
      cancel();
      resolve({ kind: 'open', channel });
      const rest = early.slice(early.indexOf('\n', at) + 1);
      if (rest !== '') listener.output(rest);
    });
    child.stdin.write(`echo ${hello}\n`);
  });
}

/** What a person must mend, by what ssh says of it. All else may pass by itself. */
const needsPerson =
  /permission denied|host key verification failed|remote host identification|too many authentication|no matching|bad configuration|bad owner|unprotected private key|revoked|no such identity|certificate invalid/i;

function failureOf(host: string, errors: string, reason: string): OpenEnd {
  const said = errors
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !/^[@\W]+$/.test(line));
  const kind = needsPerson.test(errors) || reason.startsWith('there is no program') ? 'refused' : 'down';
  const advice =
    kind === 'refused' && said.length > 0 ? ` Log in once by hand to see: ssh ${plainText(host, 253)}` : '';
  return { kind, reason: `${plainText(said.length === 0 ? reason : said.slice(-3).join(' '), 400)}${advice}` };
}
