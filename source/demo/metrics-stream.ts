import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

/** The WebSocket `/metrics` of one worker. */
export type MetricsStream = {
  /** Sends one message to every client. */
  readonly tell: (message: object) => void;
};

const maxClients = 100;
const maxMessageBytes = 16 * 1024;

/** A client this far behind reads nothing any more, and would fill the worker's memory. */
const maxBehindBytes = 1024 * 1024;

/** Adds the stream to a server; `read` gives what is told to every client each `periodMs`. */
export function serveMetrics(server: Server, periodMs: number, read: () => object): MetricsStream {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const isMetrics = request.url?.split('?')[0] === '/metrics';
    if (!isMetrics || sockets.clients.size >= maxClients) {
      const status = isMetrics ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nServer-Timing: app;dur=0\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      client.on('message', (payload) => client.send(JSON.stringify(answerTo(payload.toString(), periodMs))));
    });
  });
  const tell = (message: object): void => {
    if (sockets.clients.size === 0) return;
    const text = JSON.stringify(message);
    for (const client of sockets.clients) tellOne(client, text);
  };
  setInterval(() => tell(read()), periodMs);
  return { tell };
}

function tellOne(client: WebSocket, text: string): void {
  if (client.bufferedAmount > maxBehindBytes) client.terminate();
  else if (client.readyState === client.OPEN) client.send(text);
}

/** Every client is told everything, so a subscription is only acknowledged. */
function answerTo(text: string, periodMs: number): object {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'subscribe') {
      return { type: 'subscribed', stream: 'metrics', period: `${periodMs}ms` };
    }
  } catch {
    // Answered below, like anything else that is no subscription.
  }
  return { type: 'error', message: 'Expected {"type":"subscribe","stream":"metrics"}.' };
}
