import type { KeyGroup } from '../../config/bindings.js';
import type { Glyphs } from '../glyphs.js';
import { type Keymap, standardKeymap } from './keymap.js';

/** One line about a key: how it is written, the action it has in a config file, and what it does. */
export type KeyRow = {
  readonly label: string;
  readonly action: string;
  readonly help: string;
};

/** The groups, in the order in which they are shown. */
export const keyGroups = ['load', 'time', 'view', 'program'] as const satisfies readonly KeyGroup[];

const titles: { readonly [group in KeyGroup]: string } = {
  load: 'Load',
  time: 'Time',
  view: 'View',
  program: 'Program',
};

/**
 * The title of a group of keys, and its keys; the two that step the rate and the ten that show one pane are a row each. For
 * the help and the reference.
 */
export function keyGroup(
  group: KeyGroup,
  keymap: Keymap = standardKeymap,
): { readonly title: string; readonly rows: readonly KeyRow[] } {
  const rows = keymap.bindings
    .filter(({ group: own, action }) => own === group && action !== 'slower' && !action.startsWith('zoom-'))
    .map(({ label, help, action }): KeyRow => {
      if (action !== 'faster') return { label, action, help };
      const slower = keymap.bindings.find((binding) => binding.action === 'slower')?.label ?? '-';
      return { label: `${label} ${slower}`, action: 'faster, slower', help: 'Raise or lower the rate by 5 %' };
    });
  const zoom: KeyRow = { label: '1 to 0', action: 'zoom-load, ...', help: 'Show one pane alone, or all again' };
  return { title: titles[group], rows: group === 'view' ? [...rows.slice(0, 3), zoom, ...rows.slice(3)] : rows };
}

/** Every key as a Markdown table, a line each, without a newline at the end; `withActions`: with what a config file calls them. */
export function keysMarkdown(withActions = false): string {
  const cells = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const rows = keyGroups
    .map((group) => keyGroup(group))
    .flatMap(({ title, rows: keys }) =>
      keys.map(({ label, action, help }) =>
        cells([`\`${label}\``, title.toLowerCase(), ...(withActions ? [action] : []), help]),
      ),
    );
  const head = ['Key', 'For', ...(withActions ? ['Action'] : []), 'What it does'];
  return [cells(head), cells(head.map(() => '---')), ...rows].join('\n');
}

const arrowNames: { readonly [arrow: string]: string } = { '←': 'left', '→': 'right', '↑': 'up', '↓': 'down' };

/** A key as it is written for a viewer: arrows by their names where it has no glyphs for them. */
export function writtenLabel(label: string, glyphs: Glyphs): string {
  return glyphs.name === 'ascii' ? label.replace(/[←→↑↓]/g, (arrow) => arrowNames[arrow] ?? arrow) : label;
}
