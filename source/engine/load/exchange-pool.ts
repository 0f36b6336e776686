import type { Random } from '../../time/random.js';
import type { Channel, ChannelListeners } from './channel.js';
import type { ConnectionFault } from './connection.js';
import type { Exchange, ExchangeFailure, Slot } from './exchange.js';
import { createLinkedQueue } from './linked-queue.js';
import { createOpenPace } from './open-pace.js';
import { isStale } from './stale.js';

/** Sends exchanges to one host over as many channels as it may, and sees every one of them to its end. */
export type ExchangePool = {
  /** `first`: before all others that wait. */
  readonly submit: (exchange: Exchange, nowMs: number, first?: boolean) => void;
  /** Calls an exchange off, without another word of it. */
  readonly cancel: (exchange: Exchange, nowMs: number) => void;
  /** Ends what has taken too long. To be called at `nextCheckMs()` or later. */
  readonly check: (nowMs: number) => void;
  readonly nextCheckMs: () => number;
  readonly connectionsOpen: () => number;
  /** Closes everything, without a word of the exchanges under way. */
  readonly close: () => void;
};

export type ExchangePoolOptions = {
  readonly open: (listeners: ChannelListeners) => Channel;
  /** Requests that one channel can carry at once. */
  readonly perChannel: number;
  /** Bound on channels; null: as many as needed. */
  readonly connections: number | null;
  readonly keepAlive: boolean;
  /** For an answer from its sending, and for a connection. */
  readonly timeoutMs: number;
  readonly nowMs: () => number;
  readonly random: Random;
};

/** Faults of a connection as a whole; in HTTP/2 a request may also break by itself, and is then not sent again. */
const endsOfConnection = new Set(['closed', 'ECONNRESET', 'EPIPE']);

