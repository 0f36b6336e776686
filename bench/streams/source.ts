import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/*
 * The servers of the streams bench, a process of its own: every client is told so many messages a second, spread evenly.
 * Its only argument is that number; it says its port, and answers each word with how many messages it has sent.
 */

const perSecond = Number(process.argv[2]);
const tickMs = 5;

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
const clients: { readonly socket: WebSocket; readonly sinceMs: number; sent: number }[] = [];
let sent = 0;

sockets.on('connection', (socket) => {
  socket.on('error', () => {});
  clients.push({ socket, sinceMs: performance.now(), sent: 0 });
});
setInterval(() => {
  const nowMs = performance.now();
  for (const client of clients) {
    const due = Math.floor(((nowMs - client.sinceMs) * perSecond) / 1000);
    while (client.sent < due && client.socket.readyState === client.socket.OPEN) {
      client.sent += 1;
      sent += 1;
      client.socket.send(messageText(client.sent));
    }
  }
}, tickMs);
process.on('message', () => process.send?.({ sent }));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', () => process.send?.({ port: (http.address() as AddressInfo).port }));

/** About 300 bytes, as a service tells of itself. */
function messageText(number: number): string {
  return JSON.stringify({
    type: 'metrics',
    at: new Date().toISOString(),
    worker: 'worker-1',
    seq: number,
    cpuPercent: (number * 7) % 100,
    rssBytes: 61_000_000 + number,
    loopDelayMs: 0.823,
    queueDepth: number % 17,
    requests: number * 3,
    requestsPerSecond: 812.4,
    inFlight: 4,
    busyMs: 912.313,
    serviceMs: 1.127,
    heap: { usedBytes: 31_000_000, totalBytes: 44_000_000 },
  });
}
