import { closest } from './nearest.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';

/** Header fields in the order given: name and value. */
export type Headers = readonly (readonly [name: string, value: string])[];

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** RFC 9110, section 5.6.2: the characters of a token. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Fields that frame the message: whoever writes the bytes sets them. */
const framing = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'te', 'trailer']);
const longestValue = 8192;
const mostHeaders = 100;

/** Reads a request method, in any case. */
export function readMethod(raw: unknown): Reading<string> {
  const method = typeof raw === 'string' ? raw.toUpperCase() : '';
  if (methods.includes(method)) return good(method);
  const hint = typeof raw === 'string' ? closest(raw, methods) : null;
  return faulty(`expected one of ${methods.join(', ')}, got ${quoted(raw)}`, hint);
}

/**
 * Reads header fields: an object of names and values, a list of `Name: value`, or one such text. No message repeats a
 * value: it may be a secret.
 */
export function readHeaders(raw: unknown): Reading<Headers> {
  const headers: (readonly [string, string])[] = [];
  const faults: Fault[] = [];
  for (const [where, name, value] of entriesOf(raw)) {
    const message = name === null ? `expected 'Name: value', got ${quoted(value)}` : faultOf(name, value);
    if (message === null && headers.some(([known]) => known.toLowerCase() === name!.toLowerCase())) {
      faults.push({ path: [where], message: `expected ${name} once, got it twice`, hint: null });
    } else if (message === null) {
      headers.push([name!, String(value)]);
    } else {
      faults.push({ path: [where], message, hint: null });
    }
  }
  if (typeof raw !== 'string' && (typeof raw !== 'object' || raw === null)) {
    return faulty(`expected headers such as {"accept": "text/html"}, got ${quoted(raw)}`);
  }
  if (headers.length > mostHeaders) return faulty(`expected at most ${mostHeaders} headers, got ${headers.length}`);
  return faults.length === 0 ? good(headers) : { kind: 'faulty', faults };
}

/** Every field with where it stands; a null name for an entry that is no field at all. */
function* entriesOf(raw: unknown): Generator<readonly [where: string | number, name: string | null, value: unknown]> {
  const list = typeof raw === 'string' ? [raw] : raw;
  if (!Array.isArray(list)) {
    if (typeof list !== 'object' || list === null) return;
    for (const [name, value] of Object.entries(list)) yield [name, name, value];
    return;
  }
  for (const [index, entry] of list.entries()) {
    const colon = typeof entry === 'string' ? entry.indexOf(':') : -1;
    if (colon <= 0) yield [index, null, typeof entry === 'string' ? 'a text without a colon' : entry];
    else yield [index, entry.slice(0, colon).trim(), entry.slice(colon + 1).trim()];
  }
}

function faultOf(name: string, value: unknown): string | null {
  if (!token.test(name)) return `expected a header name of letters, digits and dashes, got ${quoted(name)}`;
  if (framing.has(name.toLowerCase())) return `expected no ${name.toLowerCase()} header: plimsoll sets it itself`;
  if (typeof value !== 'string') return `expected text as the value of ${name}, got ${quoted(value)}`;
  if (value.length > longestValue) return `expected at most ${longestValue} characters as the value of ${name}`;
  // Latin-1 without control characters but the tab: anything else could end the field and begin another.
  if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
    return `expected the value of ${name} on one line, in Latin-1 characters and without control characters`;
  }
  return null;
}
