import type { SessionEvent } from '../model/events.js';
import { isObject } from '../model/plain-object.js';
import { withBuckets } from './histogram-cells.js';
import { parseJson } from './parse-json.js';
import { plainInterval } from './plain-interval.js';
import { safeEvent } from './safe-event.js';

/**
 * What an interval of load may be read without: then its response times stand for service times, or no times at all for any, and
 * it has no timings.
 */
export type IntervalPart = 'responseTime' | 'serviceTime' | 'sendLag' | 'timings';

/** The event that a text of a record is, but for some parts of an interval of load; null where it is none. */
export function eventOfText(text: unknown, without: readonly IntervalPart[]): SessionEvent | null {
  const short = typeof text === 'string' && without.length > 0 ? withoutParts(text, without) : text;
  // Where something else was cut out of it than a part, it is read as it is.
  return eventOf(parseJson(short), without) ?? (short === text ? null : eventOf(parseJson(text), without));
}

function eventOf(event: unknown, without: readonly IntervalPart[]): SessionEvent | null {
  if (!isObject(event) || event.kind !== 'load/interval') return safeEvent(event);
  const whole = without.length === 0 ? event : lacking(event, without);
  return plainInterval(whole) ?? safeEvent(withBuckets(whole));
}

const intervalBegins = /^\{"atMs":[\d.e+-]+,"kind":"load\/interval",/;

/**
 * The text without some parts. JSON of a part is numbers and braces alone, and its name, a comma before it, can stand in no text
 * within it: a quote there would have a backslash. Parsing what nobody asked for would take most of the time.
 */
function withoutParts(text: string, parts: readonly IntervalPart[]): string {
  if (!intervalBegins.test(text)) return text;
  let left = text;
  for (const part of parts) {
    const from = left.indexOf(`,"${part}":{`);
    if (from < 0) continue;
    const last = part === 'timings' ? '}}' : '}';
    const end = left.indexOf(last, from);
    if (end >= 0) left = left.slice(0, from) + left.slice(end + last.length);
  }
  return left;
}

function lacking(
  event: Readonly<Record<string, unknown>>,
  without: readonly IntervalPart[],
): Readonly<Record<string, unknown>> {
  if (!isObject(event.interval)) return event;
  const { timings, ...interval } = event.interval;
  const kept: Record<string, unknown> = interval;
  if (!without.includes('timings') && timings !== undefined) kept.timings = timings;
  for (const part of ['responseTime', 'sendLag'] as const) if (without.includes(part)) kept[part] = noTimes;
  if (without.includes('serviceTime')) kept.serviceTime = kept.responseTime;
  return { ...event, interval: kept };
}

const noTimes = { count: 0, sumUs: 0, minUs: 0, maxUs: 0, cells: [] };
