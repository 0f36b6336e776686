import { once } from 'node:events';
import net from 'node:net';

/** A request as a scripted server sees it. */
export type SeenRequest = {
  /** Counts all requests of the server from 0. */
  readonly index: number;
  /** Counts the requests of its connection from 0. */
  readonly onConnection: number;
  /** `performance.now()` of its arrival. */
  readonly atMs: number;
  readonly head: string;
};

/** How a script answers: with raw bytes, or by closing. All harmless once the connection is gone. */
export type Reply = {
  readonly write: (text: string) => void;
  /** Ends the connection after what was written. */
  readonly end: () => void;
  /** Resets the connection. */
  readonly reset: () => void;
};

export type ScriptedServer = {
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  readonly connections: () => number;
  /** Stops listening and resets every connection. */
  readonly stop: () => Promise<void>;
};

/** A plain good answer, as short as HTTP/1.1 allows. */
export const okAnswer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A raw TCP server on loopback whose script answers each bodiless request with whatever bytes it likes. */
export async function startScriptedServer(
  script: (request: SeenRequest, reply: Reply) => void,
  onConnection: (socket: net.Socket) => void = () => {},
): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer({ noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
    let pending = '';
    let served = 0;
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end !== -1; end = pending.indexOf('\r\n\r\n')) {
        const head = pending.slice(0, end);
        pending = pending.slice(end + 4);
        const request = { index: requests.length, onConnection: served++, atMs: performance.now(), head };
        requests.push(request);
        script(request, {
          write: (text) => void (socket.writable && socket.write(text, 'latin1')),
          end: () => void socket.end(),
          reset: () => void socket.resetAndDestroy(),
        });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    requests,
    connections: () => connections,
    async stop() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** A loopback port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
