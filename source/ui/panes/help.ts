import type { Painter } from '../canvas.js';
import { keyGroup } from '../keys/key-table.js';
import type { KeyGroup } from '../keys/keymap.js';
import { fit } from '../text/cells.js';
import { emptyLine, type Line, lineWidth, span } from '../text/line.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

/** Every key, from the same table that binds them: two columns where there is room, fewer words where there is little. */
export const paintHelp: Painter<null> = (_view, canvas) => {
  const { width, height } = innerSize(canvas);
  const load = groupRows('load');
  const view = groupRows('view');
  const program = groupRows('program');
  const all = [...load, air, ...view, air, ...program];
  const isWide = all.length > height && width >= 140;
  const lines = isWide
    ? sideBySide(chooseRows([...load, air, ...program], height), chooseRows(view, height), width)
    : chooseRows(all, height);
  return paintFrame({ title: 'keys', note: [span('? or esc closes', 'muted')] }, lines, canvas);
};

/** An empty line between groups, the first to go. */
const air: Row = { priority: 4, line: emptyLine };

function groupRows(group: KeyGroup): readonly Row[] {
  const { title, rows } = keyGroup(group);
  return [
    { priority: 2, line: [span(title, 'strong')] },
    ...rows.map(({ label, help, isMinor }): Row => ({ priority: isMinor ? 3 : 1, line: keyLine(label, help) })),
  ];
}

function keyLine(label: string, help: string): Line {
  return [span(`  ${fit(label, 11)}`, 'accent'), span(help)];
}

function sideBySide(left: readonly Line[], right: readonly Line[], width: number): readonly Line[] {
  const half = Math.floor(width / 2);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const line = left[row] ?? emptyLine;
    return [...line, span(' '.repeat(Math.max(1, half - lineWidth(line)))), ...(right[row] ?? emptyLine)];
  });
}
