import { connect, type Socket } from 'node:net';

/** What all sockets are read into, one after the other. */
const shared = Buffer.allocUnsafeSlow(65_536);

/**
 * A connection to a server, for the built-in client. Node gives each read 64 KB of its own, of which a reading of a server
 * fills one or two: over a fleet that costs more memory than all else that is known of it. Here a read takes what it needs.
 */
export function openSocket(host: string, port: number): Socket {
  // ssh2 writes one packet in three pieces; with Nagle's algorithm each costs the other side's delayed answer, 40 ms.
  const noDelay = true;
  // Windows reads ahead of being asked, into all the buffers that it was given: none can be shared.
  if (process.platform === 'win32') return connect({ host, port, noDelay });
  const socket = connect({
    host,
    port,
    noDelay,
    onread: {
      buffer: shared,
      callback(length) {
        socket.emit('data', Buffer.from(shared.subarray(0, length)));
        return true;
      },
    },
  });
  return socket;
}
