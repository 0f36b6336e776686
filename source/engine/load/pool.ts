import type { Outcome } from '../../model/outcome.js';
import type { HttpRequest, Work } from '../../model/work.js';
import type { Random } from '../../time/random.js';
import { type Arrival, wasSent } from './arrival.js';
import type { Connection, ConnectionFault, ConnectionListeners } from './connection.js';
import { createLinkedQueue } from './linked-queue.js';
import { createOpenPace } from './open-pace.js';
import type { ResponseHead } from './response-head.js';
import { isStale } from './stale.js';

export type PoolOptions = {
  readonly open: (listeners: ConnectionListeners) => Connection;
  /** The bytes of an arrival's request. */
  readonly encode: (arrival: Arrival<HttpRequest>) => Uint8Array;
  /** Called with the head of every answer, before the arrival is settled. */
  readonly onAnswer: (arrival: Arrival<HttpRequest>, head: ResponseHead) => void;
  /**
   * Where an answer sends its arrival on to: another request, or `elsewhere`, which is a bad end; null: nowhere. Absent:
   * answers are taken by their status alone.
   */
  readonly redirect?: (arrival: Arrival<HttpRequest>, head: ResponseHead) => HttpRequest | 'elsewhere' | null;
  /** Called with every arrival that has ended: nobody refers to it any more. */
  readonly release?: (arrival: Arrival<HttpRequest>) => void;
  /** Bound on connections; null: as many as needed. */
  readonly connections: number | null;
  /** Whether a connection carries more than one request. */
  readonly keepAlive: boolean;
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  readonly random: Random;
  /** Called after each answer: a good moment to see whether arrivals have come due meanwhile. */
  readonly afterAnswer: (nowMs: number) => void;
};

/** Sends arrivals over keep-alive connections and sees every one of them to its end. */
export type Pool<Kind extends Work> = {
  /** Sends an arrival, or lets it wait for a connection. */
  readonly submit: (arrival: Arrival<Kind>, nowMs: number) => void;
  /** Ends what has taken too long. To be called at `nextCheckMs()` or later. */
  readonly check: (nowMs: number) => void;
  readonly nextCheckMs: () => number;
  readonly inFlight: () => number;
  readonly waiting: () => number;
  readonly connectionsOpen: () => number;
  /** Ends everything at once: what waits is unsent, what is in flight unfinished. */
  readonly abandon: (nowMs: number) => void;
};

/** A connection's place in the pool. It is in one queue, by its state: connecting, idle or busy. */
type Slot = {
  readonly connection: Connection;
  arrival: Arrival<HttpRequest> | null;
  /** Since when it is connecting or busy. */
  sinceMs: number;
  previous: Slot | null;
  next: Slot | null;
};

