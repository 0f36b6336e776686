import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ShutdownReport } from '../../model/stream.js';
import { createIdlePeers } from '../../resilience/idle-peers.js';
import type { Clock } from '../../time/clock.js';
import { BroadcastClient, type ClientEnd, type ClientStatistics } from './broadcast-client.js';

export type BroadcastLimits = {
  readonly maxClients: number;
  /** What one client may say in one message. */
  readonly maxMessageBytes: number;
  /** A client with more than this unread, or anything unread for this long, reads too slowly to be served. */
  readonly maxBehindBytes: number;
  readonly maxBehindMs: number;
  /** Clients are pinged, and the idle ones let go, this often. */
  readonly sweepMs: number;
  /** A client that neither spoke nor answered a ping for this long is gone. */
  readonly idleMs: number;
  readonly stopDeadlineMs: number;
};

export const defaultBroadcastLimits: BroadcastLimits = {
  maxClients: 2_000,
  maxMessageBytes: 16 * 1024,
  maxBehindBytes: 1024 * 1024,
  maxBehindMs: 10_000,
  sweepMs: 30_000,
  idleMs: 300_000,
  stopDeadlineMs: 3_000,
};

const cutAtOnce = 100;

/** Sums over all clients that there ever were. Messages end as sent or lost; what is neither is on its way. */
export type BroadcastTotals = {
  readonly clients: number;
  readonly accepted: number;
  /** Turned away, since there were enough or the server was stopping. */
  readonly refused: number;
  readonly ended: { readonly [why in ClientEnd]: number };
  readonly queued: number;
  readonly sent: number;
  readonly lost: number;
  readonly received: number;
};

/** A WebSocket server that tells all its clients the same, and waits for none of them. */
export type BroadcastServer = {
  /** Takes over a request to upgrade, answering it in any case. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Sends a text to every client that can take it; says to how many. */
  readonly broadcast: (text: string) => number;
  readonly clients: () => readonly ClientStatistics[];
  readonly totals: () => BroadcastTotals;
  /** Takes nobody in any more, says goodbye, and cuts whoever does not leave in time. Twice is harmless. */
  readonly stop: () => Promise<ShutdownReport>;
};

/** `onMessage` gets what clients say and gives the answer, or null for none. */
export function createBroadcastServer(
  clock: Clock,
  onMessage: (text: string) => string | null,
  limits: BroadcastLimits = defaultBroadcastLimits,
): BroadcastServer {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const clients = new Set<BroadcastClient>();
  const heard = createIdlePeers<BroadcastClient>(clock.nowMs, limits.idleMs);
  const ended = { goodbye: 0, broken: 0, slow: 0, idle: 0, shutdown: 0 };
  const past = { queued: 0, sent: 0, lost: 0, received: 0 };
  let [accepted, refused] = [0, 0];
  let stopping: { readonly promise: Promise<ShutdownReport>; readonly check: () => void } | null = null;

  const admit = (socket: WebSocket): void => {
    accepted += 1;
    const client = new BroadcastClient(socket, accepted, clock.nowMs());
    clients.add(client);
    heard.touch(client);
    socket.on('error', () => client.cut('broken'));
    socket.on('pong', () => {
      client.answered(clock.nowMs());
      heard.touch(client);
    });
    socket.on('message', (payload) => {
      heard.touch(client);
      client.heard(clock.nowMs(), (payload as Buffer).length);
      const answer = stopping === null ? onMessage(payload.toString()) : null;
      // Whoever asks and does not read the answers is as slow as whoever does not read the broadcasts.
      if (answer !== null && !dropSlow(client)) client.send(Buffer.from(answer));
    });
    socket.on('close', (code) => {
      const { end, statistics } = client.closed(code);
      ended[end] += 1;
      for (const name of ['queued', 'sent', 'lost', 'received'] as const) past[name] += statistics[name];
      clients.delete(client);
      heard.forget(client);
      stopping?.check();
    });
  };
  const dropSlow = (client: BroadcastClient): boolean => {
    if (!client.isBehind(clock.nowMs(), limits.maxBehindBytes, limits.maxBehindMs)) return false;
    client.cut('slow');
    return true;
  };
  /** A few at a time: closing a socket is the kernel's work, and a thousand in one turn would be felt. */
  const cutIdle = (idle: readonly BroadcastClient[]): void => {
    for (const client of idle.slice(0, cutAtOnce)) client.cut('idle');
    if (idle.length > cutAtOnce) clock.after(0, () => cutIdle(idle.slice(cutAtOnce)));
  };
  const cancelSweep = clock.every(limits.sweepMs, () => {
    const idle = heard.sweep();
    const leaving = new Set(idle);
    cutIdle(idle);
    const now = clock.nowMs();
    for (const client of clients) if (!leaving.has(client) && !dropSlow(client)) client.ping(now);
  });
  const totals = (): BroadcastTotals => {
    const sums = { ...past };
    for (const client of clients) {
      const statistics = client.statistics();
      for (const name of ['queued', 'sent', 'lost', 'received'] as const) sums[name] += statistics[name];
    }
    return { clients: clients.size, accepted, refused, ended: { ...ended }, ...sums };
  };

  return {
    upgrade(request, socket, head) {
      if (stopping !== null || clients.size >= limits.maxClients) {
        refused += 1;
        socket.on('error', () => socket.destroy());
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nServer-Timing: app;dur=0\r\nConnection: close\r\n\r\n',
        );
        return;
      }
      server.handleUpgrade(request, socket, head, admit);
    },
    broadcast(text) {
      if (clients.size === 0) return 0;
      // One copy of the bytes for all clients, however many are behind.
      const payload = Buffer.from(text);
      let told = 0;
      for (const client of clients) {
        if (!dropSlow(client) && client.send(payload)) told += 1;
      }
      return told;
    },
    clients: () => [...clients].map((client) => client.statistics()),
    totals,
    stop() {
      if (stopping !== null) return stopping.promise;
      const { promise, resolve } = Promise.withResolvers<ShutdownReport>();
      const beganMs = clock.nowMs();
      const before = totals();
      cancelSweep();
      const cancelDeadline = clock.after(limits.stopDeadlineMs, () => {
        for (const client of clients) client.cut('shutdown');
      });
      const check = (): void => {
        if (clients.size > 0) return;
        cancelDeadline();
        const after = totals();
        resolve({
          pendingFlushed: after.sent - before.sent,
          pendingDropped: after.lost - before.lost,
          connectionsClosed: before.clients,
          tasksStopped: 2,
          metricsCleaned: before.clients,
          durationMs: clock.nowMs() - beganMs,
        });
      };
      stopping = { promise, check };
      for (const client of clients) client.goodbye();
      check();
      return promise;
    },
  };
}
