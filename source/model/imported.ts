import type { Validity } from './load.js';

/** Other programs whose results can become sessions. */
export const importTools = ['k6', 'vegeta', 'autocannon', 'wrk', 'wrk2'] as const;

export type ImportTool = (typeof importTools)[number];

export const importedStatistics = ['mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'] as const;

/** What another program told of a whole test; null is what it did not tell. */
export type ImportedFigures = {
  readonly durationSeconds: number | null;
  /** All that were sent: those that failed are among them. */
  readonly requests: number | null;
  /** Requests that did not end well; never more than all. */
  readonly failed: number | null;
  /** Requests sent per second, whatever became of them. */
  readonly offeredPerSecond: number | null;
  /** Good answers per second. */
  readonly achievedPerSecond: number | null;
  /** In milliseconds, as that program measures latency. */
  readonly latencyMs: { readonly [statistic in (typeof importedStatistics)[number]]: number | null };
};

/** Where an imported session comes from. */
export type ImportedFrom = {
  readonly tool: ImportTool;
  /** Name of the file that it was read from, without its folder. */
  readonly file: string;
  /** How arrivals came: `open` follows the clock, `closed` waits for replies; `unknown` where the program does not say. */
  readonly loop: 'open' | 'closed' | 'unknown';
  /** Connections or virtual users; null where it did not tell. */
  readonly connections: number | null;
  readonly figures: ImportedFigures;
  readonly validity: Validity;
};
