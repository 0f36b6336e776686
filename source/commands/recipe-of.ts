import { demoSections } from '../config/command-defaults.js';
import type { LayersReading } from '../config/layers.js';
import { mergeLayers } from '../config/merge.js';
import type { CommandName } from '../config/option.js';
import { type OptionName, optionNames, optionOf } from '../config/options.js';
import type { Origin } from '../config/origin.js';
import { authWritten } from '../config/secret.js';
import type { Layer } from '../config/settings.js';
import type { Recipe } from '../model/recipe.js';

/** What was typed, each value as it stood there: a text, the texts of a flag that came several times, or true. */
export type TypedValues = { readonly [Name in OptionName]?: string | readonly string[] | true };

/** Flags that say how a session is shown and where its answer goes, and which layers were read: those are in the recipe. */
const ofShowing: ReadonlySet<OptionName> = new Set([
  'headless',
  'output',
  'metricsFile',
  'junit',
  'annotations',
  'environment',
  'noProject',
  'bearer',
  'basic',
]);

const onCommandLine: Origin = { kind: 'argument', name: '', environment: null };

/**
 * How a session can be made again. `typed` are the flags as they stood there, `flags` the same as they were read, with those
 * that variables set; `below` is what the command itself assumes and would not assume of a config that is named.
 */
export function recipeOf(
  command: CommandName,
  typed: TypedValues,
  flags: Layer,
  { content }: Pick<Extract<LayersReading, { readonly kind: 'ok' }>, 'content'>,
  below: Readonly<Record<string, unknown>> = {},
): Recipe {
  // The demo takes nothing of a config but its looks.
  const isDemo = command === 'demo';
  const written = isDemo ? {} : contentOf(typed, flags);
  const said = [below, content, written].map((one) => ({ origin: onCommandLine, content: one }));
  const merged = mergeLayers(said, 'null');
  return {
    command,
    flags: optionNames.flatMap((name) => {
      const { flag, path } = optionOf(name);
      const isInConfig = isDemo ? demoSections.includes(path?.[0] ?? '') : path !== null;
      if (flag === null || isInConfig || ofShowing.has(name)) return [];
      return wordsOf(flag, typed[name] ?? flags[name]);
    }),
    config: isDemo ? null : merged.content,
  };
}

/** The recipe of a load that a person has let go to hosts that no config allows. */
export function allowing(recipe: Recipe, hosts: readonly string[], allowed: readonly string[]): Recipe {
  if (recipe.config === null) return recipe;
  const content = { target: { allow: [...allowed, ...hosts] } };
  const layers = [{ ...recipe.config }, content].map((said) => ({ origin: onCommandLine, content: said }));
  return { ...recipe, config: mergeLayers(layers, 'null').content };
}

/** Flags as the keys of a config file. */
function contentOf(typed: TypedValues, flags: Layer): Readonly<Record<string, unknown>> {
  const sections: Record<string, unknown> = {};
  for (const name of optionNames) {
    const [first, second] = optionOf(name).path ?? [];
    const value = typed[name];
    if (first === undefined || value === undefined) continue;
    if (second === undefined) sections[first] = value;
    else sections[first] = { ...(sections[first] as object | undefined), [second]: value };
  }
  const auth = flags.bearer ?? flags.basic;
  if (auth === undefined) return sections;
  return { ...sections, target: { ...(sections.target as object | undefined), auth: authWritten(auth) } };
}

function wordsOf(flag: string, value: unknown): readonly string[] {
  if (value === undefined || value === null || value === false) return [];
  if (value === true) return [`--${flag}`];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  // A value that begins with a dash would be taken for a flag.
  return values.flatMap((one) => {
    const text = String(one);
    return text.startsWith('-') ? [`--${flag}=${text}`] : [`--${flag}`, text];
  });
}
