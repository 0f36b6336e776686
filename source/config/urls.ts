import { hasUnprintable } from '../model/plain-text.js';
import type { TargetAddress } from '../model/request.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** A target as given and as the load engine reaches it. */
export type TargetUrl = { readonly url: string; readonly address: TargetAddress };

const longest = 2048;

/** Reads the URL under load: http or https, no credentials in it, no fragment kept. */
export function readTargetUrl(raw: unknown): Reading<TargetUrl> {
  const reading = readUrl(raw, ['http:', 'https:'], 'a URL such as http://127.0.0.1:8080/path');
  if (reading.kind === 'faulty') return reading;
  const url = reading.value;
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return good({
    url: withNames(url.href),
    address: {
      protocol,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port),
      path: withNames(`${url.pathname}${url.search}`),
    },
  });
}

/** Reads the URL of a metric stream: ws or wss, no credentials in it. */
export function readStreamUrl(raw: unknown): Reading<string> {
  const reading = readUrl(raw, ['ws:', 'wss:'], 'a WebSocket URL such as ws://127.0.0.1:9001/metrics');
  return reading.kind === 'faulty' ? reading : good(reading.value.href);
}

/** The `{{names}}` of a URL as they were written: its parser encodes their braces. */
function withNames(text: string): string {
  return text.replace(
    /(?:%7B%7B|\{\{)((?:(?!%7[BD])[^{}]){1,200}?)(?:%7D%7D|\}\})/g,
    (_, name: string) => `{{${decoded(name)}}}`,
  );
}

function readUrl(raw: unknown, protocols: readonly string[], form: string): Reading<URL> {
  if (typeof raw !== 'string' || raw === '') return faulty(`expected ${form}, got ${quoted(raw)}`);
  if (raw.length > longest) return faulty(`expected a URL of at most ${longest} characters, got ${raw.length}`);
  if (hasUnprintable(raw) || /\s/.test(raw))
    return faulty(`expected ${form}, got one with spaces or control characters`);
  if (!raw.includes('://')) {
    return faulty(`expected ${form}, got ${quoted(withoutCredentials(raw))}`, `begin it with ${protocols[0]}//`);
  }
  const url = URL.parse(raw);
  if (url === null || url.hostname === '') return faulty(`expected ${form}, got ${quoted(withoutCredentials(raw))}`);
  if (url.username !== '' || url.password !== '') {
    // The message must not repeat them: it may end in a log.
    return faulty(
      'expected a URL without a user name or password, got one with credentials',
      'name the secret by reference: target.auth in a config file, or --basic and --bearer',
    );
  }
  if (!protocols.includes(url.protocol)) {
    return faulty(`expected ${protocols.map((name) => `${name}//`).join(' or ')}, got ${quoted(raw)}`);
  }
  if (url.port === '0') return faulty(`expected a port from 1 to 65535, got 0`);
  url.hash = '';
  return good(url);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withoutCredentials(text: string): string {
  return text.replace(/^([^/]*\/\/)?[^/]*@/, '$1***@');
}
