import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A WebSocket server of a test, on loopback, that can go away and come back at the same address. */
export type TestStreamServer = {
  readonly url: string;
  /** Everything that clients sent, in order of arrival. */
  readonly received: readonly string[];
  /** Connections opened since the start. */
  readonly connections: () => number;
  /** Cuts every connection and answers new ones with 503 until `comeBack`. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
  readonly close: () => Promise<void>;
};

/** Starts a server that calls `onClient` for every connection, and `onMessage` for what it says. */
export async function startStreamServer(
  onClient: (client: WebSocket) => void,
  onMessage: (client: WebSocket, text: string) => void = () => {},
  options: { readonly autoPong?: boolean } = {},
): Promise<TestStreamServer> {
  const received: string[] = [];
  let connections = 0;
  let away = false;
  const http = createServer();
  const sockets = new WebSocketServer({ ...options, noServer: true });
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head) => {
    if (away) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      connections += 1;
      client.on('error', () => {});
      client.on('message', (payload) => {
        received.push(payload.toString());
        onMessage(client, payload.toString());
      });
      onClient(client);
    });
  });
  await listen(http);
  return {
    url: `ws://127.0.0.1:${portOf(http)}/metrics`,
    received,
    connections: () => connections,
    goAway() {
      away = true;
      for (const client of sockets.clients) client.terminate();
    },
    comeBack() {
      away = false;
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Starts a server that takes connections, calls `onConnection`, and never answers a handshake. */
export async function startSilentServer(
  onConnection: () => void,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    // Read and forgotten, so that the end of the client is noticed.
    socket.resume();
    onConnection();
  });
  await listen(server);
  return {
    url: `ws://127.0.0.1:${portOf(server)}/metrics`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address where nobody listens: port 1 is reserved, and never given to a program that asks for any port. */
export const refusingUrl = 'ws://127.0.0.1:1/metrics';

type Listener = {
  listen(port: number, host: string, done: () => void): unknown;
  address(): AddressInfo | string | null;
};

async function listen(server: Listener): Promise<void> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
}

function portOf(server: Listener): number {
  return (server.address() as AddressInfo).port;
}
