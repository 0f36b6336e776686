import { clockText } from '../../model/clock-text.js';
import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';

/** Which slots of time stand in the columns of a chart. */
export type TimePage = {
  /** The slot of the first column. */
  readonly first: number;
  readonly columns: number;
  /** The slots of each column; null where there is none. */
  readonly pick: <Item>(items: readonly (Item | null)[], firstItem: number) => readonly (Item | null)[];
};

/**
 * A page that does not move with every slot: it is filled to its right end and then moved on by an eighth of its width, so
 * that what is past stays where it is. The newest slot is always on it.
 */
export function timePage(lastSlot: number, columns: number): TimePage {
  const step = Math.max(1, Math.floor(columns / 8));
  const end = Math.max(columns, Math.ceil((lastSlot + 1) / step) * step);
  const first = end - columns;
  return {
    first,
    columns,
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
  return [span(text.padEnd(page.columns), 'muted')];
}

/** A round time that is at least twelve columns long. */
function tickSlots(slotMs: number): number {
  const round = [10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((seconds) => (seconds * 1000) / slotMs);
  return Math.ceil(round.find((slots) => slots >= 12) ?? 3_600_000 / slotMs);
}
