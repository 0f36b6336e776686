import { z } from 'zod';
import type { Digest } from './digest.js';
import { withSafeTexts } from './sound.js';

/** What a recording may tell of where it comes from. `plan`: the config that it was asked with, without secrets. */
export type Origin = { readonly plan: unknown; readonly generator: unknown };

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

/** The config of a session as JSON text, and the machine that it was measured from; null where the recording has none. */
export function soundOrigin(origin: Origin | null): Pick<Digest, 'config' | 'generator'> {
  if (origin === null) return { config: null, generator: null };
  const machine = generator.safeParse(withSafeTexts(origin.generator));
  const plan = origin.plan ?? null;
  const config = plan === null ? null : JSON.stringify(withSafeTexts(plan), null, 2);
  return {
    config: config === undefined || (config?.length ?? 0) > longestConfig ? null : config,
    generator: machine.success ? machine.data : null,
  };
}
