import { PlimsollError } from '../model/error.js';
import { isObject } from '../model/plain-object.js';
import { plainText } from '../model/plain-text.js';
import type { RequestSpec } from '../model/request.js';

/** What a workload said of a request, read and whole. */
export type ReadParts = RequestSpec & { readonly path: string; readonly host: string };

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Fields that frame the message: whoever writes the bytes sets them. */
const framing = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'upgrade', 'te', 'trailer']);

/**
 * Reads what a workload's code said of a request: it comes from outside, so every part is looked at before it can reach the
 * wire. Throws PlimsollError `bad-request-parts`; no message repeats a header's value, which may be a secret.
 */
export function readRequestParts(raw: unknown): ReadParts {
  if (!isObject(raw)) refuse('an object with a path', shown(raw));
  const { method = null, path, headers = {}, body = null, host = 'target', ok = [200, 399] } = raw;
  if (typeof path !== 'string' || !/^\/(?!\/)[\x21-\x7e]*$/.test(path)) {
    refuse('a path of printable ASCII that begins with one slash (encodeURIComponent makes values fit)', shown(path));
  }
  const standard = body === null ? 'GET' : 'POST';
  if (method !== null && (typeof method !== 'string' || !token.test(method)))
    refuse('a method such as GET', shown(method));
  if (body !== null && typeof body !== 'string') refuse('text or null as the body', shown(body));
  if (typeof host !== 'string') refuse('the name of a host', shown(host));
  return { method: method ?? standard, headers: headersOf(headers), body, path, host, okStatus: statusOf(ok) };
}

function headersOf(raw: unknown): RequestSpec['headers'] {
  if (!isObject(raw)) refuse('an object of header fields', shown(raw));
  return Object.entries(raw).map(([name, value]) => {
    if (!token.test(name)) refuse('a header name of letters, digits and dashes', shown(name));
    if (framing.has(name.toLowerCase())) refuse(`no ${name.toLowerCase()} header, which is set for it`, 'one');
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      refuse(`text of Latin-1 without control characters as the value of ${name}`, 'something else');
    }
    return [name, value] as const;
  });
}

function statusOf(raw: unknown): RequestSpec['okStatus'] {
  const [from, to]: readonly unknown[] = Array.isArray(raw) && raw.length === 2 ? raw : [];
  if (typeof from === 'number' && typeof to === 'number' && from <= to) return { from, to };
  return refuse('the first and the last good status, such as [200, 299]', shown(raw));
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${plainText(value)}"` : value === undefined ? 'nothing' : `a ${typeof value}`;
}

function refuse(expected: string, got: string): never {
  throw new PlimsollError('bad-request-parts', `Expected ${expected} of the workload's request, got ${got}.`);
}
