import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import type tls from 'node:tls';
import { certificate, certificateKey } from '../engine/load/loopback-certificate.js';

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

/** A server of Node's own on loopback, and what it has seen. */
export type NodeServer = {
  readonly port: number;
  /** Connections that it has accepted. */
  readonly connections: () => number;
  /** The most that were open at one time. */
  readonly mostConnections: () => number;
  /** Of the connections that TLS secured: how many resumed an earlier session. */
  readonly resumed: () => number;
  /** Stops listening and closes every connection. */
  readonly stop: () => Promise<void>;
};

export type NodeServerOptions = {
  readonly http2?: http2.ServerOptions;
  /** Called with every new session of HTTP/2. */
  readonly onSession?: (session: http2.ServerHttp2Session) => void;
};

/** Starts a server that speaks so; `h2` and `https` with the certificate for localhost, `h2c` without TLS. */
export async function startNodeServer(
  speaks: 'http' | 'https' | 'h2' | 'h2c',
  handle: (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void,
  options: NodeServerOptions = {},
): Promise<NodeServer> {
  // The two kinds of request and response have in common all that handlers of tests use.
  const plainHandle = handle as unknown as http.RequestListener;
  const secure = { cert: certificate, key: certificateKey };
  const server =
    speaks === 'http'
      ? http.createServer(plainHandle)
      : speaks === 'https'
        ? https.createServer(secure, plainHandle)
        : speaks === 'h2'
          ? http2.createSecureServer({ ...options.http2, ...secure }, handle)
          : http2.createServer({ ...options.http2 }, handle);
  const sockets = new Set<net.Socket>();
  let connections = 0;
  let most = 0;
  let resumed = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('secureConnection', (socket: tls.TLSSocket) => {
    if (socket.isSessionReused()) resumed += 1;
  });
  server.on('session', (session: http2.ServerHttp2Session) => {
    session.on('error', () => session.destroy());
    options.onSession?.(session);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    connections: () => connections,
    mostConnections: () => most,
    resumed: () => resumed,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
