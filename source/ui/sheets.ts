import type { SessionView } from '../store/state.js';
import type { Look } from './canvas.js';
import type { SheetColumn, SheetView } from './ink/sheet.js';
import { keyGroup } from './keys/key-table.js';
import type { ScreenState } from './keys/press.js';
import { fit } from './text/cells.js';
import { type Line, span } from './text/line.js';
import type { ScreenSize } from './viewer.js';

/** What sheets are made of besides what was pressed. */
export type SheetFacts = { readonly view: SessionView; readonly size: ScreenSize; readonly look: Look };

/** What lies over the panes now; null when nothing does. Pure. */
export function sheetOf(screen: ScreenState, facts: SheetFacts): SheetView | null {
  if (screen.help) return helpSheet(facts);
  return null;
}

/** Every key, from the same table that binds them: side by side where there is room. */
function helpSheet({ size, look }: SheetFacts): SheetView {
  const groups = (['load', 'view', 'program'] as const).map(keyGroup);
  const columnWidth = 60;
  const columns: SheetColumn[] = groups.map(({ title, rows }) => ({
    title,
    width: columnWidth,
    lines: rows.map(({ label, help }): Line => [span(fit(label, 11), 'accent'), span(help)]),
  }));
  return {
    row: 1,
    column: 0,
    width: size.columns,
    height: Math.max(3, size.rows - 2),
    title: 'keys',
    note: '? or esc closes',
    head: [],
    columns,
    look,
  };
}
