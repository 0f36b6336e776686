import { codeOf, messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { Clock } from '../../../time/clock.js';
import type { LoginFailure } from '../transport.js';

/** One element of an instant vector. */
export type Series = { readonly labels: ReadonlyMap<string, string>; readonly value: number };

export type Vector =
  | { readonly kind: 'vector'; readonly series: readonly Series[]; readonly atSeconds: number }
  | LoginFailure;

const longestMs = 10_000;

/** Largest answer taken: 500 servers of 30 series are 2 MB. */
const mostBytes = 32 * 1024 * 1024;

/** Asks the HTTP API for an instant vector, by POST, since the query of a fleet is longer than a URL may be. Never rejects. */
export async function askPrometheus(url: string, query: string, clock: Clock, signal: AbortSignal): Promise<Vector> {
  const late = new AbortController();
  const cancel = clock.after(longestMs, () => late.abort());
  try {
    const response = await fetch(`${url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ query }),
      redirect: 'error',
      signal: AbortSignal.any([signal, late.signal]),
    });
    const text = await readBounded(response);
    if (response.status === 401 || response.status === 403) {
      return { kind: 'refused', reason: `${url} let nobody in: it answered ${response.status}` };
    }
    return readVector(text) ?? { kind: 'down', reason: `${url} answered ${response.status}: ${plainText(text, 150)}` };
  } catch (error) {
    if (late.signal.aborted) return { kind: 'down', reason: `${url} did not answer within ${longestMs / 1000} s` };
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { kind: 'down', reason: `${url} cannot be asked: ${plainText(codeOf(cause) ?? messageOf(cause), 150)}` };
  } finally {
    cancel();
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > mostBytes) throw new Error(`the answer is longer than ${mostBytes / 1024 / 1024} MiB`);
  }
  return text;
}

/** Reads the answer of the API; null when it is none. Values that are no number are left out. */
export function readVector(text: string): Extract<Vector, { readonly kind: 'vector' }> | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return null;
  }
  const result = field(field(answer, 'data'), 'result');
  if (field(answer, 'status') !== 'success' || !Array.isArray(result)) return null;
  let atSeconds = 0;
  const series = result.flatMap((entry: unknown): Series[] => {
    const value = field(entry, 'value');
    const metric = field(entry, 'metric');
    if (!Array.isArray(value) || typeof metric !== 'object' || metric === null) return [];
    const number = Number(value[1]);
    if (!Number.isFinite(number)) return [];
    atSeconds = Math.max(atSeconds, Number(value[0]) || 0);
    const labels = Object.entries(metric).flatMap(([name, label]): [string, string][] =>
      typeof label === 'string' ? [[name, label]] : [],
    );
    return [{ labels: new Map(labels), value: number }];
  });
  return { kind: 'vector', series, atSeconds };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
