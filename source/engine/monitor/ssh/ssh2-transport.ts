import type { Client, ClientChannel } from 'ssh2';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { SshRoute } from '../../../model/server-route.js';
import type { Channel, ChannelListener, OpenEnd, Transport } from '../transport.js';
import type { LoginEnd } from './login.js';
import type { SshPool } from './pool.js';

/** The built-in client: one connection to a server, kept as long as it lives, and a shell on it. */
export function createSsh2Transport(route: SshRoute, pool: SshPool): Transport {
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
    async open(listener) {
      const end = await logIn();
      return end.kind === 'open' ? startShell(end.client, listener) : end;
    },
    close() {
      isClosed = true;
      client?.end();
      client = null;
    },
  };
}

/** `/bin/sh` with no arguments and no terminal: whatever the login shell is, it has nothing to quote or to expand. */
function startShell(client: Client, listener: ChannelListener): Promise<OpenEnd> {
  return new Promise((resolve) => {
    const gone = (): void => resolve({ kind: 'down', reason: 'the connection was lost' });
    client.once('close', gone);
    try {
      client.exec('/bin/sh', (error, stream) => {
        client.off('close', gone);
        if (error) resolve({ kind: 'down', reason: `no shell was given: ${plainText(messageOf(error), 200)}` });
        else resolve({ kind: 'open', channel: channelOf(client, stream, listener) });
      });
    } catch (error) {
      client.off('close', gone);
      resolve({ kind: 'down', reason: plainText(messageOf(error), 200) });
    }
  });
}

function channelOf(client: Client, stream: ClientChannel, listener: ChannelListener): Channel {
  let isOver = false;
  let exit = '';
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    listener.ended(exit === '' ? 'the connection was lost' : exit);
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
