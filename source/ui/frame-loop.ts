import type { ReplayStatus } from '../model/replay.js';
import type { SessionView } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';

/** What one frame shows: the session's view and the session's time, read together. */
export type Moment = {
  readonly view: SessionView;
  readonly nowMs: number;
  /** What a replay does; null in a live session. */
  readonly replay: ReplayStatus | null;
};

/** The frame clock of one viewer. */
export type FrameLoop = {
  /** What is shown now. */
  readonly moment: () => Moment;
  /** Shows a moment of the past; the clock stands meanwhile. */
  readonly show: (moment: Moment) => void;
  /** Takes the newest moment, without drawing it yet: a key has moved the recording. */
  readonly readNow: () => void;
  /** Draws at once: a key was pressed, the size has changed. */
  readonly drawNow: () => void;
  /** The last write is done: draws what came meanwhile, if anything did. */
  readonly onIdle: () => void;
  /** Stops the clock, and starts it again. While it stands, the moment stays. */
  readonly setRunning: (isRunning: boolean) => void;
};

/**
 * Bundles everything that happens into at most so many frames a second. A turn in which nothing changed and no second
 * passed makes no frame. `draw` is false where the last frame is still on its way to the viewer: the moment is then skipped,
 * and the newest one drawn when it has arrived.
 */
export function createFrameLoop(
  store: Store,
  clock: Clock,
  framesPerSecond: number,
  draw: (moment: Moment) => boolean,
  replayed: () => ReplayStatus | null = () => null,
): FrameLoop {
  const read = (): Moment => ({ view: store.getState(), nowMs: clock.nowMs(), replay: replayed() });
  let moment = read();
  let isBehind = false;
  let stop: (() => void) | null = null;

  const drawNow = (): void => {
    isBehind = !draw(moment);
  };
  const turn = (): void => {
    const next = read();
    const isSame =
      next.view === moment.view &&
      next.replay === moment.replay &&
      Math.floor(next.nowMs / 1000) === Math.floor(moment.nowMs / 1000);
    if (isSame && !isBehind) return;
    moment = next;
    drawNow();
  };
  const start = (): void => {
    stop = clock.every(1000 / framesPerSecond, turn);
  };
  return {
    moment: () => moment,
    show(past) {
      moment = past;
    },
    readNow() {
      moment = read();
    },
    drawNow,
    onIdle() {
      if (!isBehind) return;
      if (stop !== null) moment = read();
      drawNow();
    },
    setRunning(isRunning) {
      if (isRunning === (stop !== null)) return;
      stop?.();
      stop = null;
      if (!isRunning) return;
      moment = read();
      start();
    },
  };
}
