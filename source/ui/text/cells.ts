import { drawablesOf, isPlain } from './clean.js';

/** A cleaned text and how many cells it takes. */
export type Cells = { readonly text: string; readonly width: number };

/** At most `width` cells of a text, cleaned. */
export function cut(text: string, width: number): Cells {
  if (width <= 0) return { text: '', width: 0 };
  if (isPlain(text)) {
    return text.length <= width ? { text, width: text.length } : { text: text.slice(0, width), width };
  }
  let taken = '';
  let used = 0;
  for (const drawable of drawablesOf(text)) {
    if (used + drawable.width > width) break;
    taken += drawable.text;
    used += drawable.width;
  }
  return { text: taken, width: used };
}

/** How many cells a text takes once cleaned. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : drawablesOf(text).reduce((sum, drawable) => sum + drawable.width, 0);
}

/** Exactly `width` cells: padded with spaces, or cut with `ellipsis` as its last cell. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left', ellipsis = ''): string {
  if (width <= 0) return '';
  const whole = widthOf(text);
  if (whole > width && ellipsis !== '' && width > 1) return pad(cut(text, width - 1), width - 1, 'left') + ellipsis;
  return pad(cut(text, width), width, align);
}

function pad(cells: Cells, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - cells.width));
  return align === 'left' ? cells.text + space : space + cells.text;
}
