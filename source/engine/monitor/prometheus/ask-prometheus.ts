import { codeOf, messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { Clock } from '../../../time/clock.js';
import type { LoginFailure } from '../transport.js';
import type { PrometheusWay } from './prometheus-way.js';

/** One element of an instant vector. */
export type Series = { readonly labels: ReadonlyMap<string, string>; readonly value: number };

export type Vector =
  | { readonly kind: 'vector'; readonly series: readonly Series[]; readonly atSeconds: number }
  | LoginFailure;

const longestMs = 10_000;

/** Asks the HTTP API for an instant vector, by POST, since the query of a fleet is longer than a URL may be. Never rejects. */
export async function askPrometheus(
  way: PrometheusWay,
  query: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Vector> {
  const { url } = way;
  const late = new AbortController();
  const cancel = clock.after(longestMs, () => late.abort());
  try {
    const { status, text } = await way.post('/api/v1/query', { query }, AbortSignal.any([signal, late.signal]));
    if (status === 401 || status === 403) {
      return { kind: 'refused', reason: `${url} let nobody in: it answered ${status}` };
    }
    if (status >= 300 && status < 400) {
      return { kind: 'refused', reason: `${url} answered ${status}, which leads elsewhere: name the place itself` };
    }
    return readVector(text) ?? { kind: 'down', reason: `${url} answered ${status}: ${plainText(text, 150)}` };
  } catch (error) {
    if (late.signal.aborted) return { kind: 'down', reason: `${url} did not answer within ${longestMs / 1000} s` };
    const code = codeOf(error);
    if (code === 'prometheus-access') return { kind: 'refused', reason: `${url}: ${messageOf(error)}` };
    if (code !== null && /CERT|SIGNATURE|ISSUER|ALTNAME/.test(code)) {
      return { kind: 'refused', reason: `${url} did not prove who it is (${code}): name its authority by "ca"` };
    }
    return { kind: 'down', reason: `${url} cannot be asked: ${plainText(code ?? messageOf(error), 150)}` };
  } finally {
    cancel();
  }
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
