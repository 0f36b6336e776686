import { isObject } from '../model/plain-object.js';
import { mask } from '../model/secret.js';

/** Names of keys and header fields whose values are secret or lead to one. */
const secret = /^(?:bearer|password|basic|hmac)$|authorization|cookie|token|secret|password|api-?key|credential/i;

/** A secret that is named and not written, behind one word such as Bearer where it stands in a header field. */
const reference = /^(?:[\w-]{1,64} )?(?:\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+|credential:[A-Za-z0-9._@-]+)$/s;
/** The same with what stands in for a variable, which may be a secret. */
const withStandard = /(\$\{[A-Za-z_][A-Za-z0-9_]*:-)[^}]*\}/g;

/** Texts that are a secret under lock: to be shown as little as one in the clear. */
const locked = /^(?:[\w-]{1,64} )?encrypted:/;

/**
 * A value of a config as it may be shown: whatever says who sends is `***`, by the names of its keys, unless it only names where
 * the secret is. A body is left out too, for it may hold anything, and so are the words after a program that prints a secret.
 */
export function maskedValue(path: readonly string[], value: unknown): unknown {
  const key = path.at(-1) ?? '';
  if (typeof value === 'string' && reference.test(value) && key !== 'body') return value;
  if (key === 'command' && Array.isArray(value)) return value.map((word, index) => (index === 0 ? word : mask));
  if (isSecretPlace(path)) {
    // What names a program is an object, whose keys are looked at one by one.
    return isObject(value) ? maskedKeys(path, value) : typeof value === 'string' ? standardMasked(value) : mask;
  }
  if (typeof value === 'string') return maskedText(value, path);
  if (Array.isArray(value)) return value.map((entry) => maskedValue(path, entry));
  return isObject(value) ? maskedKeys(path, value) : value;
}

function isSecretPlace(path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  if (key === 'user' || key === 'timeout' || key === 'scheme') return false;
  return path.includes('auth') || secret.test(key) || key === 'body';
}

function maskedKeys(path: readonly string[], object: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(object).map(([name, held]) => [name, maskedValue([...path, name], held)]));
}

/** Nothing of a text, but which variable it would rather be. */
function standardMasked(text: string): string {
  const shown = text.replace(withStandard, `$1${mask}}`);
  return shown !== text && /^(?:[\w-]{1,64} )?\$\{[^}]*\}$/.test(shown) ? shown : mask;
}

/** Of a list of header fields, `authorization: ...` keeps its name. */
function maskedText(text: string, path: readonly string[]): string {
  if (locked.test(text)) return mask;
  const [name = '', ...rest] = path.at(-1) === 'headers' ? text.split(':') : [];
  if (rest.length > 0 && secret.test(name)) return `${name}: ${mask}`;
  return withoutPassword(text.replace(withStandard, `$1${mask}}`));
}

/** A URL without the password in it, and without the values of its query that are named like secrets. */
function withoutPassword(text: string): string {
  return text
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/@:\s]*):[^/@\s]*@/i, `$1:${mask}@`)
    .replace(/([?&][^=&#]*(?:token|secret|password|key|auth)[^=&#]*=)[^&#]*/gi, `$1${mask}`);
}