/** A pool of HTTP/1.1 connections to one host. */
export function createPool(options: PoolOptions): Pool<HttpRequest> {
  const { nowMs, timeoutMs, encode } = options;
  const connectionLimit = options.connections ?? Number.POSITIVE_INFINITY;
  const waiting = createLinkedQueue<Arrival<HttpRequest>>();
  const connecting = createLinkedQueue<Slot>();
  const idle = createLinkedQueue<Slot>();
  const busy = createLinkedQueue<Slot>();
  const pace = createOpenPace(options.random);

  const connectionsOpen = (): number => idle.size() + busy.size();
  const mayOpen = (): boolean =>
    connecting.size() < waiting.size() && connecting.size() + connectionsOpen() < connectionLimit;

  const settle = (arrival: Arrival<HttpRequest>, outcome: Outcome, atMs: number): void => {
    arrival.credit.settled(arrival, outcome, atMs);
    options.release?.(arrival);
  };
  const give = (slot: Slot, arrival: Arrival<HttpRequest>, atMs: number): void => {
    slot.arrival = arrival;
    slot.sinceMs = atMs;
    busy.push(slot);
    if (!wasSent(arrival)) {
      arrival.sentMs = atMs;
      arrival.credit.sent(atMs);
    } else if (arrival.isSentOn) {
      arrival.isSentOn = false;
      arrival.credit.redirected();
    } else arrival.credit.resent();
    slot.connection.send(encode(arrival), methodOf(arrival) === 'HEAD');
  };
  const makeUseOf = (slot: Slot, atMs: number): void => {
    const next = waiting.first();
    if (next === null) {
      idle.push(slot);
      return;
    }
    waiting.remove(next);
    give(slot, next, atMs);
  };
  const failOldestWaiting = (atMs: number, own: boolean): void => {
    const arrival = waiting.first();
    if (arrival === null) return;
    waiting.remove(arrival);
    const unsent = own && !wasSent(arrival);
    if (unsent) arrival.credit.blamed();
    settle(arrival, unsent ? 'unsent' : 'connectionFailed', atMs);
  };
  const openAsNeeded = (atMs: number): void => {
    if (!pace.isRefused()) {
      while (mayOpen()) open(atMs);
    } else if (atMs >= pace.nextMs()) {
      if (!mayOpen()) return;
      pace.attempted(atMs);
      open(atMs);
    } else if (connecting.size() + connectionsOpen() === 0) {
      // Refused a moment ago and nothing else to wait for: waiting for the next attempt would only hide the refusal.
      while (waiting.size() > 0) failOldestWaiting(atMs, pace.isOwnFault());
    }
  };
  const connectFailed = (slot: Slot, fault: ConnectionFault, atMs: number): void => {
    connecting.remove(slot);
    pace.failed(fault, atMs);
    failOldestWaiting(atMs, pace.isOwnFault());
    openAsNeeded(atMs);
  };
  const broke = (slot: Slot, fault: ConnectionFault, atMs: number): void => {
    busy.remove(slot);
    const arrival = slot.arrival!;
    const stale =
      slot.connection.served() > 0 &&
      slot.connection.firstByteMs() === null &&
      isStale(methodOf(arrival), fault, atMs - slot.sinceMs);
    slot.arrival = null;
    if (!stale) {
      settle(arrival, 'connectionFailed', atMs);
    } else {
      const other = idle.first();
      if (other === null) waiting.pushFirst(arrival);
      else {
        idle.remove(other);
        give(other, arrival, atMs);
      }
    }
    openAsNeeded(atMs);
  };
  const open = (atMs: number): void => {
    const listeners: ConnectionListeners = {
      opened() {
        const openedMs = nowMs();
        connecting.remove(slot);
        pace.opened();
        waiting.first()?.credit.connected(openedMs - slot.sinceMs);
        makeUseOf(slot, openedMs);
        openAsNeeded(openedMs);
      },
      answered(connection, head, isReusable) {
        const endedMs = nowMs();
        const arrival = slot.arrival!;
        slot.arrival = null;
        busy.remove(slot);
        arrival.firstByteMs = connection.firstByteMs();
        arrival.serverMs = head.serverMs;
        options.onAnswer(arrival, head);
        const onward = options.redirect?.(arrival, head) ?? null;
        if (onward !== null && onward !== 'elsewhere') {
          arrival.redirect = onward;
          arrival.redirects += 1;
          arrival.isSentOn = true;
          // Before all others: it has waited its turn already.
          waiting.pushFirst(arrival);
        } else {
          const { from, to } = arrival.work.okStatus;
          const good = onward === null && head.status >= from && head.status <= to;
          settle(arrival, good ? 'ok' : 'badStatus', endedMs);
        }
        if (isReusable && options.keepAlive) makeUseOf(slot, endedMs);
        else {
          connection.destroy();
          openAsNeeded(endedMs);
        }
        options.afterAnswer(endedMs);
      },
      failed(_connection, fault) {
        if (slot.arrival === null) connectFailed(slot, fault, nowMs());
        else broke(slot, fault, nowMs());
      },
      closed() {
        idle.remove(slot);
      },
    };
    const slot: Slot = {
      connection: options.open(listeners),
      arrival: null,
      sinceMs: atMs,
      previous: null,
      next: null,
    };
    connecting.push(slot);
  };

  return {
    submit(arrival, atMs) {
      const slot = idle.first();
      if (slot !== null) {
        // The connection idle for longest: all stay in use, which spreads over a cluster that balances by connection.
        idle.remove(slot);
        give(slot, arrival, atMs);
      } else {
        waiting.push(arrival);
        openAsNeeded(atMs);
      }
    },
    check(atMs) {
      for (let slot = busy.first(); slot !== null && atMs - slot.sinceMs >= timeoutMs; slot = busy.first()) {
        busy.remove(slot);
        slot.connection.destroy();
        settle(slot.arrival!, 'timeout', atMs);
      }
      for (
        let slot = connecting.first();
        slot !== null && atMs - slot.sinceMs >= timeoutMs;
        slot = connecting.first()
      ) {
        slot.connection.destroy();
        connectFailed(slot, { code: 'ETIMEDOUT', reason: 'no connection within the timeout' }, atMs);
      }
      openAsNeeded(atMs);
    },
    nextCheckMs() {
      const oldestSentMs = busy.first()?.sinceMs ?? Number.POSITIVE_INFINITY;
      const oldestOpenMs = connecting.first()?.sinceMs ?? Number.POSITIVE_INFINITY;
      return Math.min(
        Math.min(oldestSentMs, oldestOpenMs) + timeoutMs,
        pace.isRefused() && mayOpen() ? pace.nextMs() : Number.POSITIVE_INFINITY,
      );
    },
    inFlight: () => busy.size(),
    waiting: () => waiting.size(),
    connectionsOpen,
    abandon(atMs) {
      for (let slot = busy.first(); slot !== null; slot = busy.first()) {
        busy.remove(slot);
        slot.connection.destroy();
        settle(slot.arrival!, 'unfinished', atMs);
      }
      for (let arrival = waiting.first(); arrival !== null; arrival = waiting.first()) {
        waiting.remove(arrival);
        const outcome = wasSent(arrival) ? 'unfinished' : 'unsent';
        settle(arrival, outcome, atMs);
      }
      for (const queue of [connecting, idle]) {
        for (let slot = queue.first(); slot !== null; slot = queue.first()) {
          queue.remove(slot);
          slot.connection.destroy();
        }
      }
    },
  };
}

function methodOf(arrival: Arrival<HttpRequest>): string {
  return (arrival.redirect ?? arrival.work).method;
}
