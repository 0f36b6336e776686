import type { ImportedFigures, ImportedFrom, ImportTool } from '../../model/imported.js';

/** One request as another program told it. Times in milliseconds, `startMs` since 1970. */
export type ImportedRequest = {
  readonly startMs: number;
  readonly latencyMs: number;
  readonly outcome: 'ok' | 'badStatus' | 'timeout' | 'connectionFailed';
};

/** What a file as a whole says, before it is known where it came from. `startedMs` since 1970; null where it is not told. */
export type ImportedSummary = {
  readonly tool: ImportTool;
  readonly target: string | null;
  readonly startedMs: number | null;
  readonly loop: ImportedFrom['loop'];
  readonly connections: number | null;
  readonly figures: ImportedFigures;
  /** What has to be known of the file itself, one sentence each. */
  readonly remarks: readonly string[];
};

/** What a file is: a summary, or requests one by one, which are read in a stream. */
export type ImportedKind =
  | { readonly kind: 'summary'; readonly summary: ImportedSummary }
  | { readonly kind: 'requests'; readonly tool: 'k6' | 'vegeta' };

/** No program waits longer for an answer. */
export const longestRequestMs = 3_600_000;

/** Nothing told. */
export const noFigures: ImportedFigures = {
  durationSeconds: null,
  requests: null,
  failed: null,
  offeredPerSecond: null,
  achievedPerSecond: null,
  latencyMs: { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null },
};
