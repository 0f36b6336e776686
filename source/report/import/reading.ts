import type { ImportedFigures, ImportedFrom, ImportTool } from '../../model/imported.js';
import { amountOf } from '../recorded-value.js';

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

/** Over eleven weeks: no test takes longer. */
const longestTestSeconds = 2000 * 3600;

/** Nothing told. */
export const noFigures: ImportedFigures = {
  durationSeconds: null,
  requests: null,
  failed: null,
  offeredPerSecond: null,
  achievedPerSecond: null,
  latencyMs: { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null },
};

/** A finite number of at least 0, `times` so much; null where it is none. */
export function amount(value: unknown, times = 1): number | null {
  const told = amountOf(value);
  return told === null ? null : told * times;
}

/** The duration of a test in seconds, `times` so much; null where it is none. */
export function durationOf(value: unknown, times = 1): number | null {
  const seconds = amount(value, times);
  return seconds === null || seconds > longestTestSeconds ? null : seconds;
}

/** What was counted of requests. `answered`: of which `good` were; `unanswered`: requests that came to nothing. */
export type Counted = {
  readonly answered: number | null;
  readonly unanswered: number | null;
  readonly good: number | null;
  /** Answers a second, as the program tells it: more exactly than its rounded duration does. */
  readonly answeredPerSecond: number | null;
  readonly durationSeconds: number | null;
};

/** Counts and rates as every program has them here: of all requests, and of the good ones. */
export function countsOf({
  answered,
  answeredPerSecond,
  durationSeconds,
  good,
  unanswered,
}: Counted): Pick<
  ImportedFigures,
  'durationSeconds' | 'requests' | 'failed' | 'offeredPerSecond' | 'achievedPerSecond'
> {
  const requests = answered === null ? null : answered + (unanswered ?? 0);
  const rate = (count: number | null): number | null => {
    if (count === null) return null;
    if (answeredPerSecond !== null && answered) return (answeredPerSecond * count) / answered;
    return durationSeconds ? count / durationSeconds : null;
  };
  const sound = good === null || answered === null ? null : Math.min(answered, Math.max(0, good));
  return {
    durationSeconds,
    requests,
    failed: requests === null || sound === null || unanswered === null ? null : requests - sound,
    offeredPerSecond: unanswered === null ? null : rate(requests),
    achievedPerSecond: rate(sound),
  };
}

/** Milliseconds since 1970 of a time that has a year of four digits; null where it is none. */
export function timeOf(ms: number | null): number | null {
  return ms !== null && ms >= 0 && ms < 253_402_300_800_000 ? ms : null;
}
