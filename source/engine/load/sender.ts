import type { Work, WorkSource } from '../../model/work.js';
import type { Waker } from '../../time/waker.js';
import type { Arrival, ArrivalShelf } from './arrival.js';
import type { WatchedName } from './load.js';
import { type ArrivalCursor, chanceOf, createArrivalCursor, type Schedule } from './pacer.js';
import type { Beat } from './pacing.js';
import { openPhaseBook, type PhaseBook } from './phase-book.js';
import type { PhaseLayout } from './phase-memory.js';
import type { Pool } from './pool.js';

/** The order to drive one phase, as the main thread gives it to each worker. */
export type PhaseOrder = {
  readonly schedule: Schedule;
  /** On the `processNowMs()` scale, which all threads share. */
  readonly startMs: number;
  /** Zeroed but for `endMs`; laid out as `PhaseLayout` says. */
  readonly memory: SharedArrayBuffer;
};

export type SenderOptions = {
  readonly pool: Pool<Work>;
  readonly source: WorkSource;
  /** Where arrivals come from. */
  readonly shelf: ArrivalShelf;
  /** Virtual clients that arrivals are dealt to in turn; 1 where there are none, else a multiple of the workers. */
  readonly clients: number;
  readonly layout: PhaseLayout;
  readonly limitsMs: readonly number[];
  /** Absent: none. */
  readonly watched?: readonly WatchedName[];
  readonly nowMs: () => number;
  readonly createWaker: (kind: Beat['waker'], wake: () => void) => Waker;
  /** How to keep time through a schedule. */
  readonly beatOf: (schedule: Schedule) => Beat;
  /** Makes known how things stand; `handledUntilMs`: everything due until then has been handled. */
  readonly publish: (handledUntilMs: number, nowMs: number) => void;
};

/** A worker's loop: hands every arrival to the pool when it is due. */
export type Sender = {
  /** Takes up a phase, after those taken up before. */
  readonly begin: (order: PhaseOrder) => void;
  /** Sends what has come due; called after answers too, which keeps the lag small where answers are many. */
  readonly sendDue: (nowMs: number) => void;
  /** Ends: what was due and not sent is unsent, what is in flight unfinished. */
  readonly close: () => void;
};

type Part = {
  readonly schedule: Schedule;
  readonly startMs: number;
  readonly cursor: ArrivalCursor;
  readonly book: PhaseBook;
  readonly tickMs: number;
  readonly waker: Waker;
};

/** Arrivals sent in one go before answers get their turn. */
const batch = 64;

/** A loop later than this takes answers before it goes by the clock. */
const answersFirstMs = 5;

/** The longest sleep: windows can only be judged as far as workers say that they have come. */
const longestSleepMs = 50;

export function createSender(options: SenderOptions): Sender {
  const { pool, source, shelf, clients, layout, limitsMs, watched = [], nowMs } = options;
  const parts: Part[] = [];
  const wakers = new Map<Beat['waker'], Waker>();
  let waker: Waker | null = null;
  let handledUntilMs = 0;
  /** Arrivals that this worker has handled in all phases. */
  let handled = 0;
  let wantedMs: number | null = null;
  /** The tick up to which all is sent. Ticks lie on a grid, so that a late one does not shift the next. */
  let tickedMs = Number.NEGATIVE_INFINITY;

  const wakerOf = (kind: Beat['waker']): Waker => {
    const known = wakers.get(kind);
    if (known !== undefined) return known;
    const made = options.createWaker(kind, turn);
    wakers.set(kind, made);
    return made;
  };
  /** When the next arrival is due: Infinity when there is none to come. Leaves behind phases that are over. */
  const nextDueMs = (): number => {
    for (;;) {
      const part = parts[0];
      if (part === undefined) return Number.POSITIVE_INFINITY;
      const dueMs = part.startMs + part.cursor.dueMs();
      if (dueMs < part.book.endMs()) return dueMs;
      if (parts.length === 1) return Number.POSITIVE_INFINITY;
      parts.shift();
    }
  };
  const tickMs = (): number => parts[0]?.tickMs ?? 0;
  /** The next arrival of a part, which is due then. */
  const take = ({ book, cursor, schedule }: Part, dueMs: number): Arrival => {
    const chance = chanceOf(schedule.seed, cursor.number());
    cursor.advance();
    const serial = handled * schedule.stride + schedule.first;
    const client = serial % clients;
    handled += 1;
    return shelf.take(dueMs, book, source.next(serial, chance, client), client);
  };
  const sendDue = (untilMs: number): void => {
    const periodMs = tickMs();
    for (let sent = 0; sent < batch; sent++) {
      const dueMs = nextDueMs();
      if (dueMs > untilMs) {
        handledUntilMs = untilMs;
        tickedMs = periodMs === 0 ? untilMs : untilMs - (untilMs % periodMs);
        return;
      }
      const arrival = take(parts[0]!, dueMs);
      const dispatchMs = nowMs();
      arrival.credit.dispatched(dueMs, dispatchMs, arrival.work.name);
      pool.submit(arrival, dispatchMs);
    }
  };
  const wakeAt = (atMs: number): void => {
    const next = parts[0]?.waker ?? waker;
    if (next !== waker) waker?.stop();
    waker = next;
    waker?.wakeAt(atMs);
  };
  const turn = (): void => {
    const beganMs = nowMs();
    const lateMs = wantedMs === null ? 0 : Math.max(0, beganMs - wantedMs);
    const book = parts[0]?.book;
    if (wantedMs !== null && book !== undefined && beganMs < book.endMs()) book.loopDelayed(lateMs);
    wantedMs = null;
    sendDue(beganMs);
    if (lateMs > answersFirstMs) {
      // Answers that came while the loop was late lie unread: nothing may time out or be judged before they are.
      wakeAt(beganMs);
      return;
    }
    pool.check(beganMs);
    options.publish(handledUntilMs, beganMs);
    const nextSendMs = Math.max(nextDueMs(), tickedMs + tickMs());
    const nextMs = Math.min(nextSendMs, pool.nextCheckMs(), beganMs + longestSleepMs);
    if (nextMs > beganMs) wantedMs = nextMs;
    wakeAt(nextMs);
  };

  return {
    begin({ schedule, startMs, memory }) {
      const book = openPhaseBook(memory, layout, startMs, limitsMs, watched);
      const beat = options.beatOf(schedule);
      parts.push({
        schedule,
        startMs,
        cursor: createArrivalCursor(schedule),
        book,
        tickMs: beat.tickMs,
        waker: wakerOf(beat.waker),
      });
      wantedMs = null;
      turn();
    },
    sendDue(atMs) {
      if (atMs - tickedMs >= tickMs()) sendDue(atMs);
    },
    close() {
      for (const each of wakers.values()) each.close();
      const atMs = nowMs();
      for (let dueMs = nextDueMs(); dueMs <= atMs; dueMs = nextDueMs()) {
        const arrival = take(parts[0]!, dueMs);
        arrival.credit.dispatched(dueMs, atMs, arrival.work.name);
        arrival.credit.blamed();
        arrival.credit.settled(arrival, 'unsent', atMs);
      }
      parts.length = 0;
      pool.abandon(atMs);
      options.publish(atMs, atMs);
    },
  };
}
