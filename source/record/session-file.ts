import { messageOf } from '../model/error.js';
import type { EventSink, SessionEvent, SessionHead } from '../model/events.js';
import type { Clock } from '../time/clock.js';
import { lockedFile, type Origin, openStore, type Store } from './session-store.js';

/** Keeps a session's events in its file. */
export type Recorder = {
  /** The session file; null when it could not be made. */
  readonly file: string | null;
  readonly sink: EventSink;
  /** Writes what is left and marks the session complete. Twice is harmless. */
  readonly close: () => void;
};

/**
 * How often events are written, in ms. A load's interval is told at its end, up to a second after it began, so a killed
 * process must not lose another second on top.
 */
const batchMs = 200;
/** How long another client may hold the file, in ms, before recording stops rather than grow without end. */
const mostLockedMs = 60_000;
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
    cancelTimer = clock.every(batchMs, flush);
  } catch (error) {
    stop(error);
  }
  return {
    file: store?.file ?? null,
    sink(event) {
      if (store === null) return;
      pending.push(event);
      if (event.kind === 'session/ended') endReason = event.reason;
      if (event.kind === 'result') flush();
    },
    close() {
      cancelTimer();
      if (store === null) return;
      const closing = store;
      try {
        closing.finish(new Date(clock.wallMs()).toISOString(), endReason ?? 'closed', pending);
        store = null;
      } catch (error) {
        stop(error);
      }
    },
  };
}
