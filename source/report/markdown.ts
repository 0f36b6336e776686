import { clockText } from '../model/clock-text.js';
import { furtherReservations } from '../model/discovery-sentence.js';
import type { ImportedFrom } from '../model/imported.js';
import { badOutcomes } from '../model/outcome.js';
import { countText, millisecondsText, rateText, shareText } from '../model/quantity-text.js';
import { linesOf, validityOf } from './answer-parts.js';
import { unitText } from './chart/unit-text.js';
import type { Digest } from './digest/digest.js';
import { headlinesOf } from './headlines.js';
import { importedFacts, importedLatencies, importedTrust } from './imported-words.js';
import { knownMilliseconds } from './known-text.js';
import { bullets, escapedMarkdown, fenced, markdownCode, markdownTable } from './markdown-parts.js';
import { judgedText } from './rate-verdict.js';
import { recipeFile, recipeOf } from './reproduce.js';

/**
 * A session as Markdown for a ticket: the answer, tables and lines of block characters. `chartFiles` are pictures beside it that
 * it shows, by title.
 */
export function reportMarkdown(
  digest: Digest,
  chartFiles: readonly { readonly title: string; readonly file: string }[] = [],
): string {
  const { asked, imported, session } = digest;
  const blocks = [
    `# ${escapedMarkdown(session.kind)} ${escapedMarkdown(session.id)}${session.target === null ? '' : ` of ${markdownCode(session.target)}`}`,
    `**${escapedMarkdown(digest.sentence)}**`,
    markdownTable(
      ['', '', ''],
      headlinesOf(digest).map(({ detail, label, unit, value }) => [label, `${value}${unit}`, detail]),
    ),
    bullets([
      `${imported === null ? 'recorded' : 'measured'} ${session.startedAt.slice(0, 19).replace('T', ' ')} UTC, ${clockText(session.durationSeconds * 1000)} long, ${session.state}`,
      ...(asked.objectives.length === 0 ? [] : [`objectives: ${asked.objectives.map(({ text }) => text).join(', ')}`]),
      ...(asked.arrivals === null || digest.load === null
        ? []
        : [`arrivals: ${asked.arrivals}${asked.seed === null ? '' : `, seed ${asked.seed}`}`]),
    ]),
    ...(imported === null ? [] : titled(`What ${imported.tool} told`, importedTable(imported))),
    ...chartFiles.map(({ file, title }) => `![${escapedMarkdown(title)}](${encodeURI(file)})`),
    ...titled('Rate by rate', ratesTable(digest)),
    ...titled('Over time', overTime(digest)),
    ...titled('Requests', requestsTable(digest)),
    ...titled('Servers', serversTable(digest)),
    ...titled('Streams', streamsTable(digest)),
    ...titled('Alerts and marks', moments(digest)),
    ...titled('May it be believed?', bullets(validityWords(digest))),
    ...(imported === null ? recipeBlocks(digest) : []),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function titled(title: string, block: string): readonly string[] {
  return block === '' ? [] : [`## ${title}`, block];
}

function recipeBlocks(digest: Digest): readonly string[] {
  const { command, config, notes } = recipeOf(digest);
  return [
    '## How to do it again',
    fenced(command),
    ...(config === null ? [] : [`with \`${recipeFile}\`:`, fenced(config)]),
    bullets(notes),
  ];
}

function importedTable(imported: ImportedFrom): string {
  return markdownTable(['', ''], [...importedFacts(imported), ...importedLatencies(imported)]);
}

function ratesTable({ rates }: Digest): string {
  const several = new Set(rates.map(({ configuration }) => configuration)).size > 1;
  return markdownTable(
    [
      ...(several ? ['configuration'] : []),
      'rate',
      'requests',
      'failed',
      'late',
      'p50',
      'p90',
      'p99',
      'p99 95 %',
      'p99.9',
      'verdict',
    ],
    rates.map((row) => {
      const { configuration, late, outcomes, perSecond, requests, responseTimeMs: times } = row;
      const share = (count: number): string => shareText(requests === 0 ? 0 : count / requests, 3);
      const ms = (value: number | undefined): string => (value === undefined ? '–' : millisecondsText(value, 3));
      const interval = times?.intervals95.p99 ?? null;
      return [
        ...(several ? [configuration ?? ''] : []),
        rateText(perSecond),
        countText(requests),
        share(badOutcomes(outcomes)),
        late === null ? '–' : share(late),
        ms(times?.p50),
        ms(times?.p90),
        ms(times?.p99),
        interval === null ? '–' : interval.map((end) => millisecondsText(end, 3)).join(' to '),
        ms(times?.p999),
        judgedText(row),
      ];
    }),
  );
}

const sparkWidth = 48;
const bars = '▁▂▃▄▅▆▇█';

/** Values as a line of block characters, from 0 or the least to the most; each column is the highest of its stretch. */
function spark(values: readonly number[], isLogarithmic: boolean): string {
  const columns = Math.min(sparkWidth, values.length);
  const highest = Array.from({ length: columns }, (_, at) =>
    Math.max(
      ...values.slice(Math.floor((at * values.length) / columns), Math.floor(((at + 1) * values.length) / columns)),
    ),
  ).map((value) => (isLogarithmic ? Math.log(Math.max(1e-3, value)) : value));
  const [low, high] = [isLogarithmic ? Math.min(...highest) : 0, Math.max(...highest)];
  return highest
    .map(
      (value) =>
        bars[high > low ? Math.min(bars.length - 1, Math.floor(((value - low) / (high - low)) * bars.length)) : 0],
    )
    .join('');
}

function overTime({ load, servers }: Digest): string {
  const lines: (readonly [string, string, string])[] = [];
  if (load !== null && load.slots.length > 1) {
    const p99 = load.slots.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs.p99]));
    const achieved = load.slots.map(({ achievedPerSecond }) => achievedPerSecond);
    lines.push(['answered well', spark(achieved, false), `at most ${rateText(Math.max(...achieved))}`]);
    if (p99.length > 1) lines.push(['p99', spark(p99, true), `at most ${millisecondsText(Math.max(...p99), 3)}`]);
  }
  for (const { name, series } of servers.slice(0, 8)) {
    const cpu = series.find((one) => one.name === 'cpuPercent');
    if (cpu === undefined || cpu.slots.length < 2) continue;
    lines.push([
      `CPU of ${name}`,
      spark(
        cpu.slots.map(([, , mean]) => mean),
        false,
      ),
      `at most ${unitText(cpu.max, 'percent')}`,
    ]);
  }
  if (lines.length === 0) return '';
  const width = Math.max(...lines.map(([name]) => name.length));
  return fenced(lines.map(([name, line, words]) => `${name.padEnd(width)}  ${line}  ${words}`).join('\n'));
}

