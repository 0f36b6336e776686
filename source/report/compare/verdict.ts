import type { ComparedMetric, ComparedSession, ComparisonVerdict } from '../../model/comparison.js';
import { listText } from '../../model/list-text.js';
import { plainText } from '../../model/plain-text.js';
import { rateText } from '../../model/quantity-text.js';
import { changeText, valueText } from './change-text.js';

/** How many metrics a sentence names. */
const mostNamed = 3;

/** From the best news to the worst: what is certain is never hidden by what is not known. */
const order: readonly ComparisonVerdict[] = ['improvement', 'same', 'unclear', 'incomparable', 'regression'];

/** What all metrics of a pair together say: one that is worse outweighs any that are better. */
export function pairVerdict(metrics: readonly ComparedMetric[]): ComparisonVerdict {
  if (metrics.length === 0) return 'incomparable';
  const has = (verdict: ComparedMetric['verdict']): boolean => metrics.some((metric) => metric.verdict === verdict);
  if (has('worse')) return 'regression';
  if (has('better')) return 'improvement';
  return metrics.every(({ verdict }) => verdict === 'unclear') ? 'unclear' : 'same';
}

/** The worst of several. */
export function worstVerdict(verdicts: readonly ComparisonVerdict[]): ComparisonVerdict {
  return verdicts.toSorted((a, b) => order.indexOf(b) - order.indexOf(a))[0] ?? 'incomparable';
}

/** The verdict on a pair in one plain sentence. */
export function pairSentence(
  baseline: ComparedSession,
  candidate: ComparedSession,
  verdict: ComparisonVerdict,
  metrics: readonly ComparedMetric[],
  notes: readonly string[],
): string {
  const [before, after] = [sessionText(baseline), sessionText(candidate)];
  const having = (wanted: ComparedMetric['verdict']): readonly ComparedMetric[] =>
    metrics.filter((metric) => metric.verdict === wanted);
  switch (verdict) {
    case 'regression': {
      const better = having('better');
      const also = better.length === 0 ? '' : `, though ${changesText(better)}`;
      return `${after} is worse than ${before}: ${changesText(having('worse'))}${also}.`;
    }
    case 'improvement':
      return `${after} is better than ${before}: ${changesText(having('better'))}.`;
    case 'same': {
      const [line] = having('same');
      const unclear = having('unclear');
      const but = unclear.length === 0 ? '' : `; measured too short to exclude a change of ${namesText(unclear)}`;
      const how =
        line === undefined
          ? ''
          : ` (${metricText(line)}: ${valueText(line, line.baseline.value)}, then ${valueText(line, line.candidate.value)})`;
      return `${after} is not told apart from ${before}${how}${but}.`;
    }
    case 'unclear':
      return `${after} and ${before} were measured too short to tell a change from chance: measure longer, or more often.`;
    case 'incomparable':
      return `${after} and ${before} have nothing that can be compared${notes[0] === undefined ? '.' : `: ${notes[0].replace(/^Not compared: /, '')}`}`;
  }
}

/** Why two summaries of another program are not told apart, however long its tests were. */
export function summariesSentence(baseline: ComparedSession, candidate: ComparedSession): string {
  return `${sessionText(candidate)} and ${sessionText(baseline)} are compared by single numbers of whole tests, and no length of a test tells how sure those are: import the results of each request where the program has them.`;
}

/** A session as a sentence names it. */
export function sessionText({ id, name }: ComparedSession): string {
  return name === null ? id : `${plainText(name)} (${id})`;
}

/** What a metric is, with its load. */
export function metricText({ metric, perSecond }: ComparedMetric): string {
  return perSecond === null ? metric : `${metric} at ${rateText(perSecond)}`;
}

function changesText(metrics: readonly ComparedMetric[]): string {
  const shown = metrics.slice(0, mostNamed).map((metric) => {
    const { baseline, candidate } = metric;
    return `${metricText(metric)} is ${changeText(metric)}, ${valueText(metric, candidate.value)} instead of ${valueText(metric, baseline.value)}`;
  });
  const rest = metrics.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function namesText(metrics: readonly ComparedMetric[]): string {
  const shown = metrics.slice(0, mostNamed).map(metricText);
  const rest = metrics.length - shown.length;
  return listText(rest > 0 ? [...shown, `${rest} more`] : shown);
}
