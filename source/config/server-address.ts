import { isIPv6 } from 'node:net';
import { hasUnprintable } from '../model/plain-text.js';
import type { ServerRoute } from '../model/server-route.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** Where a server is: the machine plimsoll runs on, or a place over SSH or in a Prometheus. */
export type ServerPlace =
  | { readonly kind: 'local' }
  | ({ readonly kind: 'ssh' } & Pick<Extract<ServerRoute, { readonly kind: 'ssh' }>, 'host' | 'port' | 'user'>)
  | { readonly kind: 'prometheus'; readonly url: string };

const wanted = 'expected "local", ssh://user@host:port, a name of your SSH config, or prometheus+http://host:9090';

/** `[ssh://][user@]host[:port]`. A host never begins with a dash: ssh would take it for an option. */
const overSsh = /^(?:ssh:\/\/)?(?:([\w][\w.+-]{0,63})@)?(?:\[([0-9a-f:.]+)\]|(\w[\w.-]{0,252}))(?::(\d{1,5}))?\/?$/i;

/** Whether a text with `*` or `?` in it can stand for names of an SSH config: `[user@]pattern`, and nothing else. */
export function isHostGlob(text: string): boolean {
  return /^(?:[\w][\w.+-]{0,63}@)?[\w.*?-]{1,253}$/.test(text) && !text.startsWith('-');
}

/** Reads where one server is; patterns have been written out before. */
export function readServerAddress(raw: unknown): Reading<ServerPlace> {
  if (raw === 'local') return good({ kind: 'local' });
  if (typeof raw !== 'string' || raw.length > 2048 || hasUnprintable(raw))
    return faulty(`${wanted}, got ${quoted(raw)}`);
  if (/^prometheus\+/i.test(raw)) return readPrometheus(raw);
  if (/^ssh:\/\/[^@/]*:[^@/]*@/i.test(raw)) {
    // The message must not repeat it: it may end in a log.
    return faulty('expected an address without a password, got one with it', 'use a key or ssh-agent');
  }
  const match = overSsh.exec(raw);
  if (match === null) {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(raw)?.[1];
    const hint = scheme === 'http' || scheme === 'https' ? `for a Prometheus write prometheus+${scheme}://` : null;
    return faulty(`${wanted}, got ${quoted(raw)}`, hint);
  }
  const [, user, bracketed, plain, portText] = match;
  if (bracketed !== undefined && !isIPv6(bracketed)) return faulty(`${wanted}, got ${quoted(raw)}`);
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && (port < 1 || port > 65_535)) return faulty(`expected a port from 1 to 65535, got ${port}`);
  return good({ kind: 'ssh', host: (bracketed ?? plain)!, port, user: user ?? null });
}

function readPrometheus(raw: string): Reading<ServerPlace> {
  const form = 'expected the address of a Prometheus such as prometheus+http://host:9090';
  const url = URL.parse(raw.slice('prometheus+'.length));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    return faulty(`${form}, got another`);
  }
  if (url.username !== '' || url.password !== '') {
    return faulty(`${form}, got one with credentials`, 'a password in a config ends in recordings and logs');
  }
  if (url.search !== '' || url.hash !== '') return faulty(`${form}, got one with a query`);
  return good({ kind: 'prometheus', url: url.href.replace(/\/+$/, '') });
}
