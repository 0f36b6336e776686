import type { SessionEvent, SessionKind } from './events.js';

/** A recorded session as an analysis gets it. */
export type AnalysedSession = {
  readonly id: string;
  readonly kind: SessionKind;
  /** URL under load; null when only watching. */
  readonly target: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601; null where it is still recorded, or its writer was killed. */
  readonly endedAt: string | null;
  readonly state: 'complete' | 'interrupted' | 'recording';
  /** Every event in order, from the first at each call, read from the file as it is asked for. */
  readonly events: () => Iterable<SessionEvent>;
};

/** What the user adds for an analysis, as typed: names and texts. */
export type AnalysisOptions = { readonly [name: string]: string };

/** Rows of one width under heads; a unit belongs in its head: `p99 (ms)`. Null: not known, never 0. */
export type AnalysisTable = {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** What an analysis found: sentences first, then tables. */
export type AnalysisFindings = { readonly lines: readonly string[]; readonly tables: readonly AnalysisTable[] };

/** A question to one or several recorded sessions. `run` gets them in the order in which they were named. */
export type Analysis = {
  readonly name: string;
  readonly run: (
    sessions: readonly AnalysedSession[],
    options: AnalysisOptions,
  ) => AnalysisFindings | Promise<AnalysisFindings>;
};
