import { z } from 'zod';
import type { GeneratorFacts } from '../model/generator-facts.js';
import { isObject } from '../model/plain-object.js';
import type { Recipe } from '../model/recipe.js';
import { longestCellBytes, type OpenSession } from './open-session.js';
import { parseJson } from './parse-json.js';
import { printable } from './safe-event.js';
import { amount, text } from './schema-parts.js';

/** What a session came from. */
export type SessionOrigin = {
  /** The whole config that it was asked with, as JSON and without secrets; null where the record does not say. */
  readonly plan: unknown;
  /** How to ask for it again; null where the record does not say. Its texts are as they were, and not yet safe to print. */
  readonly recipe: Recipe | null;
  readonly generator: GeneratorFacts | null;
};

const generatorFacts: z.ZodType<GeneratorFacts> = z.object({
  node: text,
  system: text,
  release: text,
  architecture: text,
  cpuModel: text.nullable(),
  cores: amount,
  memoryBytes: amount,
});

const recipe: z.ZodType<Recipe> = z.object({
  command: z.string().regex(/^[a-z]{1,20}$/),
  flags: z.array(z.string().max(4096)).max(200),
  config: z.record(z.string(), z.unknown()).nullable(),
});

/** Reads it. A session of the first version does not say. */
export function readOrigin({ database, version }: OpenSession): SessionOrigin {
  if (version === 1) return { plan: null, recipe: null, generator: null };
  const row = database
    .prepare('SELECT plan, generator FROM session_head WHERE ifnull(length(plan), 0) <= ? LIMIT 1')
    .get(longestCellBytes);
  const generator = generatorFacts.safeParse(printable(parseJson(row?.generator)));
  const kept = parseJson(row?.plan);
  const { recipe: given = null, ...plan } = isObject(kept) ? kept : {};
  const read = recipe.safeParse(given);
  return {
    plan: isObject(kept) ? printable(plan) : null,
    recipe: read.success ? read.data : null,
    generator: generator.success ? generator.data : null,
  };
}
