import type { CommandName } from './option.js';
import type { OptionName } from './options.js';
import { type Layer, readOption } from './settings.js';

/**
 * What a command assumes in place of the table's defaults, as a user would write it. A search cannot be without a promise;
 * the demo makes one of its own, and a search short enough to watch, begun at some 5 % of what its target carries.
 */
const written: { readonly [command in CommandName]?: { readonly [name in OptionName]?: string | readonly string[] } } =
  {
    discover: { objectives: ['p99 < 250ms', 'errors < 1%'] },
    bench: { objectives: ['p99 < 250ms', 'errors < 1%'] },
    demo: { objectives: ['p99 < 50ms', 'errors < 1%'], startRate: '50/s', effort: 'quick', budget: '90s' },
  };

/** Parts of a config that the demo takes: what is loaded and promised is its own. */
export const demoSections: readonly string[] = ['screen', 'sessions', 'publish', 'log'];

/** A command's own default of an option, as text for help; null where the table's default stands. */
export function commandDefault(command: CommandName, name: OptionName): string | null {
  const text = written[command]?.[name];
  return text === undefined ? null : typeof text === 'string' ? text : text.join(', ');
}

/** A command's own defaults: the layer between the table's and the user's. */
export function commandLayer(command: CommandName): Layer {
  const layer: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(written[command] ?? {})) {
    const reading = readOption(name as OptionName, text);
    if (reading.kind === 'ok') layer[name] = reading.value;
  }
  // Each value was read by the schema of its own option, which is what the type says; a test reads every one.
  return layer as Layer;
}
