import { isObject } from '../../model/plain-object.js';
import { plainText } from '../../model/plain-text.js';

/** The fields of something recorded; none where it is no object. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** A finite number out of a recording; null where it is none. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A text out of a recording without control characters; null where it is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? plainText(value, 2000) : null;
}
