import { isObject } from '../model/plain-object.js';
import { secretOf } from '../model/secret.js';
import type { SecretRef } from '../model/secret-ref.js';
import type { StreamHeader } from '../model/stream.js';
import type { JsonForm } from './leaf.js';
import { faulty, good, type Reading } from './reading.js';
import { readReference } from './secret-reference.js';

/** What an editor is told of header fields that may name secrets. */
export const streamHeadersForm: JsonForm = {
  type: 'object',
  additionalProperties: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        properties: {
          scheme: { type: 'string', examples: ['Bearer'] },
          command: { type: 'array', items: { type: 'string' }, minItems: 1 },
          timeout: { type: 'string', examples: ['10s'] },
        },
        required: ['command'],
        additionalProperties: false,
      },
    ],
  },
};

/** What the value of a header field is put together of, in order: texts, and secrets to be filled in. */
export type HeaderParts = readonly (string | SecretRef)[];

/**
 * Takes the value of a stream's header field apart: `${NAME}` anywhere in it; `file:`, `credential:` and `encrypted:` as all of
 * it or behind one word such as `Bearer`; or an object that names a program. No message repeats what came.
 */
export function headerParts(value: StreamHeader): Reading<HeaderParts> {
  if (isObject(value)) {
    const { scheme = '', ...command } = value;
    if (typeof scheme !== 'string' || !/^[\x21-\x7e]{0,64}$/.test(scheme)) {
      return faulty('expected scheme to be one word such as Bearer, got another value', null, ['scheme']);
    }
    const reading = readReference(command);
    return reading.kind === 'ok' ? good(scheme === '' ? [reading.value] : [`${scheme} `, reading.value]) : reading;
  }
  const [, before = '', reference] = /^((?:\S+ )?)((?:file|credential|encrypted):.+)$/s.exec(value) ?? [];
  if (reference !== undefined) {
    const reading = readReference(reference);
    return reading.kind === 'ok' ? good(before === '' ? [reading.value] : [before, reading.value]) : reading;
  }
  const parts: (string | SecretRef)[] = [];
  let end = 0;
  for (const match of value.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]{0,127})(?::-([^}]*))?\}/g)) {
    const [whole, name = '', standard] = match;
    if (match.index > end) parts.push(value.slice(end, match.index));
    parts.push({ kind: 'env', name, ...(standard === undefined ? {} : { standard: secretOf(standard) }) });
    end = match.index + whole.length;
  }
  if (end < value.length) parts.push(value.slice(end));
  return good(parts);
}

/** The secrets that header fields name. */
export function headerSecrets(
  headers: readonly (readonly [name: string, value: StreamHeader])[],
): readonly SecretRef[] {
  return headers.flatMap(([, value]) => {
    const parts = headerParts(value);
    return parts.kind === 'ok' ? parts.value.filter((part) => typeof part !== 'string') : [];
  });
}
