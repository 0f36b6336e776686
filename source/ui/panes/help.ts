import type { Painter } from '../canvas.js';
import { bindings, type KeyGroup } from '../keys/keymap.js';
import { fit } from '../text/cells.js';
import { emptyLine, type Line, lineWidth, span } from '../text/line.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

const titles: { readonly [group in KeyGroup]: string } = { load: 'Load', view: 'View', program: 'Program' };

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

/** Known without being told, where there is no room for everything. */
const minor: ReadonlySet<string> = new Set(['previous-pane', 'zoom', 'suspend', 'interrupt']);

function groupRows(group: KeyGroup): readonly Row[] {
  const rows = bindings
    .filter((binding) => binding.group === group && !binding.action.startsWith('zoom-'))
    .map(
      (binding): Row => ({ priority: minor.has(binding.action) ? 2 : 1, line: keyLine(binding.label, binding.help) }),
    );
  const zoom: readonly Row[] =
    group === 'view' ? [{ priority: 1, line: keyLine('1 to 6', 'Show one pane alone, or all again') }] : [];
  return [{ priority: 3, line: [span(titles[group], 'strong')] }, ...rows, ...zoom];
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
