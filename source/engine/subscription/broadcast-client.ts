import { WebSocket } from 'ws';

/** Why a client is a client no more: it left, its connection broke, it read too slowly, it was silent, or the server stopped. */
export type ClientEnd = 'goodbye' | 'broken' | 'slow' | 'idle' | 'shutdown';

/** What is known of one client. Messages that are queued end as sent, once the kernel has them, or lost. */
export type ClientStatistics = {
  readonly number: number;
  readonly connectedAtMs: number;
  readonly lastHeardMs: number;
  readonly queued: number;
  readonly sent: number;
  readonly queuedBytes: number;
  readonly lost: number;
  readonly received: number;
  readonly receivedBytes: number;
  /** Given to the socket, and not yet taken by the kernel. */
  readonly behindBytes: number;
  /** Round trip of the last ping; null before the first answer. */
  readonly rttMs: number | null;
};

/** Close code 1001, RFC 6455 section 7.4.1: the server goes away. */
const goingAway = 1001;

/** One client of a broadcast. A class: there are a thousand, and what they do is the same. */
export class BroadcastClient {
  readonly #socket: WebSocket;
  readonly #number: number;
  readonly #connectedAtMs: number;
  /** One function for all messages, where one for each would be most of a broadcast's cost. */
  readonly #written: (error?: Error | null) => void;
  #lastHeardMs: number;
  #behindSinceMs: number | null = null;
  #pingedMs: number | null = null;
  #rttMs: number | null = null;
  #end: ClientEnd | null = null;
  #queued = 0;
  #sent = 0;
  #lost = 0;
  #queuedBytes = 0;
  #received = 0;
  #receivedBytes = 0;

  constructor(socket: WebSocket, number: number, nowMs: number) {
    this.#socket = socket;
    this.#number = number;
    this.#connectedAtMs = nowMs;
    this.#lastHeardMs = nowMs;
    this.#written = (error) => {
      if (error === undefined || error === null) this.#sent += 1;
      else this.#lost += 1;
    };
  }

  /** Hands a text to the socket, as UTF-8. False when the client is leaving. */
  send(payload: Buffer): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#queued += 1;
    this.#queuedBytes += payload.length;
    this.#socket.send(payload, { binary: false }, this.#written);
    return true;
  }

  ping(nowMs: number): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#pingedMs ??= nowMs;
    this.#socket.ping();
  }

  answered(nowMs: number): void {
    this.#lastHeardMs = nowMs;
    if (this.#pingedMs !== null) this.#rttMs = nowMs - this.#pingedMs;
    this.#pingedMs = null;
  }

  heard(nowMs: number, sizeBytes: number): void {
    this.#lastHeardMs = nowMs;
    this.#received += 1;
    this.#receivedBytes += sizeBytes;
  }

  /** Whether it reads too slowly: too much is waiting, or something has been waiting at every look for too long. */
  isBehind(nowMs: number, maxBytes: number, maxMs: number): boolean {
    const behindBytes = this.#socket.bufferedAmount;
    if (behindBytes === 0) {
      this.#behindSinceMs = null;
      return false;
    }
    this.#behindSinceMs ??= nowMs;
    return behindBytes > maxBytes || nowMs - this.#behindSinceMs > maxMs;
  }

  goodbye(): void {
    this.#end ??= 'shutdown';
    this.#socket.close(goingAway);
  }

  cut(why: ClientEnd): void {
    this.#end ??= why;
    this.#socket.terminate();
  }

  /** The connection has ended, with this code of its peer's. What the kernel had not taken is lost. */
  closed(code: number): { readonly end: ClientEnd; readonly statistics: ClientStatistics } {
    this.#lost = this.#queued - this.#sent;
    return { end: this.#end ?? (code === 1006 ? 'broken' : 'goodbye'), statistics: this.statistics() };
  }

  statistics(): ClientStatistics {
    return {
      number: this.#number,
      connectedAtMs: this.#connectedAtMs,
      lastHeardMs: this.#lastHeardMs,
      queued: this.#queued,
      sent: this.#sent,
      queuedBytes: this.#queuedBytes,
      lost: this.#lost,
      received: this.#received,
      receivedBytes: this.#receivedBytes,
      behindBytes: this.#socket.bufferedAmount,
      rttMs: this.#rttMs,
    };
  }
}
