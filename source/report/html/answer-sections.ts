import { clockText } from '../../model/clock-text.js';
import type { DiscoveryResult } from '../../model/discovery.js';
import { furtherReservations } from '../../model/discovery-sentence.js';
import type { LatencyFigures } from '../../model/histogram.js';
import { measuredText } from '../../model/measured-text.js';
import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { RunResult } from '../../model/run.js';
import { benchesOf, linesOf, validityOf, workOf } from '../answer-parts.js';
import { answerCharts } from '../chart/charts.js';
import { type Child, element, type Markup } from '../chart/markup.js';
import type { Digest } from '../digest/digest.js';
import type { Headline } from '../headline.js';
import { headlinesOf } from '../headlines.js';
import { importedTrust } from '../imported-words.js';
import { knownMilliseconds } from '../known-text.js';
import { bottleneckWords } from '../search-headlines.js';
import { jobTables } from './job-tables.js';
import { figure, section, table } from './parts.js';
import { badge, facts, list } from './words.js';

/** The answer in one sentence, whether it may be believed, and the numbers that matter most. */
export function answerBlock(digest: Digest): readonly Child[] {
  const validity = validityOf(digest.answer);
  const flags = linesOf(digest.answer).flatMap(({ result }) => result.flags);
  return [
    element(
      'div',
      { class: `answer ${digest.severity}` },
      element('p', {}, digest.sentence),
      element(
        'div',
        { class: 'badges' },
        validity === null ? null : badge(validity.valid ? 'valid' : 'not valid', validity.valid ? 'good' : 'critical'),
        digest.imported === null ? null : badge(`imported from ${digest.imported.tool}`, 'plain'),
        digest.session.state === 'complete' ? null : badge(digest.session.state, 'warning'),
        ...[...new Set(flags)].map((flag) => badge(flag, flag === 'no-interval' ? 'plain' : 'warning')),
      ),
    ),
    element('div', { class: 'tiles' }, ...headlinesOf(digest).map(tile)),
  ];
}

function tile({ detail, label, tone, unit, value }: Headline): Markup {
  return element(
    'div',
    { class: `tile ${tone}` },
    element('div', { class: 'label' }, label),
    element(
      'div',
      { class: value.length > 11 ? 'value long' : 'value' },
      value,
      unit === '' ? null : element('span', { class: 'unit' }, unit),
    ),
    element('div', { class: 'detail' }, detail),
  );
}

const curveNote = 'Each point is all that was measured at one rate, with the 95 % interval of its p99.';
const lineNote = ' The vertical line is the load line; the band around it is where it lies with 95 % probability.';

/** What was found: curve, lines of every configuration, levels of work. */
export function foundSection(digest: Digest): Markup | null {
  const hasLine = linesOf(digest.answer).some(({ result }) => result.estimatePerSecond !== null);
  const note = hasLine ? curveNote + lineNote : curveNote;
  const charts = answerCharts(digest).filter(({ name }) => !name.startsWith('bottleneck'));
  return section(
    'found',
    'What was found',
    configurationTable(digest),
    ...charts.map((chart) => figure(chart, chart.name.startsWith('curve') ? note : null)),
    ...workOf(digest.answer).map(({ steps }) => levelTable(steps)),
    digest.answer?.kind === 'run' ? runTables(digest.answer) : null,
    ...(digest.answer?.kind === 'jobs' ? jobTables(digest.answer) : []),
  );
}

function configurationTable(digest: Digest): Markup | null {
  const lines = linesOf(digest.answer);
  if (lines.length < 2 && benchesOf(digest.answer).length === 0) return null;
  const rate = (perSecond: number | null): string => (perSecond === null ? '–' : rateText(perSecond));
  return table(
    ['configuration', 'load line', '95 % interval', 'certified', 'gives first', 'bottleneck', 'flags'],
    lines.map(({ name, result }) => [
      name,
      rate(result.estimatePerSecond),
      result.interval95 === null ? '–' : `${rateText(result.interval95[0])} to ${rateText(result.interval95[1])}`,
      rate(result.certifiedPerSecond),
      result.bindingObjective ?? 'not known',
      result.bottleneck === null ? 'not known' : bottleneckWords(result.bottleneck),
      result.flags.length === 0 ? 'none' : result.flags.join(', '),
    ]),
  );
}

function levelTable(steps: ReturnType<typeof workOf>[number]['steps']): Markup | null {
  const time = (ms: number | null): string => (ms === null ? '–' : millisecondsText(ms, 3));
  return table(
    ['level', 'requests', 'mean', 'p50', 'slowest', 'failed or late', 'verdict'],
    steps.map(({ aborted, badRatio, level, maxMs, meanMs, met, p50Ms, requests }) => [
      String(level),
      countText(requests),
      time(meanMs),
      time(p50Ms),
      time(maxMs),
      shareText(badRatio, 3),
      badge(aborted ? 'aborted' : met ? 'met' : 'missed', met ? 'good' : 'critical'),
    ]),
  );
}

