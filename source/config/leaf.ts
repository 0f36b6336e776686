import { z } from 'zod';
import { closest } from './nearest.js';
import { wholeNumberReader } from './quantities.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

// Zod compiles an object's schema when it is first used. None is used so often that it would pay: what comes by the thousand is
// read without a schema.
z.config({ jitless: true });

/** What an editor is told of a value, beside its description: a piece of JSON Schema. */
export type JsonForm = Readonly<Record<string, unknown>>;

/** A zod schema of one value: what is read by `read`, and described to editors by `form`. */
export function leaf<Value>(form: JsonForm, read: (raw: unknown) => Reading<Value>) {
  return z
    .unknown()
    .transform((raw, context): Value => {
      const reading = read(raw);
      if (reading.kind === 'ok') return reading.value;
      for (const { path, message, hint } of reading.faults) {
        context.addIssue({ code: 'custom', path: [...path], message, params: { hint } });
      }
      return z.NEVER;
    })
    .meta(form);
}

/** One of a few words. */
export function choice<Value extends string>(...known: readonly Value[]) {
  return leaf({ type: 'string', enum: known }, (raw): Reading<Value> => {
    const found = known.find((name) => name === raw);
    if (found !== undefined) return good(found);
    const hint = typeof raw === 'string' ? closest(raw, known) : null;
    return faulty(`expected ${known.join(', ').replace(/, ([^,]*)$/, ' or $1')}, got ${quoted(raw)}`, hint);
  });
}

/** A whole number within bounds, as a number or as text. */
export function wholeNumber(least: number, most: number) {
  return leaf({ type: 'integer', minimum: least, maximum: most }, wholeNumberReader(least, most));
}

/** Text for which `isGood` holds; `wanted` says what that is. */
export function text(wanted: string, isGood: (text: string) => boolean) {
  return leaf(
    { type: 'string' },
    (raw): Reading<string> =>
      typeof raw === 'string' && isGood(raw) ? good(raw) : faulty(`expected ${wanted}, got ${quoted(raw)}`),
  );
}
