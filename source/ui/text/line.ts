import type { StyleName, Theme } from '../theme.js';
import { cut, widthOf } from './cells.js';

/** A stretch of text in one style. The text may come from outside: it is cleaned where it is drawn. */
export type Span = { readonly text: string; readonly style: StyleName };

/** One line of a pane before it has a width. */
export type Line = readonly Span[];

export const emptyLine: Line = [];

export function span(text: string, style: StyleName = 'plain'): Span {
  return { text, style };
}

/** How many cells a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, part) => sum + widthOf(part.text), 0);
}

/** The same line with neighbouring spans of one style as one: for lines that were drawn cell by cell. */
export function joinSpans(line: Line): Line {
  const spans: { text: string; style: StyleName }[] = [];
  for (const { text, style } of line) {
    const last = spans.at(-1);
    if (last !== undefined && last.style === style) last.text += text;
    else spans.push({ text, style });
  }
  return spans;
}

/** A line with one part at its left and one at its right end. Where both do not fit, the right one goes. */
export function spread(left: Line, right: Line, width: number): Line {
  const gap = width - lineWidth(left) - lineWidth(right);
  return gap < 1 ? left : [...left, span(' '.repeat(gap)), ...right];
}

/** The line as a terminal gets it: exactly `width` cells, styled, cleaned, cut or padded. */
export function renderLine(line: Line, width: number, theme: Theme): string {
  let out = '';
  let used = 0;
  for (const part of line) {
    if (used >= width) break;
    const cells = cut(part.text, width - used);
    if (cells.width === 0) continue;
    out += theme.paint(part.style, cells.text);
    used += cells.width;
  }
  return out + ' '.repeat(Math.max(0, width - used));
}
