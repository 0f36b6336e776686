import { isObject } from '../model/plain-object.js';
import { streamHeadersForm } from './header-value.js';
import { choice, type JsonForm, leaf } from './leaf.js';
import { suggestion } from './nearest.js';
import { readDuration } from './quantities.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';
import { readReference, referenceForm } from './secret-reference.js';
import { readStreamHeaders, type StreamHeaders } from './stream-parts.js';
import { readTargetUrl } from './urls.js';

/** Where something listens or is sent to. */
export type HostPort = { readonly host: string; readonly port: number };

/** A receiver that is posted to. Null `everyMs`: as its kind is used to. Header values may name secrets. */
export type PushTarget = { readonly url: string; readonly headers: StreamHeaders; readonly everyMs: number | null };

/** A receiver of StatsD lines; `tags`: it takes tags as DogStatsD has them. */
export type StatsdTarget = HostPort & { readonly tags: boolean; readonly everyMs: number | null };

const shortestEveryMs = 200;

/** Reads `9464`, `:9464` (both on loopback), `127.0.0.1:9464` or `[::1]:9464`. Port 0 takes any free one. */
function readListenAddress(raw: unknown): Reading<HostPort> {
  const text = typeof raw === 'number' ? String(raw) : raw;
  const wanted = 'a port such as 9464, or an address and port such as 127.0.0.1:9464';
  if (typeof text !== 'string') return faulty(`expected ${wanted}, got ${quoted(raw)}`);
  const found = readHostPort(/^:?\d+$/.test(text) ? `127.0.0.1:${text.replace(':', '')}` : text, 0);
  return found === null ? faulty(`expected ${wanted}, got ${quoted(raw)}`) : good(found);
}

/** A host and a port of at least `least`; null for what is none. */
function readHostPort(text: string, least: number): HostPort | null {
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([A-Za-z0-9._-]{1,253})):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port < least || port > 65_535 ? null : { host, port };
}

/** Reads a URL, or an object of `url`, `headers` and `every`. */
function readPushTarget(raw: unknown): Reading<PushTarget> {
  const entry = isObject(raw) ? raw : { url: raw };
  const faults: Fault[] = [...unknownKeys(entry, ['url', 'headers', 'every'])];
  const take = taker(faults, isObject(raw));
  const url = take('url', readTargetUrl(entry.url));
  const headers = entry.headers === undefined ? [] : take('headers', readStreamHeaders(entry.headers));
  const everyMs = entry.every === undefined ? null : take('every', readEvery(entry.every));
  if (faults.length > 0 || url === undefined || headers === undefined || everyMs === undefined) {
    return { kind: 'faulty', faults };
  }
  return good({ url: url.url, headers, everyMs });
}

/** Reads a host and port, or an object of `address`, `tags` and `every`. */
function readStatsdTarget(raw: unknown): Reading<StatsdTarget> {
  const entry = isObject(raw) ? raw : { address: raw };
  const faults: Fault[] = [...unknownKeys(entry, ['address', 'tags', 'every'])];
  const take = taker(faults, isObject(raw));
  const address = take('address', readStatsdAddress(entry.address));
  const tags = entry.tags === undefined ? false : take('tags', readTags(entry.tags));
  const everyMs = entry.every === undefined ? null : take('every', readEvery(entry.every));
  if (faults.length > 0 || address === undefined || tags === undefined || everyMs === undefined) {
    return { kind: 'faulty', faults };
  }
  return good({ ...address, tags, everyMs });
}

function readStatsdAddress(raw: unknown): Reading<HostPort> {
  const found = typeof raw === 'string' ? readHostPort(raw, 1) : null;
  return found === null ? faulty(`expected a host and port such as 127.0.0.1:8125, got ${quoted(raw)}`) : good(found);
}

function readTags(raw: unknown): Reading<boolean> {
  return typeof raw === 'boolean' ? good(raw) : faulty(`expected true or false, got ${quoted(raw)}`);
}

function readEvery(raw: unknown): Reading<number> {
  const reading = readDuration(raw);
  if (reading.kind === 'faulty' || reading.value >= shortestEveryMs) return reading;
  return faulty(`expected at least ${shortestEveryMs}ms, got ${quoted(raw)}`);
}

function unknownKeys(entry: Readonly<Record<string, unknown>>, known: readonly string[]): readonly Fault[] {
  return Object.keys(entry)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [key],
      message: `expected a known key, got ${quoted(key)}`,
      hint: suggestion(key, known),
    }));
}

/** Takes the value out of a reading; of a faulty one undefined, its faults under the key where there is one. */
function taker(faults: Fault[], hasKeys: boolean) {
  return <Value>(key: string, reading: Reading<Value>): Value | undefined => {
    if (reading.kind === 'ok') return reading.value;
    faults.push(...reading.faults.map((fault) => (hasKeys ? { ...fault, path: [key, ...fault.path] } : fault)));
    return undefined;
  };
}

const every: JsonForm = { type: 'string', examples: ['1s', '10s'] };
const url = (pattern: string): JsonForm => ({ type: 'string', pattern });
const orText = (text: JsonForm, properties: Readonly<Record<string, JsonForm>>, required: string): JsonForm => ({
  anyOf: [text, { type: 'object', properties, required: [required], additionalProperties: false }],
});

/** The kinds of value of the options about publishing. */
export const publishKinds = {
  listenAddress: leaf({ type: ['integer', 'string'], examples: [9464, '127.0.0.1:9464'] }, readListenAddress),
  secret: leaf(referenceForm, (raw) => readReference(raw)),
  pushTarget: leaf(
    orText(url('^https?://'), { url: url('^https?://'), headers: streamHeadersForm, every }, 'url'),
    readPushTarget,
  ),
  statsdTarget: leaf(
    orText(url(':\\d+$'), { address: url(':\\d+$'), tags: { type: 'boolean' }, every }, 'address'),
    readStatsdTarget,
  ),
  logLevel: choice<LogLevel>('debug', 'info', 'warn', 'error'),
} as const;

/** How much the program's own log tells. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
