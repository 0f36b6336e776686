import { hash } from 'node:crypto';
import { matchesGlob } from '../../../config/glob.js';

/** One key that a known_hosts file has for some hosts. */
export type KnownKey = {
  readonly marker: 'revoked' | 'cert-authority' | null;
  /** As the line has it: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, ... */
  readonly keyType: string;
  /** Base64, as in the file. */
  readonly key: string;
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
};

/** A known_hosts file as read. Plain names are found at once, patterns and hashed names by trying each. */
export type KnownHosts = {
  readonly plain: ReadonlyMap<string, readonly KnownKey[]>;
  readonly patterns: readonly { readonly hosts: string; readonly key: KnownKey }[];
  readonly hashed: readonly { readonly salt: Buffer; readonly digest: string; readonly key: KnownKey }[];
};

/** Longest file and longest line that are read. */
const mostLines = 100_000;
const longestLine = 16_384;

/**
 * Reads a known_hosts file as sshd(8) describes it: plain names, `[host]:port`, patterns with `*`, `?` and `!`, hashed
 * names, and the markers `@revoked` and `@cert-authority`. A line that is none of these is left out.
 */
export function parseKnownHosts(text: string, file: string): KnownHosts {
  const plain = new Map<string, KnownKey[]>();
  const patterns: { hosts: string; key: KnownKey }[] = [];
  const hashed: { salt: Buffer; digest: string; key: KnownKey }[] = [];
  for (const [index, raw] of text.split('\n', mostLines).entries()) {
    const match =
      raw.length > longestLine
        ? null
        : /^\s*(?:@(revoked|cert-authority)\s+)?([^\s#@]\S*)\s+([a-z][\w@.-]*)\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/.exec(
            raw,
          );
    if (match === null) continue;
    const [, marker, hosts, keyType, base64] = match;
    const key: KnownKey = {
      marker: marker === undefined ? null : (marker as 'revoked' | 'cert-authority'),
      keyType: keyType!,
      key: base64!,
      file,
      line: index + 1,
    };
    const secret = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts!);
    if (secret !== null) {
      hashed.push({ salt: Buffer.from(secret[1]!, 'base64'), digest: secret[2]!, key });
    } else if (/[*?!]/.test(hosts!)) {
      patterns.push({ hosts: hosts!.toLowerCase(), key });
    } else {
      for (const host of hosts!.toLowerCase().split(',')) plain.set(host, [...(plain.get(host) ?? []), key]);
    }
  }
  return { plain, patterns, hashed };
}

/** The name that a server has in known_hosts: its host alone on port 22, `[host]:port` on any other. */
export function knownHostsName(host: string, port: number): string {
  const plain = host.toLowerCase();
  return port === 22 ? plain : `[${plain}]:${port}`;
}

/** Every key that the files have for a name, revoked ones and authorities included. */
export function keysFor(files: readonly KnownHosts[], name: string): readonly KnownKey[] {
  const found: KnownKey[] = [];
  for (const { plain, patterns, hashed } of files) {
    found.push(...(plain.get(name) ?? []));
    for (const { hosts, key } of patterns) if (matchesHosts(hosts, name)) found.push(key);
    for (const { salt, digest, key } of hashed) if (hashedName(salt, name) === digest) found.push(key);
  }
  return found;
}

/**
 * HMAC-SHA1 of a name under a salt, in base64: what hashed lines hold. Written out over the one-shot hash, which is six
 * times faster than an Hmac object: a fleet of 500 against a file of 1,000 hashed lines asks for it 500,000 times.
 */
export function hashedName(salt: Buffer, name: string): string {
  const block = 64;
  const key = salt.length > block ? hash('sha1', salt, 'buffer') : salt;
  const inner = Buffer.alloc(block + Buffer.byteLength(name), 0x36);
  const outer = Buffer.alloc(block + 20, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  inner.write(name, block);
  hash('sha1', inner, 'buffer').copy(outer, block);
  return hash('sha1', outer, 'base64');
}

/** Whether a list of patterns names a host: at least one does, and none that begins with `!`. */
function matchesHosts(hosts: string, name: string): boolean {
  let matches = false;
  for (const pattern of hosts.split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesGlob(pattern.slice(1), name)) return false;
    } else if (matchesGlob(pattern, name)) matches = true;
  }
  return matches;
}
