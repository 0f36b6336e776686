import { createHistogramRecorder, type HistogramRecorder } from '../../measure/histogram-recorder.js';
import { bucketOf, coarseBits } from '../../measure/latency-buckets.js';
import { type Outcome, outcomes } from '../../model/outcome.js';
import { type Arrival, type Credit, wasSent } from './arrival.js';
import type { WatchedName } from './load.js';
import { counterAt, type PhaseLayout, watchedAt, windowAt, windowMs } from './phase-memory.js';

/** A worker's record of one phase. Arrivals are credited to the phase of their due time, however late they end. */
export type PhaseBook = Credit & {
  /** When the phase ends, which the main thread may bring forward at any time. */
  readonly endMs: () => number;
  readonly loopDelayed: (delayMs: number) => void;
};

/** Opens the record of a phase that begins at `startMs` (`processNowMs()` scale) in zeroed shared memory. */
export function openPhaseBook(
  memory: SharedArrayBuffer,
  layout: PhaseLayout,
  startMs: number,
  limitsMs: readonly number[],
  watched: readonly WatchedName[] = [],
): PhaseBook {
  return new Book(memory, layout, startMs, limitsMs, watched);
}

type Recorders = { readonly response: HistogramRecorder; readonly service: HistogramRecorder };

/** A class because a book is opened for each phase: see the histogram recorder. */
class Book implements PhaseBook {
  readonly #floats: Float64Array;
  readonly #layout: PhaseLayout;
  readonly #startMs: number;
  readonly #limitsMs: readonly number[];
  readonly #watched: readonly WatchedName[];
  readonly #response: HistogramRecorder;
  readonly #service: HistogramRecorder;
  readonly #sendLag: HistogramRecorder;
  readonly #loopDelay: HistogramRecorder;
  readonly #connect: HistogramRecorder;
  readonly #firstByte: HistogramRecorder;
  readonly #body: HistogramRecorder;
  readonly #server: HistogramRecorder;
  readonly #names: readonly Recorders[];
  #inFlight = 0;
  #countedToMs: number;

