import type { AskState } from './ask.js';
import type { Look } from './canvas.js';
import type { SheetColumn, SheetView } from './ink/sheet.js';
import type { Facts } from './keys/facts.js';
import { type KeyRow, keyGroup, keyGroups, writtenLabel } from './keys/key-table.js';
import type { PaletteState, ScreenState } from './keys/screen-state.js';
import { completionsOf } from './keys/verbs.js';
import { fit } from './text/cells.js';
import { type Line, span } from './text/line.js';
import { wrapWords } from './text/wrap.js';
import type { ScreenSize } from './viewer.js';

/** What sheets are made of besides what was pressed. */
export type SheetFacts = {
  readonly facts: Facts;
  readonly size: ScreenSize;
  readonly look: Look;
  readonly asked: AskState | null;
};

/** Smaller than this a sheet would hide everything and show nothing. */
const smallest = { columns: 30, rows: 8 } as const;

/** What lies over the panes now; null when nothing does. Pure. */
export function sheetOf(screen: ScreenState, given: SheetFacts): SheetView | null {
  if (given.size.columns < smallest.columns || given.size.rows < smallest.rows) return null;
  if (given.asked !== null) return askSheet(given.asked, given);
  if (screen.palette !== null) return paletteSheet(screen.palette, given);
  return screen.help ? helpSheet(screen, given) : null;
}

/** Room for the widest key and a gap behind it. */
const keyWidth = 12;

/** Every key, from the same table that binds them: in as many columns as there is room for, scrolled where it is too long. */
function helpSheet(screen: ScreenState, { facts, size, look }: SheetFacts): SheetView {
  const groups = keyGroups.map((group) => keyGroup(group, facts.keymap));
  const linesOf = (columnWidth: number): readonly Line[] =>
    groups.flatMap(({ title, rows }, index): readonly Line[] => [
      ...(index === 0 ? [] : [[]]),
      [span(title, 'strong')],
      ...rows.flatMap((row) => keyLines(row, columnWidth, look)),
    ]);
  const room = size.rows - 6;
  const most = Math.max(1, Math.floor((size.columns - 4) / 58));
  const widthOf = (count: number): number => {
    const width = Math.min(size.columns, count * 74);
    return Math.floor((width - 4 - 2 * (count - 1)) / count);
  };
  const counts = Array.from({ length: most }, (_, index) => index + 1);
  const count = counts.find((columns) => linesOf(widthOf(columns)).length <= room * columns) ?? most;
  const lines = linesOf(widthOf(count));
  const height = Math.min(room, Math.ceil(lines.length / count));
  const hidden = Math.max(0, lines.length - height * count);
  const skipped = Math.min(screen.settings.skipped.events ?? 0, hidden);
  const columns = Array.from({ length: count }, (_, index): SheetColumn => {
    const from = skipped + index * height;
    return { title: '', width: widthOf(count), lines: lines.slice(from, from + height) };
  });
  const note = hidden > 0 ? 'arrows scroll, ? closes' : '? or esc closes';
  const width = Math.min(size.columns, count * 74);
  return { ...centred(width, height + 4, size), title: 'keys', note, head: [], columns, hidden, look };
}

/** A key and what it does, on a second line where the first one is too short. */
function keyLines({ label, help }: KeyRow, width: number, look: Look): readonly Line[] {
  const words = wrapWords(help, width - keyWidth, 2, look.glyphs.ellipsis);
  return words.map((text, index): Line => {
    return [span(fit(index === 0 ? writtenLabel(label, look.glyphs) : '', keyWidth), 'accent'), span(text)];
  });
}

/** What is typed, what may follow, and what is wrong with it. */
function paletteSheet(palette: PaletteState, { facts, size, look }: SheetFacts): SheetView {
  const { typing, fault } = palette;
  const completions = completionsOf(typing.text, facts);
  const width = Math.min(size.columns - 2, 76);
  const room = Math.max(1, Math.min(completions.length, size.rows - 9, 12));
  const typed: Line = [span(':', 'accent'), span(typing.text, 'strong'), span(look.glyphs.cursor, 'accent')];
  const head = fault === null ? [typed] : [typed, [span(`${look.glyphs.alert} ${fault}`, 'warning')] as const];
  const lines = completions
    .slice(0, room)
    .map(
      ({ label, help }, index): Line => [span(fit(label, 20), index === 0 ? 'strong' : 'accent'), span(help, 'muted')],
    );
  const more = completions.length - room;
  const column: SheetColumn = {
    title: '',
    width: width - 4,
    lines: lines.length === 0 ? [[span('enter runs it', 'muted')]] : lines,
  };
  return {
    row: Math.min(3, Math.max(1, size.rows - room - 7)),
    column: Math.floor((size.columns - width) / 2),
    width,
    height: room + 4 + head.length,
    title: 'command',
    note: `${more > 0 ? `${more} more  ` : ''}tab completes  enter runs  esc leaves`,
    head,
    columns: [column],
    look,
  };
}

/** What an engine needs to know from somebody. */
function askSheet({ question, typing, fault }: AskState, { size, look }: SheetFacts): SheetView {
  const width = Math.min(size.columns - 2, 76);
  const inner = width - 4;
  const lines = question.lines.flatMap((line) => wrapWords(line, inner, 6, look.glyphs.ellipsis));
  const shown =
    question.kind === 'secret'
      ? (look.glyphs.name === 'ascii' ? '*' : '●').repeat([...typing.text].length)
      : typing.text;
  const answer: Line =
    question.kind === 'yes-no'
      ? [span('y', 'strong'), span(' yes   '), span('n', 'strong'), span(' no')]
      : [span('> ', 'accent'), span(shown.slice(-inner + 4), 'strong'), span(look.glyphs.cursor, 'accent')];
  const body: Line[] = [answer, fault === null ? [] : [span(`${look.glyphs.alert} ${fault}`, 'warning')]];
  const height = Math.min(size.rows - 2, lines.length + body.length + 4);
  return {
    ...centred(width, height, size),
    title: question.title,
    note: question.kind === 'yes-no' ? 'esc is no' : 'enter answers  esc refuses',
    head: lines.map((line): Line => [span(line)]),
    columns: [{ title: '', width: inner, lines: body }],
    look,
  };
}

function centred(
  width: number,
  height: number,
  size: ScreenSize,
): Pick<SheetView, 'row' | 'column' | 'width' | 'height'> {
  return {
    row: Math.max(0, Math.floor((size.rows - height) / 2)),
    column: Math.max(0, Math.floor((size.columns - width) / 2)),
    width,
    height,
  };
}