/** A pool of channels to one host: the raw pool's rules, for connections that carry one request or many. */
export function createExchangePool(options: ExchangePoolOptions): ExchangePool {
  const { nowMs, timeoutMs, perChannel } = options;
  const limit = options.connections ?? Number.POSITIVE_INFINITY;
  const waiting = createLinkedQueue<Exchange>();
  const busy = createLinkedQueue<Exchange>();
  const connecting = createLinkedQueue<Slot>();
  const free = createLinkedQueue<Slot>();
  const slots = new Set<Slot>();
  const pace = createOpenPace(options.random);
  let open = 0;
  let turning = 0;
  let isClosed = false;

  const mayOpen = (): boolean =>
    (connecting.size() + turning) * perChannel < waiting.size() && connecting.size() + open < limit;

  const setTurning = (slot: Slot, isTurning: boolean): void => {
    if (slot.isTurning !== isTurning) turning += isTurning ? 1 : -1;
    slot.isTurning = isTurning;
  };
  const queue = (slot: Slot): void => {
    const mayCarry = options.keepAlive || slot.carried === 0;
    const wanted = slot.state === 'open' && mayCarry && slot.channel.isFree();
    if (wanted && !slot.isQueued) free.push(slot);
    else if (!wanted && slot.isQueued) free.remove(slot);
    slot.isQueued = wanted;
  };
  const release = (slot: Slot): void => {
    slot.carried -= 1;
    if (slot.state === 'closed' && slot.carried === 0) slots.delete(slot);
  };
  const take = (exchange: Exchange): void => {
    if (exchange.place === 'waiting') waiting.remove(exchange);
    else if (exchange.place === 'busy') {
      busy.remove(exchange);
      release(exchange.slot!);
    }
    exchange.place = 'over';
  };
  const fail = (exchange: Exchange, failure: ExchangeFailure, atMs: number): void => {
    take(exchange);
    exchange.listeners.failed(failure, atMs);
  };
  const wait = (exchange: Exchange, first: boolean): void => {
    exchange.place = 'waiting';
    if (first) waiting.pushFirst(exchange);
    else waiting.push(exchange);
  };
  const failFirstWaiting = (own: boolean, atMs: number): void => {
    const exchange = waiting.first();
    if (exchange !== null) fail(exchange, own && !exchange.wasSent ? 'noSocket' : 'connectionFailed', atMs);
  };
  const give = (slot: Slot, exchange: Exchange, atMs: number): void => {
    take(exchange);
    exchange.place = 'busy';
    exchange.slot = slot;
    exchange.sinceMs = atMs;
    exchange.isKept = slot.isKept;
    exchange.isBegun = false;
    slot.carried += 1;
    busy.push(exchange);
    let starts = 0;
    // What is told of an earlier sending no longer counts once it is given elsewhere or has ended.
    const isCurrent = (): boolean => exchange.place === 'busy' && exchange.slot === slot;
    exchange.callOff = slot.channel.send(exchange.request, {
      sent() {
        if (!isCurrent()) return;
        starts += 1;
        const startedMs = nowMs();
        if (starts === 1) {
          // Deadlines run from here: last in the line of those that were sent before.
          exchange.sinceMs = startedMs;
          busy.remove(exchange);
          busy.push(exchange);
        }
        if (exchange.wasSent) exchange.listeners.resent();
        else {
          exchange.wasSent = true;
          exchange.listeners.sent(startedMs);
        }
      },
      begun() {
        if (!isCurrent() || exchange.isBegun) return;
        exchange.isBegun = true;
        exchange.listeners.begun(nowMs());
      },
      head: (status, headers) => isCurrent() && exchange.listeners.head(status, headers),
      data: (chunk) => isCurrent() && exchange.listeners.data(chunk),
      ended() {
        if (isCurrent()) answered(slot, exchange, nowMs());
      },
      failed(fault) {
        if (isCurrent()) broke(slot, exchange, fault, nowMs());
      },
    });
    if (perChannel > 1 && !slot.isKept && !slot.channel.isFree() && slot.state === 'open') setTurning(slot, true);
    queue(slot);
  };
  const makeUseOf = (atMs: number): void => {
    for (let slot = free.first(); slot !== null && waiting.size() > 0; slot = free.first()) {
      // Out and in again: the one used longest ago is next.
      free.remove(slot);
      slot.isQueued = false;
      give(slot, waiting.first()!, atMs);
    }
  };
  const settle = (atMs: number): void => {
    if (isClosed) return;
    makeUseOf(atMs);
    openAsNeeded(atMs);
  };
  const drop = (slot: Slot): void => {
    if (slot.state === 'closed') return;
    if (slot.state === 'connecting') connecting.remove(slot);
    else open -= 1;
    slot.state = 'closed';
    setTurning(slot, false);
    queue(slot);
    if (slot.carried === 0) slots.delete(slot);
  };
  /** Closes a channel that was for one request alone. */
  const leave = (slot: Slot): void => {
    if (options.keepAlive) return;
    drop(slot);
    slot.channel.destroy();
  };
  const answered = (slot: Slot, exchange: Exchange, atMs: number): void => {
    take(exchange);
    slot.isKept = true;
    if (!options.keepAlive) leave(slot);
    else if (perChannel === 1 && slot.state === 'open' && !slot.channel.isFree()) setTurning(slot, true);
    exchange.listeners.ended(atMs);
    settle(atMs);
  };
  const broke = (slot: Slot, exchange: Exchange, fault: ConnectionFault, atMs: number): void => {
    const ageMs = atMs - exchange.sinceMs;
    const isConnectionGone = fault.code !== null && endsOfConnection.has(fault.code);
    if (isConnectionGone && exchange.isKept && !exchange.isBegun && isStale(exchange.request.method, fault, ageMs)) {
      take(exchange);
      wait(exchange, true);
    } else fail(exchange, 'connectionFailed', atMs);
    leave(slot);
    settle(atMs);
  };
  const connectFailed = (slot: Slot, fault: ConnectionFault, atMs: number): void => {
    drop(slot);
    pace.failed(fault, atMs);
    failFirstWaiting(pace.isOwnFault(), atMs);
    settle(atMs);
  };
  const openAsNeeded = (atMs: number): void => {
    if (!pace.isRefused()) {
      while (mayOpen()) openOne(atMs);
    } else if (atMs >= pace.nextMs()) {
      if (!mayOpen()) return;
      pace.attempted(atMs);
      openOne(atMs);
    } else if (connecting.size() + open === 0) {
      // Refused a moment ago and nothing else to wait for: waiting for the next attempt would only hide the refusal.
      while (waiting.size() > 0) failFirstWaiting(pace.isOwnFault(), atMs);
    }
  };
  const openOne = (atMs: number): void => {
    const channel = options.open({
      opened() {
        const openedMs = nowMs();
        connecting.remove(slot);
        slot.state = 'open';
        open += 1;
        pace.opened();
        waiting.first()?.listeners.connected(openedMs - slot.openedFromMs);
        queue(slot);
        settle(openedMs);
        // Unused now, it may be closed by the time it is wanted.
        if (slot.carried === 0) slot.isKept = true;
      },
      failed: (fault) => connectFailed(slot, fault, nowMs()),
      freed() {
        setTurning(slot, false);
        queue(slot);
        settle(nowMs());
      },
      closed() {
        drop(slot);
        settle(nowMs());
      },
    });
    const slot: Slot = {
      channel,
      openedFromMs: atMs,
      state: 'connecting',
      isTurning: false,
      isQueued: false,
      isKept: false,
      carried: 0,
      previous: null,
      next: null,
    };
    slots.add(slot);
    connecting.push(slot);
  };

  return {
    submit(exchange, atMs, first = false) {
      wait(exchange, first);
      settle(atMs);
    },
    cancel(exchange, atMs) {
      const { place, callOff } = exchange;
      take(exchange);
      if (place === 'busy') callOff?.();
      settle(atMs);
    },
    check(atMs) {
      for (
        let exchange = busy.first();
        exchange !== null && atMs - exchange.sinceMs >= timeoutMs;
        exchange = busy.first()
      ) {
        const { callOff } = exchange;
        fail(exchange, 'timeout', atMs);
        callOff?.();
      }
      for (
        let slot = connecting.first();
        slot !== null && atMs - slot.openedFromMs >= timeoutMs;
        slot = connecting.first()
      ) {
        slot.channel.destroy();
        connectFailed(slot, { code: 'ETIMEDOUT', reason: 'no connection within the timeout' }, atMs);
      }
      settle(atMs);
    },
    nextCheckMs() {
      const oldestSentMs = busy.first()?.sinceMs ?? Number.POSITIVE_INFINITY;
      const oldestOpenMs = connecting.first()?.openedFromMs ?? Number.POSITIVE_INFINITY;
      return Math.min(
        Math.min(oldestSentMs, oldestOpenMs) + timeoutMs,
        pace.isRefused() && mayOpen() ? pace.nextMs() : Number.POSITIVE_INFINITY,
      );
    },
    connectionsOpen: () => open,
    close() {
      isClosed = true;
      for (let exchange = waiting.first(); exchange !== null; exchange = waiting.first()) take(exchange);
      for (let exchange = busy.first(); exchange !== null; exchange = busy.first()) take(exchange);
      for (const slot of slots) {
        slot.channel.destroy();
        drop(slot);
      }
      slots.clear();
    },
  };
}
