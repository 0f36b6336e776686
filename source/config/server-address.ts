import { hasUnprintable } from '../model/plain-text.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** `[ssh://][user@]host[:port]`: a URL, or a host alias as an SSH config names it. */
const overSsh = /^(?:ssh:\/\/)?(?:[^@/\s]+@)?(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?\/?$/i;

/** Reads where a server is. Only the machine that plimsoll runs on can be watched; other addresses are named as such. */
export function readServerAddress(raw: unknown): Reading<'local'> {
  if (raw === 'local') return good('local');
  if (typeof raw === 'string' && !hasUnprintable(raw) && overSsh.test(raw)) {
    return faulty('watching over SSH is not part of this version; use "local"', null);
  }
  return faulty(`expected the address "local", got ${quoted(raw)}`);
}
