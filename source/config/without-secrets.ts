import { isObject } from '../model/plain-object.js';
import type { Secret } from '../model/secret.js';

/** A value without the secrets in it, and their texts as they stood there. */
export type Cleaned = { readonly value: unknown; readonly secrets: readonly string[] };

/** What stands where a secret was. */
export const notKept = '(not kept)';

/** Names of query parameters, of fields of a body, and of cookies and forms that mostly hold a secret. */
const secretName =
  /authori[sz]ation|cookie|token|secret|pass(?:word|wd|phrase|code)|^pass$|^pw$|pwd|api[-_]?key|access[-_]?key|private[-_]?key|^key$|credential|signature|^sig$|session|jwt|^auth$|^pin$/i;

/** Header fields that say nothing of who asks; the value of every other may be a secret, whatever its name is. */
const plainHeader =
  /^(?:accept(?:-.*)?|cache-control|content-(?:type|encoding|language)|dnt|expect|pragma|prefer|range|user-agent|x-requested-with)$/i;

/** A secret that is named and not written: a variable of the environment, a file, a value that is filled in later. */
const reference = /^(?:\S{1,64} )?(?:\$\{[A-Za-z_][A-Za-z0-9_]*\}|file:.+|credential:.+|\{\{[^{}]+\}\})$/;

/** A reference to a variable with what stands in for it, which is no reference. */
const withStandard = /^((?:\S{1,64} )?\$\{[A-Za-z_][A-Za-z0-9_]*):-([^}]*)\}$/;

/** The login of a URL, up to the last @ before its path: whoever forgets to encode one has it in the password. */
const login = /([a-z][a-z0-9+.-]{0,30}):\/\/([^\s/?#]*)@/gi;

/**
 * A config, or the head of a session, as it may be kept and handed on: without the values of header fields but the plainest, of
 * logins and parameters of a URL and fields of a body whose names tell of a secret, without bodies that are neither JSON nor a form, and
 * without what is under a passphrase, stands in for a variable, or tells a program which secret to print. Other references to
 * secrets stay. Nothing is changed in place.
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
    if (typeof part === 'string') return key === 'body' ? cleanBody(part, drop) : cleanText(part, drop);
    if (Array.isArray(part)) {
      if (key === 'headers') return part.map((field) => cleanHeader(field, drop));
      // A program that prints a secret: its other words may be one.
      return key === 'command' || key === 'argv'
        ? part.map((word, index) => (index === 0 || typeof word !== 'string' ? word : drop(word)))
        : part.map((entry) => walk(entry, key));
    }
    if (!isObject(part)) return part;
    // Keys of plug-ins are known to nobody here.
    if (key === 'extensions') return cleanFields(part, '', drop);
    if (isSecret(part)) return drop(part.reveal());
    if (key === 'headers') {
      return Object.fromEntries(
        Object.entries(part).map(([name, field]) => [
          name,
          typeof field === 'string' ? cleanField(name, field, drop) : walk(field, name),
        ]),
      );
    }
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, walk(entry, name)]));
  };
  const cleaned = walk(value, '');
  secrets.delete('');
  return { value: cleaned, secrets: [...secrets] };
}

type Drop = (secret: string) => string;

/** A field as it was read, or `Name: value` as it is written. */
function cleanHeader(field: unknown, drop: Drop): unknown {
  if (typeof field === 'string') {
    const [, name, blank, value] = /^([^:]*)(:\s*)(.*)$/s.exec(field) ?? [];
    return name === undefined || value === undefined ? drop(field) : `${name}${blank}${cleanField(name, value, drop)}`;
  }
  if (!Array.isArray(field)) return field;
  const [name, value]: readonly unknown[] = field;
  if (typeof name !== 'string') return field;
  if (typeof value !== 'string') return [name, drop('')];
  return [name, cleanField(name, value, drop)];
}

function cleanField(name: string, value: string, drop: Drop): string {
  if (plainHeader.test(name) || reference.test(value)) return value;
  return withStandard.test(value) ? cleanText(value, drop) : drop(value);
}

function cleanText(text: string, drop: Drop): string {
  if (text.startsWith('encrypted:')) return drop(text);
  const [, variable, standard] = withStandard.exec(text) ?? [];
  if (variable === undefined || standard === undefined) return cleanUrl(text, drop);
  drop(standard);
  return `${variable}}`;
}

function isSecret(part: object): part is Secret {
  return 'reveal' in part && typeof part.reveal === 'function';
}

function cleanUrl(text: string, drop: Drop): string {
  return cleanQuery(text, drop).replace(login, (whole, scheme: string, written: string) => {
    const [, user = written, password = ''] = /^([^:]*):(.*)$/s.exec(written) ?? [];
    // The name is a part of the address of SSH, and never a token.
    const kept = scheme.toLowerCase() === 'ssh' || user === '' || reference.test(user) ? user : drop(user);
    if (password === '') return `${scheme}://${kept}@`;
    if (reference.test(password)) return kept === user ? whole : `${scheme}://${kept}:${password}@`;
    drop(password);
    return `${scheme}://${kept === notKept || kept === '' ? notKept : `${kept}:${notKept}`}@`;
  });
}

/** `name=value` behind a question mark or an ampersand, as in URLs and forms. */
function cleanQuery(text: string, drop: Drop): string {
  return text.replace(/([?&])([^=&#?\s]{1,200})=([^&#\s]*)/g, (pair, mark: string, name: string, value: string) => {
    // Beside a user, as InfluxDB has them; alone p is a page.
    const isSecret = secretName.test(decoded(name)) || (name === 'p' && /[?&]u=/.test(text));
    return !isSecret || reference.test(value) || value === '' ? pair : `${mark}${name}=${drop(value)}`;
  });
}

function cleanBody(body: string, drop: Drop): string {
  let isClean = true;
  const noted: Drop = (secret) => {
    isClean = false;
    return drop(secret);
  };
  try {
    const cleaned = JSON.stringify(cleanFields(JSON.parse(body), '', noted));
    // Blanks and the order of keys are a part of what is sent.
    return isClean ? body : cleaned;
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
  if (typeof part === 'string') return cleanUrl(part, drop);
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