  constructor(
    memory: SharedArrayBuffer,
    layout: PhaseLayout,
    startMs: number,
    limitsMs: readonly number[],
    watched: readonly WatchedName[],
  ) {
    const recorder = (name: Parameters<PhaseLayout['histogramOffset']>[0]) =>
      createHistogramRecorder(memory, layout.histogramOffset(name));
    this.#floats = new Float64Array(memory, 0, Math.floor(memory.byteLength / 8));
    this.#layout = layout;
    this.#startMs = startMs;
    this.#countedToMs = startMs;
    this.#limitsMs = limitsMs;
    this.#watched = watched;
    this.#response = recorder('responseTime');
    this.#service = recorder('serviceTime');
    this.#sendLag = recorder('sendLag');
    this.#loopDelay = recorder('loopDelay');
    this.#connect = recorder('connect');
    this.#firstByte = recorder('firstByte');
    this.#body = recorder('body');
    this.#server = recorder('server');
    this.#names = Array.from({ length: layout.names }, (_, name) => ({
      response: createHistogramRecorder(memory, layout.nameHistogramOffset(name, 'responseTime')),
      service: createHistogramRecorder(memory, layout.nameHistogramOffset(name, 'serviceTime')),
    }));
  }

  endMs(): number {
    return this.#floats[counterAt.endMs]!;
  }

  loopDelayed(delayMs: number): void {
    this.#loopDelay.record(delayMs * 1000);
  }

  dispatched(dueMs: number, nowMs: number, name: number): void {
    const floats = this.#floats;
    const lagUs = Math.max(0, nowMs - dueMs) * 1000;
    this.#sendLag.record(lagUs);
    const at = this.#openWindow(dueMs);
    floats[at + windowAt.lag + bucketOf(lagUs, coarseBits)]! += 1;
    floats[at + windowAt.due]! += 1;
    if (this.#watched.length > 0) this.#count(at, name, watchedAt.due);
    floats[counterAt.dispatched]! += 1;
  }

  sent(nowMs: number): void {
    this.#countInFlight(nowMs, 1);
    this.#floats[counterAt.sent]! += 1;
  }

  resent(): void {
    this.#floats[counterAt.resent]! += 1;
  }

  redirected(): void {
    this.#floats[counterAt.redirected]! += 1;
  }

  connected(tookMs: number): void {
    this.#connect.record(tookMs * 1000);
  }

  settled(arrival: Arrival, outcome: Outcome, nowMs: number): void {
    const { dueMs, sentMs, firstByteMs } = arrival;
    const floats = this.#floats;
    if (wasSent(arrival)) this.#countInFlight(nowMs, -1);
    const responseMs = nowMs - dueMs;
    if (outcome === 'ok') {
      this.#response.record(responseMs * 1000);
      this.#service.record((nowMs - sentMs) * 1000);
      if (firstByteMs !== null) {
        this.#firstByte.record((firstByteMs - sentMs) * 1000);
        this.#body.record((nowMs - firstByteMs) * 1000);
      }
      if (arrival.serverMs !== null) this.#server.record(arrival.serverMs * 1000);
    }
    if (this.#names.length > 0)
      this.#named(arrival.work.name, outcome, responseMs, wasSent(arrival) ? nowMs - sentMs : 0);
    floats[counterAt[outcome]]! += 1;
    const at = this.#findWindow(dueMs);
    if (at === null) return;
    if (this.#watched.length > 0) this.#countEnd(at, arrival.work.name, outcome, responseMs);
    switch (outcome) {
      case 'ok':
        floats[at + windowAt.responseSumMs]! += responseMs;
        for (let limit = 0; limit < this.#limitsMs.length; limit++) {
          if (responseMs > this.#limitsMs[limit]!) floats[at + windowAt.slow + limit]! += 1;
        }
        floats[at + windowAt.answered]! += 1;
        return;
      case 'badStatus':
      case 'timeout':
      case 'connectionFailed':
        floats[at + windowAt.failed]! += 1;
        return;
      case 'unsent':
        floats[at + windowAt.unsent]! += 1;
        return;
      case 'unfinished':
        return;
    }
  }

  stepBegan(name: number, nowMs: number): void {
    if (this.#watched.length > 0) this.#count(this.#openWindow(nowMs), name, watchedAt.due);
  }

  stepSettled(name: number, beganMs: number, sentMs: number, outcome: Outcome, nowMs: number): void {
    const tookMs = nowMs - sentMs;
    if (this.#names.length > 0) this.#named(name, outcome, tookMs, tookMs);
    if (this.#watched.length === 0) return;
    const at = this.#findWindow(beganMs);
    if (at !== null) this.#countEnd(at, name, outcome, tookMs);
  }

  /** Adds one to a counter of every place that watches the name, in the window at `at`. */
  #count(at: number, name: number, counter: number): void {
    for (let index = 0; index < this.#watched.length; index++) {
      if (this.#watched[index]!.name === name) this.#floats[at + this.#layout.watchedStart(index) + counter]! += 1;
    }
  }

  #countEnd(at: number, name: number, outcome: Outcome, responseMs: number): void {
    if (outcome === 'unfinished') return;
    if (outcome !== 'ok') {
      this.#count(at, name, outcome === 'unsent' ? watchedAt.unsent : watchedAt.failed);
      return;
    }
    // Slow before answered: the reader never sees an answer without its lateness.
    for (let index = 0; index < this.#watched.length; index++) {
      const { limitMs, name: own } = this.#watched[index]!;
      if (own !== name) continue;
      const from = at + this.#layout.watchedStart(index);
      if (limitMs !== null && responseMs > limitMs) this.#floats[from + watchedAt.slow]! += 1;
      this.#floats[from + watchedAt.responseSumMs]! += responseMs;
    }
    this.#count(at, name, watchedAt.answered);
  }

  blamed(): void {
    this.#floats[counterAt.unsentByGenerator]! += 1;
  }

  #named(name: number, outcome: Outcome, responseMs: number, serviceMs: number): void {
    if (outcome === 'ok') {
      const { response, service } = this.#names[name]!;
      response.record(responseMs * 1000);
      service.record(serviceMs * 1000);
    }
    this.#floats[this.#layout.nameStart(name) + outcomes.indexOf(outcome)]! += 1;
  }

  #countInFlight(nowMs: number, change: 1 | -1): void {
    this.#floats[counterAt.inFlightIntegral]! += this.#inFlight * (nowMs - this.#countedToMs);
    this.#countedToMs = nowMs;
    this.#inFlight += change;
  }

  /** The place of the window that a time lies in, taken for it where another had it before. */
  #openWindow(atMs: number): number {
    const floats = this.#floats;
    const number = this.#windowNumber(atMs);
    const at = this.#layout.windowStart(number);
    // Window 0 is stored as 1, so that zeroed memory holds none.
    if (floats[at + windowAt.number] !== number + 1) {
      floats.fill(0, at, at + this.#layout.windowFloats);
      floats[at + windowAt.number] = number + 1;
    }
    return at;
  }

  /** The place of the window that a time lies in; null where it is used again: that window was judged long ago. */
  #findWindow(atMs: number): number | null {
    const number = this.#windowNumber(atMs);
    const at = this.#layout.windowStart(number);
    return this.#floats[at + windowAt.number] === number + 1 ? at : null;
  }

  #windowNumber(atMs: number): number {
    return Math.max(0, Math.floor((atMs - this.#startMs) / windowMs));
  }
}
