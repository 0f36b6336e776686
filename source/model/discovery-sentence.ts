import type { DiscoveryFlag, DiscoveryResult } from './discovery.js';
import { listText, rateText } from './figures.js';

/** Everything of a discovery's answer but its sentence. */
export type DiscoveryParts = Omit<DiscoveryResult, 'sentence'>;

/** The answer of a discovery in one plain sentence: the load line, or why there is none, and what limits its worth. */
export function discoverySentence(parts: DiscoveryParts): string {
  return `${[answer(parts), ...reservations(parts)].join('; ')}.`;
}

function answer(parts: DiscoveryParts): string {
  const { target, flags, estimatePerSecond, certifiedPerSecond, peakPerSecond } = parts;
  const promise = promiseOf(parts);
  if (flags.includes('infeasible')) {
    const lowest = parts.curve[0]?.perSecond ?? parts.bracketPerSecond?.[1] ?? peakPerSecond;
    return `${target} does not keep ${promise} even at ${rateText(lowest)} requests a second`;
  }
  if (flags.includes('beyond-max-rate')) {
    const highest = rateText(certifiedPerSecond ?? peakPerSecond);
    return `${target} carries ${highest} requests a second, the highest rate allowed, while ${promise}: its load line is above it`;
  }
  if (estimatePerSecond !== null) {
    return `${target} carries ${rateText(estimatePerSecond)} requests a second while ${promise}${evidence(parts)}`;
  }
  const found = evidence(parts);
  if (flags.includes('generator-limited')) {
    return `The load line of ${target} was not reached: the load generator was the limit${found}`;
  }
  if (flags.includes('stopped')) return `Stopped before the load line of ${target} was found${found}`;
  if (flags.includes('budget-reached')) return `The time ran out before the load line of ${target} was found${found}`;
  return `No load line of ${target} was found${found}`;
}

/** What was seen on either side of the line, in parentheses; empty when nothing was. */
function evidence({ certifiedPerSecond, verified, bracketPerSecond }: DiscoveryParts): string {
  const seen: string[] = [];
  if (certifiedPerSecond !== null) {
    seen.push(`held ${rateText(certifiedPerSecond)}/s${verified ? ' in the final probe' : ''}`);
  } else if (bracketPerSecond !== null) {
    seen.push(`met at ${rateText(bracketPerSecond[0])}/s`);
  }
  if (bracketPerSecond !== null) seen.push(`missed at ${rateText(bracketPerSecond[1])}/s`);
  return seen.length === 0 ? '' : ` (${seen.join('; ')})`;
}

const warnings: { readonly [flag in DiscoveryFlag]?: string } = {
  metastable: 'after overload it did not come back to rates that it had carried before',
  'not-warmed': 'it was still getting faster when its warm-up time was over',
  'not-verified': 'the final probe did not confirm it',
};

/** What to keep in mind about the answer, each a clause. */
function reservations(parts: DiscoveryParts): readonly string[] {
  const { flags, estimatePerSecond, validity } = parts;
  const clauses = flags.flatMap((flag) => warnings[flag] ?? []);
  if (estimatePerSecond !== null) {
    if (flags.includes('generator-limited'))
      clauses.push('the load generator was the limit before the search could end');
    if (flags.includes('budget-reached')) clauses.push('the time ran out before the precision asked for was reached');
    if (flags.includes('stopped')) clauses.push('the search was stopped before its end');
  }
  if (!validity.valid) {
    const reasons = validity.reasons.map((reason) => reason.replace(/\.$/, ''));
    clauses.push(`the measurement is not valid${reasons.length > 0 ? `: ${reasons.join('; ')}` : ''}`);
  }
  return clauses;
}

function promiseOf({ objectives }: DiscoveryParts): string {
  return objectives.length === 0 ? 'its promise' : listText(objectives);
}
