import type { AnswerHeaders, Channel, ChannelRequest } from './channel.js';

/** How an exchange can end without an answer; `noSocket`: this machine had none to give, and nothing was sent. */
export type ExchangeFailure = 'timeout' | 'connectionFailed' | 'noSocket';

/** One request and its answer over undici. */
export type Exchange = {
  readonly request: ChannelRequest;
  readonly listeners: ExchangeListeners;
  /** When it was given to a connection, or sent by it. */
  sinceMs: number;
  /** Where it is: it waits, is on a connection, or has ended. */
  place: 'waiting' | 'busy' | 'over';
  slot: Slot | null;
  wasSent: boolean;
  isBegun: boolean;
  /** Its connection had carried another before. */
  isKept: boolean;
  callOff: (() => void) | null;
  previous: Exchange | null;
  next: Exchange | null;
};

/** What is told of an exchange; after `ended` or `failed` nothing more. Times as `PoolOptions.nowMs`. */
export type ExchangeListeners = {
  readonly connected: (tookMs: number) => void;
  readonly sent: (nowMs: number) => void;
  readonly resent: () => void;
  readonly begun: (nowMs: number) => void;
  readonly head: (status: number, headers: AnswerHeaders) => void;
  readonly data: (chunk: Buffer) => void;
  readonly ended: (nowMs: number) => void;
  readonly failed: (failure: ExchangeFailure, nowMs: number) => void;
};

/** A channel's place in the pool of a host. */
export type Slot = {
  readonly channel: Channel;
  readonly openedFromMs: number;
  state: 'connecting' | 'open' | 'closed';
  /** It takes no request now, and will in a moment: it has just ended one, or does not know the server's bounds yet. */
  isTurning: boolean;
  isQueued: boolean;
  isKept: boolean;
  carried: number;
  previous: Slot | null;
  next: Slot | null;
};

/** An exchange that has not begun. */
export function createExchange(request: ChannelRequest, listeners: ExchangeListeners): Exchange {
  return {
    request,
    listeners,
    sinceMs: 0,
    place: 'over',
    slot: null,
    wasSent: false,
    isBegun: false,
    isKept: false,
    callOff: null,
    previous: null,
    next: null,
  };
}
