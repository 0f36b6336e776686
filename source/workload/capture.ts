import { PlimsollError } from '../model/error.js';
import type { Capture, HttpAnswer } from '../model/work.js';

/**
 * Takes values from an answer, in the order of the captures. Of JSON only texts, numbers, true and false are values. Throws
 * PlimsollError `nothing-captured` where one is not there.
 */
export function takeCaptures(captures: readonly Capture[], answer: HttpAnswer): readonly string[] {
  let body: unknown;
  let isParsed = false;
  const taken: string[] = [];
  for (const { name, from } of captures) {
    let value: unknown;
    switch (from.kind) {
      case 'header':
        value = answer.headers.get(from.header);
        break;
      case 'json':
        if (!isParsed) body = parsed(answer.text);
        isParsed = true;
        value = at(body, from.pointer);
        break;
    }
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      const where = from.kind === 'header' ? `header ${from.header}` : `JSON at /${from.pointer.join('/')}`;
      throw new PlimsollError(
        'nothing-captured',
        `expected a value for {{${name}}} in the ${where} of an answer, got none`,
      );
    }
    taken.push(String(value));
  }
  return taken;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 6901: keys of objects, and indices of lists without leading zeros. */
function at(value: unknown, pointer: readonly string[]): unknown {
  let here = value;
  for (const key of pointer) {
    if (typeof here !== 'object' || here === null) return undefined;
    if (Array.isArray(here) && !/^(?:0|[1-9]\d{0,8})$/.test(key)) return undefined;
    if (!Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}
