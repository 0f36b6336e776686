/** Wakes its thread's event loop at a given time. One wake-up at a time: a new one replaces the last. */
export type Waker = {
  /**
   * Calls back around `atMs`: a little early or late as its timers go; after pending I/O when that has passed. A wake-up
   * that was replaced may still come, so that whoever is woken must look whether it is time.
   */
  readonly wakeAt: (atMs: number) => void;
  /** No wake-up comes until the next one is asked for. */
  readonly stop: () => void;
  /** Ends for good. */
  readonly close: () => void;
};

/** A waker on Node's own timers: about 1 ms early or late, since they count whole milliseconds. `nowMs` is the scale. */
export function createTimerWaker(nowMs: () => number, wake: () => void): Waker {
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    if (immediate !== null) clearImmediate(immediate);
    timer = null;
    immediate = null;
  };
  return {
    wakeAt(atMs) {
      stop();
      const delayMs = atMs - nowMs();
      if (delayMs <= 0) immediate = setImmediate(wake);
      else timer = setTimeout(wake, delayMs);
    },
    stop,
    close: stop,
  };
}
