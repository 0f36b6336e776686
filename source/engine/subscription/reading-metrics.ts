/** What the streams measure of themselves, all together: times in ms. */
export type ReadingMetrics = {
  readonly read: (tookMs: number, sizeBytes: number) => void;
  readonly pong: (rttMs: number) => void;
};

/** Measures nothing. */
export const noReadingMetrics: ReadingMetrics = { read: () => {}, pong: () => {} };
