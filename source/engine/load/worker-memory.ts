/** What one worker tells of itself, whatever the phase: 64-bit floats in shared memory that the main thread reads. */
export const workerAt = {
  /** Everything due until then has been handled, and everything that took too long ended; `processNowMs()` scale. */
  handledUntilMs: 0,
  inFlight: 1,
  waiting: 2,
  connectionsOpen: 3,
  /** CPU time used so far, and when that was read. */
  cpuMs: 4,
  cpuReadAtMs: 5,
} as const;

export const workerBytes = 8 * 8;

/** Remarks of one worker that are told at the most, and of all. */
export const mostRemarks = 20;
