import type { z } from 'zod';
import { isObject } from '../../model/plain-object.js';
import type { SessionResult } from '../../model/session-result.js';
import { jobsResultSchema } from '../jobs-schema.js';
import { monitorResultSchema, runResultSchema } from '../result-schema.js';
import { benchResultSchema, discoveryResultSchema, suiteResultSchema, workResultSchema } from '../search-schema.js';
import { withSafeTexts } from './sound.js';

/** An answer out of a recording, every text in it safe; or why it is none, as a sentence. */
export type ResultReading =
  | { readonly kind: 'ok'; readonly result: SessionResult }
  | { readonly kind: 'unreadable'; readonly remark: string };

/** Reads an answer by the schema of its kind. */
export function soundResult(value: unknown): ResultReading {
  const schema = schemaOf(value);
  if (schema === null) return unreadable('it is of no kind that this version knows');
  const reading = schema.safeParse(withSafeTexts(value));
  if (reading.success) return { kind: 'ok', result: reading.data };
  const [issue] = reading.error.issues;
  const where = issue?.path.map(String).join('.').slice(0, 100) ?? '';
  return unreadable(`its ${where === '' ? 'fields are' : `field ${where} is`} not as expected`);
}

function schemaOf(value: unknown): z.ZodType<SessionResult> | null {
  if (!isObject(value)) return null;
  switch (value.kind) {
    case 'run':
      return runResultSchema;
    case 'discovery':
      return value.axis === 'work' ? workResultSchema : discoveryResultSchema;
    case 'bench':
      return benchResultSchema;
    case 'suite':
      return suiteResultSchema;
    case 'jobs':
      return jobsResultSchema;
    case 'monitor':
      return monitorResultSchema;
    default:
      return null;
  }
}

function unreadable(why: string): ResultReading {
  return { kind: 'unreadable', remark: `An answer was recorded that cannot be read: ${why}.` };
}
