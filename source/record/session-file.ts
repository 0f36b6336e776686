import { messageOf } from '../model/error.js';
import type { EventSink, SessionEvent, SessionHead } from '../model/events.js';
import type { Clock } from '../time/clock.js';
import type { FilePlace } from './file-place.js';
import { lockedFile, type Origin, openStore, type Store } from './session-store.js';

/** Keeps a session's events in its file. */
export type Recorder = {
  /** The session file; null when it could not be made. */
  readonly file: string | null;
  readonly sink: EventSink;
  /** Writes what is left and marks the session complete, waiting two seconds for another client that has it. Twice is harmless. */
  readonly close: () => void;
  /**
   * The same, waiting for as long as the file may be locked at any other time, or until `signal`, and without holding up
   * anybody. `onWait` gets one sentence where that takes longer than a moment.
   */
  readonly closeWhenFree: (signal: AbortSignal, onWait: (sentence: string) => void) => Promise<void>;
  /** What is now where the session file was made; null where it could not be made. */
  readonly place: () => FilePlace | null;
};

/**
 * How often events are written, in ms. A load's interval is told at its end, up to a second after it began, so a killed
 * process must not lose another second on top.
 */
const batchMs = 200;
/** How long another client may hold the file, in ms, before recording stops rather than grow without end. */
const mostLockedMs = 60_000;
/** How long the end of a session waits for another client without giving up, or without saying so. */
const patientMs = 2000;
/** Events held back meanwhile, at most. */
const mostPending = 100_000;

/**
 * Starts to record a session into a new file of `folder`, which is made when missing. Events are written five times a
 * second, at once when they hold a result, and at `close`. Where recording cannot begin or go on, `onProblem` gets one sentence,
 * once, and the session goes on without a record: nothing here throws.
 */
export function createRecorder(
  folder: string,
  head: SessionHead,
  clock: Clock,
  onProblem: (sentence: string) => void,
  origin: Origin = { plan: null, generator: null },
): Recorder {
  let store: Store | null = null;
  let place: Store['place'] | null = null;
  let pending: SessionEvent[] = [];
  let endReason: string | null = null;
  let lockedSinceMs: number | null = null;

  const stop = (error: unknown): void => {
    const where = store?.file ?? folder;
    const what = store === null ? 'is NOT recorded' : 'is not recorded any further';
    store?.abandon();
    store = null;
    pending = [];
    cancelTimer();
    onProblem(`The session ${what}: ${messageOf(error)} (${where}).`);
  };
  const flush = (): void => {
    if (store === null || pending.length === 0) return;
    try {
      if (store.append(pending)) {
        pending = [];
        lockedSinceMs = null;
        return;
      }
      lockedSinceMs ??= clock.nowMs();
      if (clock.nowMs() - lockedSinceMs >= mostLockedMs || pending.length > mostPending) throw lockedFile();
    } catch (error) {
      stop(error);
    }
  };
  let cancelTimer = (): void => {};
  try {
    store = openStore(folder, head, origin);
    place = store.place;
    cancelTimer = clock.every(batchMs, flush);
  } catch (error) {
    stop(error);
  }
  let endedAt: string | null = null;
  /** False while another client holds the file. */
  const finish = (waitMs: number): boolean => {
    cancelTimer();
    if (store === null) return true;
    endedAt ??= new Date(clock.wallMs()).toISOString();
    try {
      if (!store.finish(endedAt, endReason ?? 'closed', pending, waitMs)) return false;
      store = null;
    } catch (error) {
      stop(error);
    }
    return true;
  };
  return {
    file: store?.file ?? null,
    sink(event) {
      if (store === null) return;
      pending.push(event);
      if (event.kind === 'session/ended') endReason = event.reason;
      if (event.kind === 'result') flush();
    },
    close() {
      if (!finish(patientMs)) stop(lockedFile());
    },
    async closeWhenFree(signal, onWait) {
      const beganMs = clock.nowMs();
      let isTold = false;
      while (!finish(0)) {
        const nowMs = clock.nowMs();
        lockedSinceMs ??= nowMs;
        if (signal.aborted || nowMs - lockedSinceMs >= mostLockedMs) return stop(lockedFile());
        if (!isTold && nowMs - beganMs >= patientMs) {
          isTold = true;
          onWait(`the end of the session waits to be recorded: another program keeps its file locked (${store?.file})`);
        }
        await pause(clock, batchMs, signal);
      }
    },
    place: () => place?.() ?? null,
  };
}

/** Ends early where the signal is given. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => resolve();
  const cancel = clock.after(ms, end);
  signal.addEventListener('abort', end);
  return promise.finally(() => {
    cancel();
    signal.removeEventListener('abort', end);
  });
}
