import type { Chart } from '../chart/charts.js';
import { type Child, element, type Markup } from '../chart/markup.js';

/** A section of the page; null where there is nothing in it. */
export function section(id: string, title: string, ...children: readonly Child[]): Markup | null {
  const own = children.filter((child) => child !== null);
  if (own.length === 0) return null;
  return element('section', { id }, element('h2', {}, title), ...own);
}

/** A chart with its title, once for a page and once for a phone. Null where there is nothing to draw. */
export function figure({ draw, name, title }: Chart, note: string | null = null): Markup | null {
  const wide = draw('wide');
  const narrow = draw('narrow');
  if (wide === null || narrow === null) return null;
  return element(
    'figure',
    { id: `chart-${name}` },
    element('figcaption', {}, element('h3', {}, title), note === null ? null : element('p', { class: 'note' }, note)),
    element('div', { class: 'wide' }, wide),
    element('div', { class: 'narrow' }, narrow),
  );
}

/** A table; a column whose cells are all figures stands to the right. Null without rows. */
export function table(heads: readonly string[], rows: readonly (readonly Child[])[]): Markup | null {
  if (rows.length === 0) return null;
  const isFigures = heads.map((_, at) =>
    rows.every((row) => {
      const cell = row[at];
      if (typeof cell === 'string') return /^(?:[<>+–-]?\d|–$)/.test(cell);
      return cell?.attributes.class === 'amount';
    }),
  );
  const style = (at: number): string | null => (isFigures[at] === true ? 'figures' : null);
  return element(
    'div',
    { class: 'table' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head, at) => element('th', { scope: 'col', class: style(at) }, head))),
      ),
      element(
        'tbody',
        {},
        ...rows.map((row) => element('tr', {}, ...row.map((cell, at) => element('td', { class: style(at) }, cell)))),
      ),
    ),
  );
}
