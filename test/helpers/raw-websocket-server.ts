import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server of a test, on loopback, that speaks WebSocket byte by byte, well or badly. */
export type RawServer = {
  readonly url: string;
  /** Connections taken since the start. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** Given a connection with the head of its request read; `accept` is the handshake's right answer. */
export type RawBehaviour = (socket: Socket, accept: () => void, request: string) => void;

/** Starts a server that treats its connections by `behave`, told how many there were before. */
export async function startRawServer(behave: (turn: number) => RawBehaviour): Promise<RawServer> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    const behaviour = behave(connections);
    connections += 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    let head = '';
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read);
      // Read and forgotten, so that the end of the client is noticed.
      socket.resume();
      behaviour(socket, () => socket.write(answerTo(head)), head);
    };
    socket.on('data', read);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    connections: () => connections,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** RFC 6455, section 4.2.2. */
function answerTo(head: string): string {
  const key = /sec-websocket-key: *(\S+)/i.exec(head)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
}

/** One frame of at most 125 bytes as a server sends it; `isLast` false makes it a fragment that is followed by others. */
export function frame(opcode: number, payload: string | Buffer = '', isLast = true): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode, bytes.length]), bytes]);
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
