import type { ComparedMetric, ComparedPair, ComparedValue, ComparisonResult } from '../../model/comparison.js';
import { plainText } from '../../model/plain-text.js';
import { rateText, shortNumber } from '../../model/quantity-text.js';
import { tableLines } from '../table-lines.js';
import { signedChange, valueText } from './change-text.js';
import { metricText, sessionText } from './verdict.js';

/** The answer of a comparison as lines of text, without a newline at the end. */
export function comparisonText({ baseline, noiseBand, pairs, sentence, verdict }: ComparisonResult): string {
  const several = pairs.length > 1;
  return [
    ...(several ? [`${verdict}: ${sentence}`, ''] : []),
    `baseline: ${sessionText(baseline)}, ${baseline.startedAt}, ${plainText(baseline.target ?? 'no target')}`,
    ...pairs.flatMap((pair) => ['', ...pairLines(pair)]),
    '',
    `Changes of ratios under ${shortNumber(noiseBand * 100, 3)} % are noise; p is for all metrics of a pair together.`,
  ].join('\n');
}

function pairLines({ candidate, metrics, notes, rates, sentence, verdict }: ComparedPair): readonly string[] {
  return [
    `${verdict}: ${sentence}`,
    `candidate: ${sessionText(candidate)}, ${candidate.startedAt}, ${plainText(candidate.target ?? 'no target')}`,
    ...(metrics.length === 0 ? [] : ['', ...tableLines([heads, ...metrics.map(rowOf)])]),
    ...(rates.length === 0 ? [] : ['']),
    ...rates.map(({ baselineSeconds, candidateSeconds, chanceSlower, perSecond }) => {
      const chance =
        chanceSlower === null
          ? ''
          : `; a request of the candidate is slower in ${Math.round(chanceSlower * 100)} of 100 blind picks`;
      return `at ${rateText(perSecond)}: ${Math.round(baselineSeconds)} s and ${Math.round(candidateSeconds)} s${chance}`;
    }),
    ...(notes.length === 0 ? [] : ['']),
    ...notes.map((note) => `note: ${note}`),
  ];
}

const heads = ['metric', 'baseline', '95 %', 'candidate', '95 %', 'change', '95 %', 'p', 'verdict'];

function rowOf(metric: ComparedMetric): readonly string[] {
  const { adjustedP, baseline, candidate, change, changeInterval95, verdict } = metric;
  return [
    metricText(metric),
    valueText(metric, baseline.value),
    intervalText(metric, baseline),
    valueText(metric, candidate.value),
    intervalText(metric, candidate),
    signedChange(metric, change),
    changeInterval95 === null ? 'n/a' : changeInterval95.map((end) => signedChange(metric, end)).join(' to '),
    adjustedP === null ? 'n/a' : adjustedP < 0.001 ? '<0.001' : adjustedP.toFixed(3),
    verdict,
  ];
}

function intervalText(metric: ComparedMetric, { interval95 }: ComparedValue): string {
  if (interval95 === null) return 'n/a';
  const [low, high] = interval95.map((end) => valueText(metric, end));
  // The unit stands behind the second end.
  return `${low?.replace(/(?:\/s| ms| s| %)$/, '')} to ${high}`;
}
