import { bindings, type KeyGroup } from './keymap.js';

/** One line about a key: how it is written, and what it does. */
export type KeyRow = {
  readonly label: string;
  readonly help: string;
  /** Known without being told: the first to go where there is no room for everything. */
  readonly isMinor: boolean;
};

const titles: { readonly [group in KeyGroup]: string } = { load: 'Load', view: 'View', program: 'Program' };

const minor: ReadonlySet<string> = new Set(['previous-pane', 'zoom', 'suspend', 'interrupt']);

const stepRow: KeyRow = { label: '+ -', help: 'Raise or lower the rate by 5 %', isMinor: false };

const zoomRow: KeyRow = { label: '1 to 6', help: 'Show one pane alone, or all again', isMinor: false };

/**
 * The title of a group of keys, and its keys; the two that step the rate and the six that show one pane are a row each. For
 * the help and the reference.
 */
export function keyGroup(group: KeyGroup): { readonly title: string; readonly rows: readonly KeyRow[] } {
  const rows = bindings
    .filter(({ group: own, action }) => own === group && action !== 'slower' && !action.startsWith('zoom-'))
    .map(({ label, help, action }): KeyRow => {
      return action === 'faster' ? stepRow : { label, help, isMinor: minor.has(action) };
    });
  return { title: titles[group], rows: group === 'view' ? [...rows, zoomRow] : rows };
}

/** Every key as a Markdown table, a line each, without a newline at the end. */
export function keysMarkdown(): string {
  const groups = (['load', 'view', 'program'] as const).map(keyGroup);
  const rows = groups.flatMap(({ title, rows: keys }) =>
    keys.map(({ label, help }) => `| \`${label}\` | ${title.toLowerCase()} | ${help} |`),
  );
  return ['| Key | For | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}
