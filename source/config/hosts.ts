import { isIPv6 } from 'node:net';
import { plainText } from '../model/plain-text.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading, readEach } from './reading.js';

/** Longest host name that DNS allows. */
const longest = 253;

/** A host name as it is compared: lower case, no brackets, no dot at the end. */
export function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/**
 * Reads the hosts that load may be sent to: names or addresses, one by one. A pattern is refused: the list exists so that
 * each target was named by a person.
 */
export function readHosts(raw: unknown): Reading<readonly string[]> {
  const list = typeof raw === 'string' ? [raw] : raw;
  if (!Array.isArray(list))
    return faulty(`expected a list of host names such as ["api.example.org"], got ${quoted(raw)}`);
  return readEach(list, readHost);
}

function readHost(raw: unknown): Reading<string> {
  const wanted = 'expected a host name or IP address';
  if (typeof raw !== 'string' || raw === '' || raw.length > longest) return faulty(`${wanted}, got ${quoted(raw)}`);
  if (raw.includes('*')) return faulty(`${wanted}, got the pattern ${quoted(raw)}`, 'name every host by itself');
  if (raw.includes('://')) return faulty(`${wanted}, got a URL`, 'write its host alone');
  const host = plainHost(raw);
  if (!isIPv6(host) && /:\d*$/.test(raw)) {
    return faulty(`${wanted} without a port, got ${quoted(raw)}`, `write ${plainText(raw.replace(/:\d*$/, ''))}`);
  }
  // The address parser of URLs makes one form of each address and name, the one that a target's URL gets too.
  const parsed = /[\s/?#@]/.test(host) ? null : URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}/`);
  return parsed === null ? faulty(`${wanted}, got ${quoted(raw)}`) : good(plainHost(parsed.hostname));
}
