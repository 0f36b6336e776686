import type { DiscoveryEvent, DiscoveryFlag, DiscoveryPhase } from '../../model/discovery.js';
import { bracketOf } from './bracket-of.js';
import { type Criterion, criteriaOf } from './criteria.js';
import { secondsLeft } from './forecast.js';
import type { Standing } from './history.js';
import type { Judgement } from './judge.js';
import { createLedger, type Ledger } from './ledger.js';
import type { Level } from './level.js';
import type { Expectation, Line } from './line.js';
import type { DiscoveryOptions } from './options.js';
import type { Guard, Steps } from './protocol.js';
import type { Sample } from './sample.js';
import { guardOf } from './trip-wire.js';
import { type Tuning, tuningOf } from './tuning.js';

/** Why no further load may be sent. Running out of budget is not among them: it ends a stage, and the final probe follows. */
export type Halt = 'stopped' | 'generator-limited' | 'infeasible' | 'unrecovered' | 'unjudged';

/** What the stages of one search share and change as they go. Rates per second, times in the unit that they name. */
export type Search = {
  readonly options: DiscoveryOptions;
  readonly tuning: Tuning;
  readonly criteria: readonly Criterion[];
  readonly guard: Guard;
  /** The longest latency limit, in ms; 0 where there is none. */
  readonly longestLimitMs: number;
  readonly ledger: Ledger;
  readonly history: Map<number, Standing>;
  readonly flags: Set<DiscoveryFlag>;
  phase: DiscoveryPhase | null;
  halted: Halt | null;
  /** Where warm-up ended and the ramp begins. */
  warmPerSecond: number;
  /** Mean response time at low load, the measure of queueing; null before warm-up has found it. */
  baselineMeanMs: number | null;
  trips: number;
  failedRecoveries: number;
  verified: boolean;
  /** Everything measured at rates that may be near the line, oldest first. */
  readonly samples: Sample[];
  /** What ramp and bracket expect of the line; null before they have bounds. */
  expectation: Expectation | null;
  /** Renewed with each sample; null before there is anything to expect, and while `isAtEase`. */
  line: Line | null;
  /** The bracket as it was told last. */
  told: { readonly lowerPerSecond: number | null; readonly upperPerSecond: number | null };
  /** The highest rate allowed was carried with ease: there is no line to be sampled, only that rate to be held. */
  isAtEase: boolean;
  /** Seconds of sampling near the line so far. */
  sampledSeconds: number;
  /** The rate that the final probe held, and the lowest that it did not hold; null where there is none. */
  heldPerSecond: number | null;
  lowestHeldMiss: number | null;
};

/** A search that has not begun. */
export function createSearch(options: DiscoveryOptions): Search {
  const criteria = criteriaOf(options.objectives);
  const limitsMs = criteria.flatMap((criterion) =>
    criterion.kind === 'cpu' || criterion.limitMs === null ? [] : [criterion.limitMs],
  );
  const longestLimitMs = Math.max(0, ...limitsMs);
  const tuning = tuningOf(options, longestLimitMs);
  return {
    options,
    tuning,
    criteria,
    guard: guardOf(criteria),
    longestLimitMs,
    ledger: createLedger(tuning.budgetSeconds, longestLimitMs / 1000),
    history: new Map(),
    flags: new Set(),
    phase: null,
    halted: null,
    warmPerSecond: allowedRate(options, firstRate(options)),
    baselineMeanMs: null,
    trips: 0,
    failedRecoveries: 0,
    verified: false,
    samples: [],
    expectation: null,
    line: null,
    told: { lowerPerSecond: null, upperPerSecond: null },
    isAtEase: false,
    sampledSeconds: 0,
    heldPerSecond: null,
    lowestHeldMiss: null,
  };
}

/** Share of an earlier answer that a search begins at, and that its warm-up ends at. */
export const earlierShares = { first: 0.15, warm: 0.6 } as const;

function firstRate({ earlierPerSecond, startPerSecond }: DiscoveryOptions): number {
  return Math.max(startPerSecond, earlierShares.first * (earlierPerSecond ?? 0));
}

/** A rate as it is really asked for: never above the maximum, and short enough to read. */
export function allowedRate(options: DiscoveryOptions, perSecond: number): number {
  const short = perSecond >= 100 ? Math.round(perSecond) : Number(perSecond.toPrecision(3));
  return Math.min(short, options.maxPerSecond ?? Number.POSITIVE_INFINITY);
}

/** Says something to whoever watches; nothing more after the user's stop. */
export function* tell(search: Search, event: DiscoveryEvent): Steps<void> {
  if (search.halted === 'stopped') return;
  const { accept } = yield { kind: 'tell', event };
  if (accept) search.halted = 'stopped';
}

/** Changes the phase, and says so when it is a change. A search that was halted enters none but its end. */
export function* enter(search: Search, phase: DiscoveryPhase, reason: string): Steps<void> {
  if (search.phase === phase || (search.halted !== null && phase !== 'done')) return;
  search.phase = phase;
  yield* tell(search, { kind: 'phase', phase, reason, secondsLeft: secondsLeft(search) });
}

/** What a trial adds to what is known of its rate. */
export type Finding = {
  readonly outcome: Standing['outcome'];
  readonly confirmed: boolean;
  readonly tripped: boolean;
  readonly judgement: Judgement;
  readonly level: Level;
  readonly tries: number;
};

/** Enters a finding into the history, and tells the bracket when it moved. */
export function* learn(search: Search, perSecond: number, finding: Finding): Steps<void> {
  const known = search.history.get(perSecond);
  const { judgement } = finding;
  search.history.set(perSecond, {
    perSecond,
    outcome: finding.outcome,
    confirmed: finding.confirmed,
    tripped: finding.tripped || (known?.tripped ?? false),
    tries: (known?.tries ?? 0) + finding.tries,
    misses: (known?.misses ?? 0) + (finding.outcome === 'misses' ? 1 : 0),
    level: finding.level,
    binding: judgement.binding,
    margin: judgement.margin,
    requests: judgement.requests,
    badRatio: judgement.badRatio,
  });
  yield* tellBracket(search);
}

/** Tells what is known on either side of the line, where that is not what was told last. */
export function* tellBracket(search: Search): Steps<void> {
  const { lower: lowerPerSecond, upper: upperPerSecond } = bracketOf(search);
  const { told } = search;
  if (told.lowerPerSecond === lowerPerSecond && told.upperPerSecond === upperPerSecond) return;
  search.told = { lowerPerSecond, upperPerSecond };
  yield* tell(search, { kind: 'bracket', lowerPerSecond, upperPerSecond });
}
