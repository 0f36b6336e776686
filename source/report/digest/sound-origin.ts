import { z } from 'zod';
import { escapeUnprintable, hasUnprintable } from '../../model/plain-text.js';
import type { Recipe } from '../../model/recipe.js';
import type { Digest } from './digest.js';
import { withSafeTexts } from './sound.js';

/** What a recording may tell of where it comes from. `plan`: the config that it was asked with, without secrets. */
export type Origin = { readonly plan: unknown; readonly recipe?: Recipe | null; readonly generator: unknown };

const text = z.string().max(2_100);
const amount = z.number().min(0).max(1e15);
const generator = z.object({
  node: text,
  system: text,
  release: text,
  architecture: text,
  cpuModel: text.nullable(),
  cores: amount,
  memoryBytes: amount,
});

/** More than any config that a person writes; what is longer would be most of the page. */
const longestConfig = 100_000;

/** The config of a session as JSON text, how it can be asked for again, and the machine that it was measured from; null where the recording has none. */
export function soundOrigin(origin: Origin | null): Pick<Digest, 'config' | 'recipe' | 'generator'> {
  if (origin === null) return { config: null, recipe: null, generator: null };
  const machine = generator.safeParse(withSafeTexts(origin.generator));
  const plan = origin.plan ?? null;
  const config = plan === null ? null : JSON.stringify(withSafeTexts(plan), null, 2);
  return {
    config: config === undefined || (config?.length ?? 0) > longestConfig ? null : config,
    recipe: soundRecipe(origin.recipe ?? null),
    generator: machine.success ? machine.data : null,
  };
}

/** A recipe with every text in it safe to print, and not one of them another; null where it would be most of the page. */
function soundRecipe(recipe: Recipe | null): Digest['recipe'] {
  if (recipe === null) return null;
  const { command, flags, config } = recipe;
  // A word with such a character in it cannot be typed.
  if (flags.some(hasUnprintable)) return null;
  const text = config === null ? null : JSON.stringify(config, null, 2).split('\n').map(escapeUnprintable).join('\n');
  return text !== null && text.length > longestConfig ? null : { command, flags, config: text };
}
