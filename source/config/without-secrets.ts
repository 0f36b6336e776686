import { isObject } from '../model/plain-object.js';

/** A value without the secrets in it, and their texts as they stood there. */
export type Cleaned = { readonly value: unknown; readonly secrets: readonly string[] };

/** What stands where a secret was. */
export const notKept = '(not kept)';

/** Names of query parameters, of fields of a body, and of cookies and forms that mostly hold a secret. */
const secretName =
  /authori[sz]ation|cookie|token|secret|pass(?:word|wd|phrase|code)|^pass$|pwd|api[-_]?key|access[-_]?key|private[-_]?key|^key$|credential|signature|^sig$|session|jwt|^auth$|^pin$/i;

/** Header fields that say nothing of who asks; the value of every other may be a secret, whatever its name is. */
const plainHeader =
  /^(?:accept(?:-.*)?|cache-control|content-(?:type|encoding|language)|dnt|expect|pragma|prefer|range|user-agent|x-requested-with)$/i;

/** A secret that is named and not written: a variable of the environment, a file, a value that is filled in later. */
const reference = /^(?:\S{1,64} )?(?:\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+|\{\{[^{}]+\}\})$/;

/**
 * A config, or the head of a session, as it may be kept and handed on: without the values of header fields but the plainest, of
 * parameters of a URL and fields of a body whose names tell of a secret, and without bodies that are neither JSON nor a form.
 * References to secrets stay. Nothing is changed in place.
 */
export function withoutSecrets(value: unknown): Cleaned {
  const secrets = new Set<string>();
  const drop = (secret: string): string => {
    // A cookie has its name before it, an authorization its scheme.
    const words = secret.split(/[\s;,]+/);
    const values = words.map((word) => word.slice(word.indexOf('=') + 1));
    for (const text of [secret, ...words, ...values, decoded(secret)]) secrets.add(text);
    return notKept;
  };
  const walk = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return key === 'body' ? cleanBody(part, drop) : cleanQuery(part, drop);
    if (Array.isArray(part)) {
      return key === 'headers' ? part.map((field) => cleanHeader(field, drop)) : part.map((entry) => walk(entry, key));
    }
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, walk(entry, name)]));
  };
  const cleaned = walk(value, '');
  secrets.delete('');
  return { value: cleaned, secrets: [...secrets] };
}

type Drop = (secret: string) => string;

function cleanHeader(field: unknown, drop: Drop): unknown {
  if (!Array.isArray(field)) return field;
  const [name, value]: readonly unknown[] = field;
  if (typeof name !== 'string' || typeof value !== 'string') return field;
  return [name, plainHeader.test(name) || reference.test(value) ? value : drop(value)];
}

/** `name=value` behind a question mark or an ampersand, as in URLs and forms. */
function cleanQuery(text: string, drop: Drop): string {
  return text.replace(/([?&])([^=&#?\s]{1,200})=([^&#\s]*)/g, (pair, mark: string, name: string, value: string) => {
    return !secretName.test(decoded(name)) || reference.test(value) || value === ''
      ? pair
      : `${mark}${name}=${drop(value)}`;
  });
}

function cleanBody(body: string, drop: Drop): string {
  try {
    return JSON.stringify(cleanFields(JSON.parse(body), '', drop));
  } catch {
    // A form begins without a question mark.
    if (/^[^=&\s<>{}]+=[^&\s<>{}]*(?:&[^=&\s<>{}]+=[^&\s<>{}]*)*$/.test(body))
      return cleanQuery(`&${body}`, drop).slice(1);
    return body === '' ? body : drop(body);
  }
}

function cleanFields(part: unknown, key: string, drop: Drop): unknown {
  if (secretName.test(key) && (typeof part === 'string' || typeof part === 'number')) {
    return reference.test(String(part)) ? part : drop(String(part));
  }
  if (typeof part === 'string') return cleanQuery(part, drop);
  if (Array.isArray(part)) return part.map((entry) => cleanFields(entry, key, drop));
  if (!isObject(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, cleanFields(entry, name, drop)]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
