import { fieldsOf } from '../recorded-value.js';
import type { ImportedRequest } from './reading.js';
import { timeOf } from './told-numbers.js';

/** What one line of a file of requests is: a request, something else that belongs there, or nothing that does. */
export type RequestLine =
  | { readonly kind: 'request'; readonly request: ImportedRequest; readonly url: string | null }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable' };

const [other, unreadable] = [{ kind: 'other' }, { kind: 'unreadable' }] as const;

/** k6's code for a request that was given up because it took too long. */
const k6Timeout = '1050';

/** A line of `k6 run --out json=FILE`: one of its points in time, of which only request durations tell of requests. */
export function k6Line(line: string): RequestLine {
  const top = parsed(line);
  if (top === null || typeof top.metric !== 'string') return unreadable;
  if (top.type !== 'Point' || top.metric !== 'http_req_duration') return other;
  const data = fieldsOf(top.data);
  const tags = fieldsOf(data.tags);
  const [endMs, latencyMs] = [timeMs(data.time), data.value];
  if (endMs === null || !isAmount(latencyMs)) return unreadable;
  const status = Number(tags.status);
  const isGood =
    tags.expected_response === undefined ? status >= 200 && status < 400 : tags.expected_response === 'true';
  const failure = tags.error_code === k6Timeout ? 'timeout' : status > 0 ? 'badStatus' : 'connectionFailed';
  // k6 writes a request down when it ends.
  const request = { startMs: endMs - latencyMs, latencyMs, outcome: isGood ? 'ok' : failure } as const;
  return { kind: 'request', request, url: textOf(tags.name) ?? textOf(tags.url) };
}

/** A line of `vegeta encode`, as JSON. */
export function vegetaLine(line: string): RequestLine {
  const top = parsed(line);
  const startMs = timeMs(top?.timestamp);
  if (top === null || startMs === null || !isAmount(top.latency) || !isAmount(top.code)) return unreadable;
  const { code, error } = top;
  const failure = code > 0 ? 'badStatus' : /timeout|deadline/i.test(String(error)) ? 'timeout' : 'connectionFailed';
  const isGood = code >= 200 && code < 400 && (error === undefined || error === '');
  return {
    kind: 'request',
    request: { startMs, latencyMs: top.latency / 1e6, outcome: isGood ? 'ok' : failure },
    url: textOf(top.url),
  };
}

function parsed(line: string): Readonly<Record<string, unknown>> | null {
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Milliseconds since 1970, with fractions: both programs write nanoseconds, of which a Date keeps three digits. */
function timeMs(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 64) return null;
  const whole = Date.parse(value.replace(/\.\d+/, ''));
  const fraction = Number(/\.\d{1,12}/.exec(value)?.[0] ?? 0);
  return Number.isFinite(whole) ? timeOf(whole + fraction * 1000) : null;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
