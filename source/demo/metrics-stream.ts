import type { Server } from 'node:http';
import { createBroadcastServer } from '../engine/subscription/broadcast-server.js';
import { createSystemClock } from '../time/clock.js';

/** The WebSocket `/metrics` of one worker. */
export type MetricsStream = {
  /** Sends one message to every client. */
  readonly tell: (message: object) => void;
};

/** Adds the stream to a server; `read` gives what is told to every client each `periodMs`. */
export function serveMetrics(server: Server, periodMs: number, read: () => object): MetricsStream {
  const clock = createSystemClock();
  const clients = createBroadcastServer(clock, (text) => JSON.stringify(answerTo(text, periodMs)));
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] === '/metrics') {
      clients.upgrade(request, socket, head);
      return;
    }
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nServer-Timing: app;dur=0\r\nConnection: close\r\n\r\n');
  });
  const tell = (message: object): void => {
    clients.broadcast(JSON.stringify(message));
  };
  clock.every(periodMs, () => tell({ ...read(), streamClients: clients.totals().clients }));
  return { tell };
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
