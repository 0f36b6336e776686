import { isObject } from '../model/plain-object.js';
import type { Deduplication, StreamHeader, StreamMetric, StreamSpec } from '../model/stream.js';
import { headerParts } from './header-value.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';
import { readHeaders } from './request-parts.js';

/** A stream as the config names it, with what it leaves out. */
export type StreamEntry = {
  readonly name: string;
  readonly url: string;
  readonly server?: string | undefined;
  readonly metrics?: readonly (Omit<StreamMetric, 'kind' | 'unit'> & Partial<Loose<StreamMetric>>)[] | undefined;
  readonly headers?: StreamHeaders | undefined;
  readonly deduplicate?: Deduplication | undefined;
  readonly maxSeries?: number | undefined;
};

/** Header fields in the order given, whose values name their secrets. */
export type StreamHeaders = NonNullable<StreamSpec['headers']>;

type Loose<Type> = { readonly [Key in keyof Type]: Type[Key] | undefined };

/** Names that mostly carry a secret; a value written out would end in session files and on screens. */
const secretNames = /authorization|cookie|token|secret|password|api-?key|credential/i;

/** A dotted path: keys of objects and indexes of lists. */
const longestPath = 200;

/** Reads the headers of a handshake: like those of a request, but a secret must be named and not written. */
export function readStreamHeaders(raw: unknown): Reading<StreamHeaders> {
  // A program is named in place of a text: its name is read as any other.
  const texts = isObject(raw) ? mapValues(raw, (value) => (isObject(value) ? 'command' : value)) : raw;
  const headers = readHeaders(texts);
  if (headers.kind === 'faulty') return headers;
  const faults: Fault[] = [];
  const read = headers.value.map(([name, text]): StreamHeaders[number] => {
    const given = isObject(raw) && isObject(raw[name]) ? { ...raw[name] } : text;
    // What is no object with a command is refused by its reader.
    const value = given as StreamHeader;
    const parts = headerParts(value);
    if (parts.kind === 'faulty') {
      faults.push(...parts.faults.map((fault) => ({ ...fault, path: [name, ...fault.path] })));
    } else if (secretNames.test(name) && parts.value.every((part) => typeof part === 'string')) {
      faults.push({
        path: [name],
        message: `expected the value of ${name} to name its secret, got a text that does not`,
        hint: `write $\{NAME} for a variable of the environment or file:PATH for a file, as in "Bearer $\{TOKEN}"`,
      });
    }
    return [name, value];
  });
  return faults.length === 0 ? good(read) : { kind: 'faulty', faults };
}

function mapValues(object: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** Reads what makes two messages the same: `frame`, or `id:` and the path to the sender's own id. */
export function readDeduplication(raw: unknown): Reading<Deduplication> {
  if (raw === 'frame') return good({ kind: 'frame' });
  const path = typeof raw === 'string' && raw.startsWith('id:') ? raw.slice('id:'.length) : '';
  return isMetricPath(path)
    ? good({ kind: 'id', path })
    : faulty(`expected frame, or id:PATH such as id:seq, got ${quoted(raw)}`);
}

/** Whether a text can be the path to a number in a message. */
export function isMetricPath(text: string): boolean {
  return text.length <= longestPath && text.split('.').every((key) => key !== '' && key !== '__proto__');
}

/** The stream with what the config leaves out. */
export function streamSpecOf(entry: StreamEntry): StreamSpec {
  const { name, url, server, metrics, headers, deduplicate, maxSeries } = entry;
  return {
    name,
    url,
    server: server ?? null,
    ...(metrics === undefined
      ? {}
      : {
          metrics: metrics.map(({ name: metric, path, kind, unit }) => ({
            name: metric,
            path,
            kind: kind ?? 'gauge',
            unit: unit ?? null,
          })),
        }),
    ...(headers === undefined ? {} : { headers }),
    ...(deduplicate === undefined ? {} : { deduplicate }),
    ...(maxSeries === undefined ? {} : { maxSeries }),
  };
}
