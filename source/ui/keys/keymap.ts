import { type Binding, bindings } from './bindings.js';

/** What keys mean to one viewer. */
export type Keymap = {
  readonly bindings: readonly Binding[];
  /** The action of a stroke; null when it has none. */
  readonly actionFor: (stroke: string) => Binding['action'] | null;
  /** Lower-case letters that somebody may press who means a load key, and that key's binding. */
  readonly missedLoadKey: (stroke: string) => Binding | null;
};

/** Other strokes for actions, by the action's name: `{"freeze": ["space", "f"]}`. */
export type KeyOverrides = { readonly [action: string]: readonly string[] };

export type KeymapReading =
  | { readonly kind: 'ok'; readonly keymap: Keymap }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** The table with other strokes in it, or everything that is wrong with them, each in a sentence. */
export function createKeymap(overrides: KeyOverrides = {}): KeymapReading {
  const problems: string[] = [];
  for (const [action, strokes] of Object.entries(overrides)) {
    const binding = bindings.find((candidate) => candidate.action === action);
    if (binding === undefined) problems.push(`expected the name of an action, got ${action}: the help names them all`);
    else problems.push(...strokes.flatMap((stroke) => strokeProblems(binding, stroke)));
  }
  const rebound = bindings.map((binding): Binding => {
    const strokes = overrides[binding.action];
    return strokes === undefined ? binding : { ...binding, strokes, label: strokes.map(labelOf).join(' ') };
  });
  const owners = new Map<string, string>();
  for (const { action, strokes } of rebound) {
    for (const stroke of strokes) {
      const owner = owners.get(stroke);
      if (owner !== undefined)
        problems.push(`${stroke} would mean both ${owner} and ${action}: give one of them another key`);
      owners.set(stroke, action);
    }
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', keymap: keymapOf(rebound) };
}

/** The keys as they are without anybody's changes. */
export const standardKeymap: Keymap = keymapOf(bindings);

/** What tmux, zellij and flow control take before a program sees it. */
const taken = new Set(['ctrl-b', 'ctrl-a', 'ctrl-s', 'ctrl-q']);

function strokeProblems({ action, group }: Binding, stroke: string): readonly string[] {
  if (stroke === '') return [`expected a key for ${action}, got none`];
  if (stroke === 'ctrl-c' && action !== 'interrupt') return ['ctrl-c always quits: it can mean nothing else'];
  if (taken.has(stroke)) return [`${stroke} is taken by terminals and multiplexers: choose another key for ${action}`];
  if (group === 'load' && /^(?:[a-z]|space|enter|tab|escape|left|right|up|down)$/.test(stroke)) {
    return [`${action} changes the load: expected an upper-case letter or a symbol, got ${stroke}`];
  }
  return [];
}

const arrows: { readonly [stroke: string]: string } = { left: '←', right: '→', up: '↑', down: '↓', escape: 'esc' };

function labelOf(stroke: string): string {
  return arrows[stroke] ?? stroke;
}

function keymapOf(table: readonly Binding[]): Keymap {
  const actionOf = new Map(table.flatMap(({ action, strokes }) => strokes.map((stroke) => [stroke, action] as const)));
  return {
    bindings: table,
    actionFor: (stroke) => actionOf.get(stroke) ?? null,
    missedLoadKey(stroke) {
      const upper = stroke.toUpperCase();
      if (upper === stroke || actionOf.has(stroke)) return null;
      return table.find((binding) => binding.group === 'load' && binding.strokes.includes(upper)) ?? null;
    },
  };
}
