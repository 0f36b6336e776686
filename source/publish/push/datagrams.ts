import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { connectionFault } from '../../model/connection-fault.js';
import { codeOf, messageOf, PlimsollError } from '../../model/error.js';

/** Sends datagrams to one place. */
export type Datagrams = {
  /** Rejects where the place is known not to listen; a datagram that is lost on its way is not known of. */
  readonly send: (lines: readonly string[]) => Promise<void>;
  readonly close: () => void;
};

/** What goes through every network in one piece. */
const mostBytes = 1_400;

/** Lines put together to datagrams as large as may be; a line that is longer goes by itself. */
export function packLines(lines: readonly string[]): readonly string[] {
  const datagrams: string[] = [];
  let datagram = '';
  for (const line of lines) {
    if (datagram !== '' && Buffer.byteLength(datagram) + 1 + Buffer.byteLength(line) > mostBytes) {
      datagrams.push(datagram);
      datagram = '';
    }
    datagram = datagram === '' ? line : `${datagram}\n${line}`;
  }
  return datagram === '' ? datagrams : [...datagrams, datagram];
}

export function createDatagrams(host: string, port: number): Datagrams {
  let socket: Promise<Socket> | null = null;
  let refusal: Error | null = null;
  const open = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const made = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
      made.unref();
      made.once('error', (error) => {
        made.close();
        reject(error);
      });
      // Not as a callback of connect: that is called where it failed, too, such as for a name that nobody knows.
      made.once('connect', () => {
        made.removeAllListeners('error');
        // That nobody listens is heard after the datagram has been sent: the next one fails of it.
        made.on('error', (error) => {
          refusal = error;
        });
        resolve(made);
      });
      // Only a connected socket hears that nobody listens.
      made.connect(port, host);
    });
  return {
    async send(lines) {
      socket ??= open();
      try {
        const opened = await socket;
        if (refusal !== null) throw refusal;
        for (const datagram of packLines(lines)) {
          await new Promise<void>((resolve, reject) =>
            opened.send(datagram, (error) => (error === null ? resolve() : reject(error))),
          );
        }
      } catch (error) {
        void socket?.then((opened) => opened.close()).catch(() => {});
        socket = null;
        refusal = null;
        const why = codeOf(error) === null ? messageOf(error) : connectionFault(error);
        throw new PlimsollError('not-published', `it could not be sent: ${why}`);
      }
    },
    close() {
      void socket?.then((opened) => opened.close()).catch(() => {});
      socket = null;
    },
  };
}
