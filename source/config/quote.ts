import { plainText } from '../model/plain-text.js';

/** A value as a message names it: text in quotes, anything else by its kind. For "expected ..., got ...". */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : `"${plainText(value)}"`;
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return plainText(String(value));
}
