import { z } from 'zod';
import type { GeneratorFacts } from '../model/generator-facts.js';
import { longestCellBytes, type OpenSession } from './open-session.js';
import { parseJson } from './parse-json.js';
import { printable } from './safe-event.js';
import { amount, text } from './schema-parts.js';

/** What a session came from. */
export type SessionOrigin = {
  /** The whole config that it was asked with, as JSON and without secrets; null where the record does not say. */
  readonly plan: unknown;
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

/** Reads it. A session of the first version does not say. */
export function readOrigin({ database, version }: OpenSession): SessionOrigin {
  if (version === 1) return { plan: null, generator: null };
  const row = database
    .prepare('SELECT plan, generator FROM session_head WHERE ifnull(length(plan), 0) <= ? LIMIT 1')
    .get(longestCellBytes);
  const generator = generatorFacts.safeParse(printable(parseJson(row?.generator)));
  return { plan: printable(parseJson(row?.plan)), generator: generator.success ? generator.data : null };
}
