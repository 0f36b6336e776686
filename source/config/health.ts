import type { TargetAddress } from '../model/request.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';
import { readTargetUrl } from './urls.js';

/** Where a target is asked whether it is well: a path of the target's own, or a place of its own. */
export type HealthPlace =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'url'; readonly address: TargetAddress };

/** Reads a path such as `/healthz`, or a URL. */
export function readHealthPlace(raw: unknown): Reading<HealthPlace> {
  if (typeof raw !== 'string' || raw === '') {
    return faulty(`expected a path such as /healthz, or a URL, got ${quoted(raw)}`);
  }
  if (!raw.startsWith('/')) {
    const reading = readTargetUrl(raw);
    if (reading.kind === 'ok') return good({ kind: 'url', address: reading.value.address });
    return raw.includes('://') ? reading : faulty(`expected a path that begins with /, or a URL, got ${quoted(raw)}`);
  }
  // The URL of some host, so that a path is read, bounded and encoded in the same way as a target's.
  const reading = raw.startsWith('//') ? faulty('expected a path, got a host') : readTargetUrl(`http://health${raw}`);
  if (reading.kind === 'faulty') return faulty(`expected a path such as /healthz, got ${quoted(raw)}`);
  return good({ kind: 'path', path: reading.value.address.path });
}
