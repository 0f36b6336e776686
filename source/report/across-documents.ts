import { millisecondsText, shortNumber } from '../model/quantity-text.js';
import type { Across } from './across.js';
import { groupedBarsChart } from './chart/bar-charts.js';
import type { Chart } from './chart/charts.js';
import { element } from './chart/markup.js';
import { csvText } from './csv.js';
import { pageText } from './html/page.js';
import { figure, section, table } from './html/parts.js';
import { markdownTable } from './markdown-parts.js';

const words = {
  'avg-response-time': { title: 'Average response time by rate', axis: 'ms, mean', unit: 'ms', what: 'rate' },
  'cpu-usage-compare': { title: 'CPU of each server', axis: 'CPU, mean %', unit: 'percent', what: 'server' },
} as const;

/** The numbers as a chart: grouped bars, a colour for each session. */
export function acrossChart(across: Across): Chart {
  const { axis, title } = words[across.analysis];
  return {
    name: across.analysis,
    title,
    draw: (width) =>
      groupedBarsChart(
        {
          title,
          axis,
          text: (value) =>
            across.analysis === 'avg-response-time' ? millisecondsText(value).replace(/ ms$/, '') : shortNumber(value),
          series: across.sessions.map(sessionName),
          groups: across.rows.map(({ name, values }) => ({
            name,
            bars: values.map((value) => (value === null ? null : { value: value.mean, interval95: null })),
          })),
        },
        width,
      ),
  };
}

/** The numbers as Markdown: sessions, then a row for each rate or server. */
export function acrossMarkdown(across: Across): string {
  const { title } = words[across.analysis];
  const { heads, rows } = cells(across);
  return `# ${title}\n\n${markdownTable(sessionHeads, sessionRows(across))}\n\n${markdownTable(heads, rows)}\n`;
}

/** The numbers as CSV: one row for each rate or server of each session. */
export function acrossCsv({ analysis, rows, sessions }: Across): string {
  const { unit, what } = words[analysis];
  return csvText([
    ['session', 'started', what, `mean_${unit}`, `max_${unit}`, 'count'],
    ...rows.flatMap(({ name, values }) =>
      values.flatMap((value, at) => {
        const session = sessions[at];
        return value === null || session === undefined
          ? []
          : [[session.id, session.startedAt, name, value.mean, value.max, value.count]];
      }),
    ),
  ]);
}

/** The numbers as a page of their own. */
export function acrossPage(across: Across): string {
  const { title } = words[across.analysis];
  const { heads, rows } = cells(across);
  return pageText(title, [
    element(
      'header',
      {},
      element('h1', {}, title),
      element('p', { class: 'sub' }, `${across.sessions.length} sessions`),
    ),
    element(
      'main',
      {},
      figure(acrossChart(across)),
      section('numbers', 'The numbers', table(heads, rows)),
      section('sessions', 'The sessions', table(sessionHeads, sessionRows(across))),
    ),
  ]);
}

const sessionHeads = ['session', 'kind', 'started (UTC)', 'target'] as const;

function sessionRows({ sessions }: Across): readonly (readonly string[])[] {
  return sessions.map((session) => [
    session.id,
    session.kind,
    session.startedAt.slice(0, 19).replace('T', ' '),
    session.target ?? 'none',
  ]);
}

function sessionName({ id, startedAt }: Across['sessions'][number]): string {
  return `${id} (${startedAt.slice(0, 16).replace('T', ' ')})`;
}

function cells(across: Across): { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const isTime = across.analysis === 'avg-response-time';
  const text = (value: number): string => (isTime ? millisecondsText(value, 3) : `${shortNumber(value)} %`);
  return {
    heads: [words[across.analysis].what, ...across.sessions.map(({ id }) => id)],
    rows: across.rows.map(({ name, values }) => [
      name,
      ...values.map((value) => (value === null ? '–' : text(value.mean))),
    ]),
  };
}
