import type { Client, ClientChannel } from 'ssh2';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { SshRoute } from '../../../model/server-route.js';
import type { Clock } from '../../../time/clock.js';
import type { Channel, ChannelListener, OpenEnd, Transport } from '../transport.js';
import type { LoginEnd } from './login.js';
import type { SshPool } from './pool.js';
import { openExecReader } from './read-by-exec.js';
import { openSftpReader } from './read-by-sftp.js';

/** The built-in client: one connection to a server, kept as long as it lives, and a shell on it. */
export function createSsh2Transport(route: SshRoute, pool: SshPool, clock: Clock): Transport {
  let client: Client | null = null;
  let isClosed = false;
  let underWay: Promise<LoginEnd> | null = null;

  const logIn = async (): Promise<LoginEnd> => {
    if (client !== null) return { kind: 'open', client };
    underWay ??= pool.connect(route).finally(() => {
      underWay = null;
    });
    const end = await underWay;
    if (end.kind !== 'open' || client === end.client) return end;
    if (isClosed) {
      end.client.destroy();
      return { kind: 'down', reason: 'watching has ended' };
    }
    client = end.client;
    client.on('close', () => {
      client = null;
    });
    return end;
  };

  return {
    async logIn() {
      await logIn();
    },
    ways: ['awk', 'sh', 'sftp', 'exec'],
    async open(listener, way) {
      const end = await logIn();
      if (end.kind !== 'open') return end;
      const { client: over } = end;
      const open = way === 'sftp' ? openSftpReader : way === 'exec' ? openExecReader : startShell;
      const ended = (reason: string): void => {
        const isLost = client !== over;
        listener.ended(isLost ? 'the connection was lost' : reason, isLost);
      };
      return inTime(over, clock, () => open(over, { ...listener, ended }));
    },
    close() {
      isClosed = true;
      client?.end();
      client = null;
    },
  };
}

/** A server must give a channel within this: one that does not is behind a connection that is dead. */
const longestOpenMs = 10_000;

async function inTime(client: Client, clock: Clock, open: () => Promise<OpenEnd>): Promise<OpenEnd> {
  const late = Promise.withResolvers<OpenEnd>();
  const lost = (): void => late.resolve({ kind: 'down', reason: 'the connection was lost' });
  client.once('close', lost);
  const cancel = clock.after(longestOpenMs, () => {
    late.resolve({ kind: 'down', reason: `no channel was given within ${longestOpenMs / 1000} s` });
    client.destroy();
  });
  try {
    return await Promise.race([open(), late.promise]);
  } catch (error) {
    return { kind: 'down', reason: plainText(messageOf(error), 200) };
  } finally {
    client.off('close', lost);
    cancel();
  }
}

/** `/bin/sh` with no arguments and no terminal: whatever the login shell is, it has nothing to quote or to expand. */
function startShell(client: Client, listener: ChannelListener): Promise<OpenEnd> {
  return new Promise((resolve) => {
    client.exec('/bin/sh', (error, stream) => {
      if (error) resolve({ kind: 'no-channel', reason: `no shell was given: ${plainText(messageOf(error), 200)}` });
      else resolve({ kind: 'open', channel: channelOf(client, stream, listener) });
    });
  });
}

function channelOf(client: Client, stream: ClientChannel, listener: ChannelListener): Channel {
  let isOver = false;
  let exit = '';
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    listener.ended(exit === '' ? 'the channel was closed' : exit, false);
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => listener.output(text));
  stream.stderr.setEncoding('utf8');
  stream.stderr.on('data', (text: string) => listener.errors(text));
  stream.on('exit', (code: number | null, signal?: string) => {
    exit = code === null ? `the shell was ended by ${plainText(String(signal))}` : `the shell ended with ${code}`;
  });
  stream.on('error', (error: Error) => {
    exit = plainText(error.message, 200);
  });
  stream.on('close', end);
  return {
    write(text) {
      if (!isOver && stream.writable) stream.write(text);
    },
    close() {
      if (!isOver) stream.end();
    },
    destroy() {
      // The error listener of the login stays on the client for its whole life.
      client.destroy();
      end();
    },
  };
}
