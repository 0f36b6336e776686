import { type Action, type Binding, bindings } from '../../config/bindings.js';
import { type KeyOverrides, rebind } from '../../config/keys.js';

/** What keys mean to one viewer. */
export type Keymap = {
  readonly bindings: readonly Binding[];
  /** The action of a stroke; null when it has none. */
  readonly actionFor: (stroke: string) => Action | null;
  /** Lower-case letters that somebody may press who means a load key, and that key's binding. */
  readonly missedLoadKey: (stroke: string) => Binding | null;
};

/** The keys with other strokes for some actions, as a config file names them. */
export function createKeymap(overrides: KeyOverrides = {}): Keymap {
  const table = rebind(overrides);
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

/** The keys as they are without anybody's changes. */
export const standardKeymap: Keymap = createKeymap();

const byAction = new Map<Action, Binding>(bindings.map((binding) => [binding.action, binding]));

/** The line of the table that an action stands in. */
export function bindingOf(action: Action): Binding {
  return byAction.get(action)!;
}