function requestsTable({ requests }: Digest): string {
  return markdownTable(
    ['request', 'count', 'failed', 'p50', 'p90', 'p99', 'max'],
    requests.map(({ name, outcomes, responseTimeMs: { max, p50, p90, p99 } }) => {
      const bad = badOutcomes(outcomes);
      const total = outcomes.ok + bad;
      const times = [p50, p90, p99, max].map(knownMilliseconds);
      return [name, countText(total), shareText(total === 0 ? 0 : bad / total, 3), ...times];
    }),
  );
}

function serversTable({ servers }: Digest): string {
  const columns = [
    'cpuPercent',
    'memoryUsedBytes',
    'networkInBytesPerSecond',
    'networkOutBytesPerSecond',
    'rttMs',
  ] as const;
  return markdownTable(
    [
      'server',
      'state',
      'readings',
      'CPU mean',
      'CPU max',
      'memory max',
      'network in max',
      'network out max',
      'ping max',
    ],
    servers.map(({ name, samples, series, state }) => {
      const [cpu, ...others] = columns.map((column) => series.find((one) => one.name === column));
      const most = (one: typeof cpu): string => (one === undefined ? '–' : unitText(one.max, one.unit));
      return [
        name,
        state,
        countText(samples),
        cpu === undefined ? '–' : unitText(cpu.mean, cpu.unit),
        most(cpu),
        ...others.map(most),
      ];
    }),
  );
}

function streamsTable({ streams }: Digest): string {
  return markdownTable(
    ['stream', 'state', 'messages', 'unreadable', 'reconnects', 'circuit opened'],
    streams.map(({ messages, name, opened, reconnects, state, unreadable }) => [
      name,
      state,
      ...[messages, unreadable, reconnects, opened].map(countText),
    ]),
  );
}

const mostMoments = 30;

function moments({ events }: Digest): string {
  const all = events.filter(({ isMark, severity }) => isMark || severity === 'warning' || severity === 'critical');
  return bullets(
    all
      .slice(-mostMoments)
      .map(({ atMs, isMark, severity, text }) => `${clockText(atMs)} ${isMark ? 'mark' : severity}: ${text}`),
  );
}

function validityWords({ answer, imported, remarks }: Digest): readonly string[] {
  if (imported !== null) return [importedTrust(imported), ...imported.validity.reasons, ...remarks];
  const validity = validityOf(answer);
  return [
    ...(validity === null ? [] : [validity.valid ? 'the measurement is valid' : 'the measurement is NOT valid']),
    ...(validity?.reasons ?? []),
    ...linesOf(answer).flatMap(({ name, result }, _, all) =>
      furtherReservations(result).map(({ clause }) => (all.length > 1 ? `${name}: ${clause}` : clause)),
    ),
    ...remarks,
  ];
}
