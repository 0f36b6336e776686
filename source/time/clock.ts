/** Time as the parts of plimsoll see it: a monotonic reading and timers, so that tests can run on virtual time. */
export type Clock = {
  /** Monotonic milliseconds since the clock was made, as a float. */
  readonly nowMs: () => number;
  /** Wall clock, milliseconds since 1970. Only for labels and file names, never for durations. */
  readonly wallMs: () => number;
  /** Calls back once, after at least `delayMs`. Returns its cancellation, which is harmless to repeat. */
  readonly after: (delayMs: number, call: () => void) => () => void;
  /** Calls back every `periodMs` on a fixed grid: a late call does not shift the next. Returns its cancellation. */
  readonly every: (periodMs: number, call: () => void) => () => void;
};

/**
 * Milliseconds on the process-wide monotonic clock. Equal in all threads of the process, which `performance.now()` is
 * not: each worker counts from its own origin.
 */
export function processNowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** The real clock. Reads zero at `originMs`, a `processNowMs()` value; by default now. */
export function createSystemClock(originMs: number = processNowMs()): Clock {
  const nowMs = (): number => processNowMs() - originMs;
  return {
    nowMs,
    wallMs: () => Date.now(),
    after(delayMs, call) {
      const timer = setTimeout(call, Math.max(0, delayMs));
      return () => clearTimeout(timer);
    },
    every(periodMs, call) {
      const beganMs = nowMs();
      let turn = 0;
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        // A turn that was missed altogether is skipped, not made up for.
        turn = Math.max(turn + 1, Math.floor((nowMs() - beganMs) / periodMs) + 1);
        timer = setTimeout(fire, Math.max(0, beganMs + turn * periodMs - nowMs()));
      };
      const fire = (): void => {
        arm();
        call();
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}
