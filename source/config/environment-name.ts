import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** What the name of an environment may be made of. */
export const environmentName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The same in words. */
export const environmentForm = 'letters, digits, dots, dashes and underscores, at most 64';

/** Reads the name of an environment, such as `staging`. */
export function readEnvironmentName(raw: unknown): Reading<string> {
  return typeof raw === 'string' && environmentName.test(raw)
    ? good(raw)
    : faulty(`expected the name of an environment: ${environmentForm}, got ${quoted(raw)}`);
}
