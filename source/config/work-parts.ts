import type { RequestSpec } from '../model/request.js';
import type { Capture } from '../model/work.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';

/** Where a feeder's rows are, and how arrivals get them. */
export type FeederConfig = { readonly file: string; readonly order: 'in-turn' | 'random' };

const longestPath = 8192;
const mostCaptures = 20;
const heaviest = 1_000_000;

/**
 * Reads a path with templates in it: `/users/{{id}}`, or one name alone, whose values are whole paths. Blanks and letters
 * beyond ASCII become percent-encoded outside of names.
 */
export function readPath(raw: unknown): Reading<string> {
  const wanted = 'expected a path such as /users/{{id}}';
  if (typeof raw !== 'string' || raw === '') return faulty(`${wanted}, got ${quoted(raw)}`);
  if (raw.length > longestPath)
    return faulty(`expected a path of at most ${longestPath} characters, got ${raw.length}`);
  if (raw.includes('://'))
    return faulty(`${wanted}, got a URL`, 'name its host in hosts, and the host in this request');
  if (/\p{Cc}/u.test(raw)) return faulty(`${wanted}, got one with control characters`);
  if (raw.includes('#')) return faulty(`${wanted}, got one with a fragment`, 'leave out # and what follows it');
  if (/^\{\{[^{}]+\}\}$/.test(raw)) return good(raw);
  if (!raw.startsWith('/')) return faulty(`${wanted}, got ${quoted(raw)}`, 'begin it with a slash');
  if (raw.startsWith('//')) return faulty(`${wanted}, got one that begins with two slashes`, 'begin it with one');
  const parts = raw.split(/(\{\{[^{}]*\}\})/);
  return good(
    parts.map((part, index) => (index % 2 === 1 ? part : part.replace(/[^\x21-\x7e]+/gu, encodeText))).join(''),
  );
}

function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Reads which statuses are good: one such as 204, or a range such as `200..299` or [200, 299]. */
export function readStatusRange(raw: unknown): Reading<RequestSpec['okStatus']> {
  const match = typeof raw === 'string' ? /^\s*(\d{3})\s*(?:(?:\.\.|-)\s*(\d{3})\s*)?$/.exec(raw) : null;
  const [from, to]: readonly unknown[] = Array.isArray(raw)
    ? raw
    : match === null
      ? [raw, raw]
      : [Number(match[1]), Number(match[2] ?? match[1])];
  const isRange = !Array.isArray(raw) || raw.length === 2;
  if (isRange && isStatus(from) && isStatus(to) && from <= to) return good({ from, to });
  return faulty(`expected a status from 100 to 599 or a range such as "200..299", got ${quoted(raw)}`);
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;
}

/** Reads how often a request comes among the others: above 0. */
export function readWeight(raw: unknown): Reading<number> {
  if (typeof raw === 'number' && raw > 0 && raw <= heaviest) return good(raw);
  return faulty(`expected a weight above 0 and up to ${heaviest}, such as 3, got ${quoted(raw)}`);
}

/** Reads what later steps may name: `{"token": "json:/token", "job": "header:location"}`. */
export function readCaptures(raw: unknown): Reading<readonly Capture[]> {
  const wanted = 'expected captures such as {"token": "json:/token"} or {"job": "header:location"}';
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return faulty(`${wanted}, got ${quoted(raw)}`);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(raw);
  if (entries.length > mostCaptures) return faulty(`expected at most ${mostCaptures} captures, got ${entries.length}`);
  const captures: Capture[] = [];
  const faults: Fault[] = [];
  for (const [name, from] of entries) {
    const place = typeof from === 'string' ? readPlace(from) : null;
    if (!/^[^{}\p{Cc}\s]{1,64}$/u.test(name)) {
      faults.push({
        path: [name],
        message: `expected a name without braces and blanks, got ${quoted(name)}`,
        hint: null,
      });
    } else if (place === null) {
      const message = `expected json: and a pointer such as json:/items/0/id, or header: and a name, got ${quoted(from)}`;
      faults.push({ path: [name], message, hint: null });
    } else {
      captures.push({ name, from: place });
    }
  }
  return faults.length === 0 ? good(captures) : { kind: 'faulty', faults };
}

function readPlace(text: string): Capture['from'] | null {
  const header = /^header:\s*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100})$/.exec(text)?.[1];
  if (header !== undefined) return { kind: 'header', header: header.toLowerCase() };
  const pointer = /^json:((?:\/[^/]*){0,20})$/.exec(text)?.[1];
  if (pointer === undefined || /~(?![01])/.test(pointer)) return null;
  // RFC 6901, section 4: ~1 first, so that ~01 becomes ~1.
  const keys = pointer.split('/').slice(1);
  return { kind: 'json', pointer: keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) };
}

/** Reads a feeder: the path of its file, or an object with it and the order of its rows. */
export function readFeederConfig(raw: unknown): Reading<FeederConfig> {
  const wanted = 'expected the path of a CSV or JSON file, or {"file": PATH, "order": "in-turn"}';
  const given: unknown = typeof raw === 'string' ? { file: raw } : raw;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return faulty(`${wanted}, got ${quoted(raw)}`);
  const { file, order = 'in-turn', ...rest }: Readonly<Record<string, unknown>> = { ...given };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return faulty(`expected only file and order, got ${quoted(unknown)}`, null, [unknown]);
  const faults: Fault[] = [];
  if (typeof file !== 'string' || file === '' || file.length > 4096 || file.includes('\0')) {
    faults.push({
      path: ['file'],
      message: `expected the path of a CSV or JSON file, got ${quoted(file)}`,
      hint: null,
    });
  } else if (order !== 'in-turn' && order !== 'random') {
    faults.push({ path: ['order'], message: `expected in-turn or random, got ${quoted(order)}`, hint: null });
  } else {
    return good({ file, order });
  }
  return { kind: 'faulty', faults };
}
