import { badOutcomes } from '../../model/outcome.js';
import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import { loadCharts } from '../chart/charts.js';
import { type Child, element, type Markup } from '../chart/markup.js';
import type { Digest, Interval } from '../digest/digest.js';
import type { RateRow } from '../digest/row-parts.js';
import { intervalText } from '../headline.js';
import { knownMilliseconds } from '../known-text.js';
import { judgedText } from '../rate-verdict.js';
import { figure, section, table } from './parts.js';
import { badge } from './words.js';

const notes: Readonly<Record<string, string>> = {
  latency:
    'Percentiles of each stretch of time, from histograms that were added up; the dashed rule is the objective. Point at the chart to read it.',
  rate: 'What the plan asked for, what was really sent and what was answered well. Ticks at the foot are warnings and marks.',
  heatmap:
    'Each cell is the answers of one stretch of time that took so long: the darker, the more. A second band of colour is a second kind of answer.',
  distribution: 'Warm-up is left out.',
  percentiles: 'Each mark to the right has a tenth of the answers beyond it: the tail is where users are lost.',
};

function noteOf(chart: string, { imported }: Digest): string | null {
  return (imported === null ? notes[chart] : importedNotes[chart]) ?? null;
}

/** Of another program: it has no objective, no plan and no warm-up that is known. */
const importedNotes: Readonly<Record<string, string>> = {
  latency: 'Percentiles of each stretch of time, from histograms that were added up. Point at the chart to read it.',
  rate: 'What was sent and what was answered well.',
  heatmap: notes.heatmap!,
  percentiles: notes.percentiles!,
};

/** The load over time, and all its answers together. */
export function loadSection(digest: Digest): Markup | null {
  if (digest.load === null) return null;
  return section(
    'load',
    'The load',
    ...loadCharts(digest).map((chart) => figure(chart, noteOf(chart.name, digest))),
    requestTable(digest),
  );
}

/** Requests, failed and late ones and percentiles for each rate that was asked for. */
export function ratesSection({ rates }: Digest): Markup | null {
  const several = new Set(rates.map(({ configuration }) => configuration)).size > 1;
  const judged = rates.some(({ verdict }) => verdict !== null);
  return section(
    'rates',
    'Rate by rate',
    table(
      [
        ...(several ? ['configuration'] : []),
        'rate',
        'for',
        'requests',
        'achieved',
        'failed',
        'late',
        'mean',
        'p50',
        'p90',
        'p99',
        'p99.9',
        ...(judged ? ['verdict'] : []),
      ],
      rates.map((row) => [
        ...(several ? [row.configuration ?? ''] : []),
        ...rateCells(row),
        ...(judged ? [row.verdict === null ? '' : badge(judgedText(row), verdictTone(row))] : []),
      ]),
    ),
    rates.length === 0
      ? null
      : element(
          'p',
          { class: 'note' },
          'Under each percentile its 95 % interval, where there was enough to tell one. Late: answered well, but after the limit.',
        ),
  );
}

function rateCells(row: RateRow): readonly Child[] {
  const { achievedPerSecond, late, outcomes, perSecond, requests, responseTimeMs: times, seconds } = row;
  const share = (count: number): string => shareText(requests === 0 ? 0 : count / requests, 3);
  return [
    rateText(perSecond),
    `${countText(seconds)} s`,
    countText(requests),
    rateText(achievedPerSecond),
    share(badOutcomes(outcomes)),
    late === null ? '–' : share(late),
    ...(times === null
      ? ['–', '–', '–', '–', '–']
      : [
          millisecondsText(times.mean, 3),
          withInterval(times.p50, times.intervals95.p50),
          withInterval(times.p90, times.intervals95.p90),
          withInterval(times.p99, times.intervals95.p99),
          withInterval(times.p999, times.intervals95.p999),
        ]),
  ];
}

function withInterval(ms: number, interval: Interval): Child {
  const text = millisecondsText(ms, 3);
  if (interval === null) return text;
  return element('span', { class: 'amount' }, text, element('span', { class: 'interval' }, intervalText(interval)));
}

function verdictTone({ misses, verdict }: RateRow): string {
  if (verdict === 'meets') return misses > 0 ? 'warning' : 'good';
  return verdict === 'unclear' ? 'warning' : 'critical';
}

function requestTable({ requests }: Digest): Markup | null {
  return table(
    ['request', 'count', 'failed', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'],
    requests.map(({ name, outcomes, responseTimeMs: { max, mean, p50, p90, p99, p999 } }) => {
      const bad = badOutcomes(outcomes);
      const total = outcomes.ok + bad;
      const times = [mean, p50, p90, p99, p999, max].map(knownMilliseconds);
      return [name, countText(total), shareText(total === 0 ? 0 : bad / total, 3), ...times];
    }),
  );
}
