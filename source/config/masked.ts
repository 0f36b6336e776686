import { isObject } from '../model/plain-object.js';
import { mask } from '../model/secret.js';

/** Names of keys and header fields whose values are secret or lead to one. */
const secret = /^(?:bearer|password|basic)$|authorization|cookie|token|secret|password|api-?key|credential/i;

/** Texts that are a secret under lock: to be shown as little as one in the clear. */
const locked = /^encrypted:/;

/**
 * A value of a config as it may be shown: whatever says who sends is `***`, by the names of its keys. A body is left out too,
 * for it may hold anything.
 */
export function maskedValue(path: readonly string[], value: unknown): unknown {
  const key = path.at(-1) ?? '';
  if (path.includes('auth') && key !== 'user') return mask;
  if (secret.test(key) || key === 'body') return mask;
  if (typeof value === 'string') return maskedText(value, path);
  if (Array.isArray(value)) return value.map((entry) => maskedValue(path, entry));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, maskedValue([...path, name], held)]));
}

/** Of a list of header fields, `authorization: ...` keeps its name. */
function maskedText(text: string, path: readonly string[]): string {
  if (locked.test(text)) return mask;
  const [name = '', ...rest] = path.at(-1) === 'headers' ? text.split(':') : [];
  return rest.length > 0 && secret.test(name) ? `${name}: ${mask}` : withoutPassword(text);
}

/** A URL without the password in it, and without the values of its query that are named like secrets. */
function withoutPassword(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/@:\s]*):[^/@\s]*@/i, `$1:${mask}@`)
    .replace(/([?&][^=&#]*(?:token|secret|password|key|auth)[^=&#]*=)[^&#]*/gi, `$1${mask}`);
}
