import { clockText } from '../../model/clock-text.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import type { CellPlot } from './cell-plot.js';

/** Which slots of time stand in the columns of a chart. */
export type TimePage = {
  /** The slot of the first column. */
  readonly first: number;
  readonly columns: number;
  /** The column of the slot that is looked at; null where there is none. */
  readonly cursor: number | null;
  /** The slots of each column; null where there is none. */
  readonly pick: <Item>(items: readonly (Item | null)[], firstItem: number) => readonly (Item | null)[];
};

/**
 * A page that does not move with every slot: it is filled to its right end and then moved on by an eighth of its width, so
 * that what is past stays where it is. The newest slot is always on it; or, where an earlier one is looked at, that one.
 */
export function timePage(lastSlot: number, columns: number, cursor: number | null = null): TimePage {
  const step = Math.max(1, Math.floor(columns / 8));
  const end = Math.max(columns, Math.ceil((lastSlot + 1) / step) * step);
  const first =
    cursor === null || cursor >= end - columns ? end - columns : Math.max(0, (Math.floor(cursor / step) - 1) * step);
  return {
    first,
    columns,
    cursor: cursor === null || cursor < first || cursor >= first + columns ? null : cursor - first,
    pick: (items, firstItem) =>
      Array.from({ length: columns }, (_, column) => items[first + column - firstItem] ?? null),
  };
}

/** Session times below a page, about one every twelve columns, always at the same slots. */
export function timeAxis(page: TimePage, slotMs: number, glyphs: Glyphs): Line {
  const every = tickSlots(slotMs);
  let text = '';
  for (let column = 0; column < page.columns; column++) {
    const slot = page.first + column;
    if (slot % every !== 0 || text.length > column) continue;
    const label = `${glyphs.corner}${clockText(slot * slotMs)}`;
    if (column + label.length > page.columns) break;
    text = text.padEnd(column) + label;
  }
  text = text.padEnd(page.columns);
  const { cursor } = page;
  if (cursor === null) return [span(text, 'muted')];
  const label = clockText((page.first + cursor) * slotMs);
  // Beside the line, at whichever side there is room.
  const isRight = cursor + 1 + label.length <= page.columns;
  const isLeft = !isRight && cursor >= label.length;
  const mark = `${isLeft ? label : ''}${glyphs.now}${isRight ? label : ''}`;
  const from = isLeft ? cursor - label.length : cursor;
  // Half of a label would be another time.
  const blank = (half: string): string => ' '.repeat(half.length);
  const before = text.slice(0, from);
  const left = text[from] === ' ' ? before : before.replace(/\S+$/, blank);
  const right = text.slice(from + mark.length).replace(/^[\d:]+/, blank);
  return [span(left, 'muted'), span(mark, 'focus'), span(right, 'muted')];
}

/** An upright at the time that is looked at, over everything of the chart but what is `kept` there: one glyph a row. */
export function drawCursor(
  plot: CellPlot,
  page: TimePage,
  rows: number,
  glyphs: Glyphs,
  kept: (row: number) => boolean = () => false,
): void {
  if (page.cursor === null) return;
  for (let row = 0; row < rows; row++) {
    plot.put(row, page.cursor, kept(row) ? glyphs.crossing : glyphs.now, 'focus');
  }
}

/** A round time that is at least twelve columns long. */
function tickSlots(slotMs: number): number {
  const round = [10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((seconds) => (seconds * 1000) / slotMs);
  return Math.ceil(round.find((slots) => slots >= 12) ?? 3_600_000 / slotMs);
}
