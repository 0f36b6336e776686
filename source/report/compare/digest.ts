import type { RatedReading } from '../../measure/rated-readings.js';
import type { CellSeries, RunCell } from '../../measure/run-cells.js';
import type { LoadedSecond } from '../../measure/service-demand.js';
import type { ComparedSession } from '../../model/comparison.js';

/** The load line, or heaviest level, that a session found. */
export type FoundLine = {
  /** Which line of a session that looked for several. */
  readonly label: string;
  readonly perSecond: number;
  readonly interval95: readonly [number, number] | null;
  /** What it was promised, as one text: lines of other promises are other lines. */
  readonly objectives: string;
  /** Why it may not be believed; null where it may. */
  readonly doubt: string | null;
};

/** The readings of one server while a load went on: sum and number, stretch by stretch. */
export type UseCell = { readonly amount: number; readonly total: number };

/** All that was measured under one load that was held. */
export type Segment = {
  readonly perSecond: number;
  readonly level: number | null;
  readonly run: CellSeries<RunCell>;
  /** CPU use in percent, by server. */
  readonly cpu: ReadonlyMap<string, CellSeries<UseCell>>;
};

/** What a search for a line measured on the way: the rates that it tried, in order of time. */
export type ProbedLoads = {
  /** Of what, where a session looked for several lines, as in `FoundLine.label`: ` at level 20`; else empty. */
  readonly label: string;
  readonly seconds: readonly LoadedSecond[];
  /** CPU use in percent, by server. */
  readonly cpu: ReadonlyMap<string, readonly RatedReading[]>;
};

/** What another program told of a whole test; see `ImportedFrom`. */
export type DigestedImport = {
  readonly tool: string;
  readonly loop: string;
  /** In ms; null is what was not told. */
  readonly latencyMs: { readonly p50: number | null; readonly p90: number | null; readonly p99: number | null };
  /** All requests, and good answers alone. */
  readonly offeredPerSecond: number | null;
  readonly achievedPerSecond: number | null;
};

/** What comparing needs of one session: a few megabytes, however long it was. */
export type SessionDigest = {
  readonly session: ComparedSession;
  readonly arrivals: string;
  /** What another program told of it; null where plimsoll measured it itself. */
  readonly imported: DigestedImport | null;
  readonly lines: readonly FoundLine[];
  /** The heaviest level of work that met its objectives, of a search for it. */
  readonly heaviestLevel: number | null;
  readonly segments: readonly Segment[];
  readonly probed: readonly ProbedLoads[];
  /** Why its measurements may not be believed, one sentence each; empty where they may. */
  readonly doubts: readonly string[];
  /** What to keep in mind about it, one sentence each. */
  readonly caveats: readonly string[];
};
