import type { DiscoveryAnswer, DiscoveryFlag, DiscoveryPhase } from '../../model/discovery.js';
import type { LoadWindow } from '../../model/load.js';
import { meansOf } from './counted.js';
import { type Criterion, criteriaOf } from './criteria.js';
import { type Judgement, judge, worstBad } from './judge.js';
import { createLedger, type Ledger } from './ledger.js';
import type { DiscoveryOptions } from './options.js';
import type { Steps } from './protocol.js';
import { roundRate } from './round-rate.js';

/** What a baseline search knows: the rates that it believes, per second, and the account of what it cost. */
export type Classic = {
  readonly options: DiscoveryOptions;
  readonly criteria: readonly Criterion[];
  readonly judgedBy: 'percentile' | 'mean';
  readonly ledger: Ledger;
  readonly rates: Map<number, Judgement>;
  lower: number | null;
  upper: number | null;
  phase: DiscoveryPhase | null;
  /** Why it may not go on; null while it may. */
  ended: DiscoveryFlag | null;
  binding: string | null;
};

/** Longest time of a baseline where the user gives none: a target that refuses quickly never looks slow on average. */
const budgetSeconds = 1200;
const strictness = { contrast: 1.7, clearEvidence: 0 };

/** A baseline search that has not begun. */
export function createClassic(options: DiscoveryOptions, judgedBy: 'percentile' | 'mean'): Classic {
  return {
    options,
    criteria: criteriaOf(options.objectives),
    judgedBy,
    ledger: createLedger(options.budgetSeconds ?? budgetSeconds, 0),
    rates: new Map(),
    lower: null,
    upper: null,
    phase: null,
    ended: null,
    binding: null,
  };
}

/** One probe of a fixed time, believed as it is: whether the rate met. Null when the search must end. */
export function* meets(
  search: Classic,
  perSecond: number,
  seconds: number,
  phase: DiscoveryPhase,
): Steps<boolean | null> {
  if (search.ended !== null) return null;
  if (search.ledger.remainingSeconds() < seconds) {
    search.ended = 'budget-reached';
    return null;
  }
  if (search.phase !== phase) {
    search.phase = phase;
    yield { kind: 'tell', event: { kind: 'phase', phase, reason: 'a search of the usual kind' } };
  }
  yield { kind: 'tell', event: { kind: 'probe', perSecond, seconds, phase } };
  const { accept, generatorLimit, windows } = yield { kind: 'load', perSecond, seconds, phase, guard: null };
  search.ledger.load(perSecond, seconds, windows, worstBad(windows, search.criteria));
  if (accept || generatorLimit !== null) {
    search.ended = accept ? 'stopped' : 'generator-limited';
    return null;
  }
  const judgement = judge(windows, search.criteria, perSecond, strictness);
  const met = search.judgedBy === 'mean' ? isMeanWithin(search, windows) : judgement.leaning === 'meets';
  search.rates.set(perSecond, judgement);
  if (met) search.lower = perSecond;
  else {
    search.upper = perSecond;
    search.binding = judgement.binding;
  }
  yield {
    kind: 'tell',
    event: {
      kind: 'verdict',
      perSecond,
      phase,
      verdict: met ? 'meets' : 'misses',
      badRatio: judgement.badRatio,
      requests: judgement.requests,
      reason: judgement.reason,
    },
  };
  return met;
}

/** Sends nothing for a while. */
export function* rest(search: Classic, seconds: number): Steps<void> {
  if (search.ended !== null || seconds === 0) return;
  const { accept } = yield { kind: 'idle', seconds };
  search.ledger.idle(seconds);
  if (accept) search.ended = 'stopped';
}

function isMeanWithin({ criteria }: Classic, windows: readonly LoadWindow[]): boolean {
  return criteria.every((criterion) => {
    if (criterion.kind === 'cpu' || criterion.limitMs === null) return true;
    const means = meansOf(windows, criterion.counted);
    const answers = means.reduce((sum, mean) => sum + mean.answers, 0);
    const sumMs = means.reduce((sum, mean) => sum + mean.meanMs * mean.answers, 0);
    return answers === 0 || sumMs <= criterion.limitMs * answers;
  });
}

/** The answer of a baseline: its estimate or the middle of its last bracket, and never an interval. */
export function classicAnswer(search: Classic, estimate: number | 'middle' | 'none'): DiscoveryAnswer {
  const { ended, ledger, lower, rates, upper } = search;
  const spent = ledger.spent();
  const bracket = lower !== null && upper !== null && lower < upper ? ([lower, upper] as const) : null;
  const found = estimate === 'middle' ? (bracket === null ? null : Math.sqrt(bracket[0] * bracket[1])) : estimate;
  const perSecond = found === 'none' ? null : found;
  const isBeyond = upper === null && lower !== null && ended === null;
  const flags: DiscoveryFlag[] = [];
  if (lower === null && upper !== null) flags.push('infeasible');
  if (isBeyond) flags.push('beyond-max-rate');
  if (ended !== null) flags.push(ended);
  if (perSecond !== null) flags.push('not-verified', 'no-interval');
  return {
    estimatePerSecond: perSecond === null ? null : roundRate(perSecond),
    bracketPerSecond: bracket === null ? null : [roundRate(bracket[0]), roundRate(bracket[1])],
    interval95: null,
    certifiedPerSecond: null,
    heldPerSecond: null,
    verified: false,
    bindingObjective: search.binding,
    overdispersion: null,
    ...spent,
    peakPerSecond: roundRate(spent.peakPerSecond),
    flags,
    rates: [...rates]
      .map(([rate, { badRatio, requests }]) => ({ perSecond: roundRate(rate), requests, badRatio }))
      .sort((a, b) => a.perSecond - b.perSecond),
  };
}
