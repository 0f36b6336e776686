import type { DiscoveryFlag, DiscoveryResult } from './discovery.js';
import { listText } from './list-text.js';
import { rateNumber, rateText } from './quantity-text.js';

/** Everything of a discovery's answer but its sentence. */
export type DiscoveryParts = Omit<DiscoveryResult, 'sentence'>;

/** What limits the worth of an answer: a clause, and the flag that it puts into words; null for the validity. */
export type Reservation = { readonly flag: DiscoveryFlag | null; readonly clause: string };

/** The answer's own clause, and the flag that it tells already; null when it tells none. */
type Answer = { readonly clause: string; readonly tells: DiscoveryFlag | null };

/**
 * The answer of a discovery in one plain sentence: the load line, or why there is none, and the one reservation that
 * matters most. The others are `furtherReservations`.
 */
export function discoverySentence(parts: DiscoveryParts): string {
  const [first] = reservations(parts).filter(isGrave);
  return `${answer(parts).clause}${way(parts)}${first === undefined ? '' : `; ${first.clause}`}.`;
}

/** How it was looked for, where that was not the usual way of this program. */
function way({ judgedBy = 'percentile', strategy = 'plimsoll' }: DiscoveryParts): string {
  if (strategy === 'plimsoll') return '';
  return `, by ${strategy.replace('-', ' and ')}${judgedBy === 'mean' ? ' on the mean' : ''}`;
}

/** What to keep in mind about the answer besides what its sentence says, the gravest first. */
export function furtherReservations(parts: DiscoveryParts): readonly Reservation[] {
  const all = reservations(parts);
  const first = all.find(isGrave);
  return all.filter((reservation) => reservation !== first);
}

function answer(parts: DiscoveryParts): Answer {
  const { target, flags, estimatePerSecond, certifiedPerSecond, peakPerSecond } = parts;
  const promise = promiseOf(parts);
  if (flags.includes('infeasible')) {
    const lowest = parts.curve[0]?.perSecond ?? parts.bracketPerSecond?.[1] ?? peakPerSecond;
    return {
      clause: `${target} does not keep ${promise} even at ${rateNumber(lowest)} requests a second`,
      tells: 'infeasible',
    };
  }
  if (flags.includes('beyond-max-rate')) {
    const highest = rateNumber(peakPerSecond);
    if (certifiedPerSecond !== null && certifiedPerSecond < 0.995 * peakPerSecond) {
      const least = rateNumber(certifiedPerSecond);
      return {
        clause: `${target} carries at least ${least} requests a second while ${promise}; it held ${highest} too, the highest rate allowed, and its load line is probably above it`,
        tells: 'beyond-max-rate',
      };
    }
    return {
      clause: `${target} carries ${highest} requests a second, the highest rate allowed, while ${promise}: its load line is above it`,
      tells: 'beyond-max-rate',
    };
  }
  const found = evidence(parts);
  if (estimatePerSecond !== null) {
    const carried = rateNumber(estimatePerSecond);
    return { clause: `${target} carries ${carried} requests a second while ${promise}${found}`, tells: null };
  }
  const cause = causes.find(({ flag }) => flags.includes(flag));
  if (cause === undefined) return { clause: `No load line of ${target} was found${found}`, tells: null };
  return { clause: `${cause.clause(target)}${found}`, tells: cause.flag };
}

/** Why there is no line at all, the most telling first. */
const causes: readonly { readonly flag: DiscoveryFlag; readonly clause: (target: string) => string }[] = [
  { flag: 'target-lost', clause: (target) => `${target} stopped answering before its load line was found` },
  {
    flag: 'generator-limited',
    clause: (target) => `The load line of ${target} was not reached: the load generator was the limit`,
  },
  { flag: 'stopped', clause: (target) => `Stopped before the load line of ${target} was found` },
  { flag: 'budget-reached', clause: (target) => `The time ran out before the load line of ${target} was found` },
];

/** What was seen on either side of the line, in parentheses; empty when nothing was. */
function evidence({ certifiedPerSecond, heldPerSecond, verified, bracketPerSecond }: DiscoveryParts): string {
  const seen: string[] = [];
  if (certifiedPerSecond !== null) {
    seen.push(`held ${rateText(heldPerSecond ?? certifiedPerSecond)}${verified ? ' in the final probe' : ''}`);
  } else if (bracketPerSecond !== null) {
    seen.push(`met at ${rateText(bracketPerSecond[0])}`);
  }
  if (bracketPerSecond !== null) seen.push(`missed at ${rateText(bracketPerSecond[1])}`);
  return seen.length === 0 ? '' : ` (${seen.join('; ')})`;
}

/** Every flag as a clause, the gravest first. */
const clauses = {
  'target-lost': 'the target stopped answering',
  'generator-limited': 'the load generator was the limit before the search could end',
  metastable: 'after overload the target did not come back to rates that it had carried before',
  'not-verified': 'the final probe did not confirm the load line',
  'budget-reached': 'the time ran out before the precision asked for was reached',
  stopped: 'the search was stopped before its end',
  'not-warmed': 'the target was still getting faster when its warm-up time was over',
  infeasible: 'the objective is missed even at the lowest rate tried',
  'beyond-max-rate': 'the highest rate allowed still meets the objective',
  drifting: 'the target became slower or faster while it was measured',
  'no-interval': 'the bracket is what was met and missed, not a 95 % interval',
} as const satisfies Readonly<Record<DiscoveryFlag, string>>;

const gravestFirst = Object.keys(clauses) as readonly DiscoveryFlag[];

/** Whether a reservation changes the worth of the answer: that there is no 95 % interval is only how the search works. */
function isGrave({ flag }: Reservation): boolean {
  return flag !== 'no-interval';
}

/** Everything that the answer does not tell by itself, the gravest first: a measurement that is not valid, then flags. */
function reservations(parts: DiscoveryParts): readonly Reservation[] {
  const { flags, validity } = parts;
  const { tells } = answer(parts);
  const told = gravestFirst.filter((flag) => flags.includes(flag) && flag !== tells);
  return [
    ...(validity.valid ? [] : [{ flag: null, clause: invalidClause(validity.reasons) }]),
    ...told.map((flag) => ({ flag, clause: clauses[flag] })),
  ];
}

/** The first reason only: all of them stand in the line about the validity. */
function invalidClause([first]: readonly string[]): string {
  return `the measurement is not valid${first === undefined ? '' : `: ${first.replace(/\.$/, '')}`}`;
}

function promiseOf({ objectives }: DiscoveryParts): string {
  return objectives.length === 0 ? 'its promise' : listText(objectives);
}
