import { isObject } from '../model/plain-object.js';
import { plainText } from '../model/plain-text.js';

/** The fields of a value out of a file; none where it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** A finite number out of a file; null where it is none. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A finite number of at least 0 out of a file; null where it is none. */
export function amountOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && number >= 0 ? number : null;
}

/** A text out of a file without control characters; null where it is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? plainText(value, 2000) : null;
}

/** The texts of a list out of a file, as they are. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
