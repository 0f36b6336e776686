import { type Child, element, type Markup } from '../chart/markup.js';

/** Names and what they stand for. */
export function facts(rows: readonly (readonly [name: string, value: Child])[]): Markup | null {
  if (rows.length === 0) return null;
  return element(
    'dl',
    {},
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** A list, a line for each; null without any. */
export function list(items: readonly string[]): Markup | null {
  return items.length === 0 ? null : element('ul', {}, ...items.map((item) => element('li', {}, item)));
}

/** A short word with a colour; the word says the same as the colour. */
export function badge(text: string, tone: string): Markup {
  return element('span', { class: `badge ${tone}` }, text);
}