const timingNames = [
  ['connect', 'Connecting'],
  ['firstByte', 'To the first byte'],
  ['body', 'First byte to last'],
  ['server', 'By the server itself'],
] as const;

function runTables(answer: RunResult): Markup {
  const { objectives, responseTimeMs, serviceTimeMs, timingsMs } = answer;
  const cells = ({ max, mean, p50, p90, p99, p999 }: LatencyFigures): readonly string[] =>
    [mean, p50, p90, p99, p999, max].map(knownMilliseconds);
  return element(
    'div',
    {},
    table(
      ['objective', 'measured', 'verdict'],
      objectives.map((one) => [
        one.text,
        measuredText(one, answer),
        badge(one.met ? 'met' : 'missed', one.met ? 'good' : 'critical'),
      ]),
    ),
    table(
      ['', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'],
      [
        ['Response time', ...cells(responseTimeMs)],
        ['Service time', ...cells(serviceTimeMs)],
        ...timingNames.flatMap(([name, text]) => {
          const summary = timingsMs[name];
          return summary === null ? [] : [[text, ...cells(summary)]];
        }),
      ],
    ),
  );
}

/** What gives first, on which server, and how near the others are. */
export function bottleneckSection(digest: Digest): Markup | null {
  const charts = answerCharts(digest).filter(({ name }) => name.startsWith('bottleneck'));
  const lines = linesOf(digest.answer).filter(({ result }) => result.bottleneck !== null);
  if (lines.length === 0) return null;
  return section(
    'bottleneck',
    'What gives first',
    ...lines.flatMap(({ name, result }, at) => [
      lines.length > 1 ? element('h3', {}, name) : null,
      facts(bottleneckFacts(result)),
      figure(
        charts[at] ?? charts[0]!,
        'At how many times the load line each resource would be at its end, with 95 % intervals. What is near 1 gives with the line.',
      ),
    ]),
  );
}

function bottleneckFacts({
  bottleneck,
  kneePerSecond,
  scalability,
}: DiscoveryResult): readonly (readonly [string, Child])[] {
  if (bottleneck === null) return [];
  const { headroom, reason } = bottleneck;
  return [
    ['Bottleneck', bottleneckWords(bottleneck)],
    ...(reason === undefined ? [] : [['Because', reason] as const]),
    ...(headroom === null ? [] : [['At its end at', `${headroom.toFixed(2)} times the load line`] as const]),
    ...(kneePerSecond == null
      ? []
      : [['Knee', `response time begins to run away at about ${rateText(kneePerSecond)}`] as const]),
    ...(scalability == null
      ? []
      : [['Scalability (a model)', `throughput would peak at ${rateText(scalability.peakPerSecond)}`] as const]),
  ];
}

/** Whether the measurement may be believed, in words. */
export function validitySection(digest: Digest): Markup | null {
  const { answer, imported, load, remarks, session } = digest;
  const validity = validityOf(answer);
  const words = [
    ...(validity === null
      ? []
      : [
          validity.valid
            ? 'The measurement is valid: the load generator kept to its plan, and what it counted agrees with itself.'
            : 'The measurement is NOT valid. Its numbers may be the generator’s own:',
        ]),
    ...(validity?.reasons ?? []),
    ...(imported === null ? [] : [importedTrust(imported), ...imported.validity.reasons]),
    ...linesOf(answer).flatMap(({ name, result }, _, all) =>
      furtherReservations(result).map(({ clause }) => sentence(all.length > 1 ? `${name}: ${clause}` : clause)),
    ),
    ...(imported !== null || load === null || load.responseTimeMs.count === 0
      ? []
      : [
          `Requests were sent ${knownMilliseconds(load.sendLagMs.p99)} late at most in 99 % of cases; that wait is in the response times.`,
          `${countText(load.outcomes.unsent)} of ${countText(load.due)} arrivals were never sent and ${countText(load.outcomes.unfinished)} had no answer at the end; all of them count as failed.`,
        ]),
    ...(session.state === 'complete'
      ? []
      : [
          `The recording is not complete (${session.state}): it ends ${clockText(session.durationSeconds * 1000)} after its beginning.`,
        ]),
    ...remarks,
  ];
  return section('validity', 'May it be believed?', list(words));
}

function sentence(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}${clause.endsWith('.') ? '' : '.'}`;
}
