import { hash } from 'node:crypto';
import { plainText } from '../../../model/plain-text.js';
import type { KnownKey } from './known-hosts.js';

/** What known_hosts says of the key that a server gave. A `reason` is a whole sentence, and says what to do. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown'; readonly keyType: string; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The print of a key as ssh shows it: `SHA256:` and 43 characters. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${hash('sha256', key, 'base64').replace(/=+$/, '')}`;
}

/** The type that a key blob names itself, its first string (RFC 4253, 6.6). */
export function keyTypeOf(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return length > 64 || key.length < 4 + length ? 'unknown' : plainText(key.toString('latin1', 4, 4 + length));
}

/**
 * Judges the key that `name` gave against what is known of it. A server that is known by other keys alone has changed, even
 * where the new key is of another type: the algorithms were offered so that it could have shown a known one.
 */
export function judgeHostKey(known: readonly KnownKey[], name: string, key: Buffer): HostKeyVerdict {
  const base64 = key.toString('base64');
  const keyType = keyTypeOf(key);
  const given = `${keyType} ${fingerprintOf(key)}`;
  const revoked = known.find((entry) => entry.marker === 'revoked' && entry.key === base64);
  if (revoked !== undefined) {
    return {
      kind: 'refused',
      reason: `The host key of ${name} is revoked: ${given} is marked @revoked in ${placeOf(revoked)}. Nothing was sent; ask who runs it.`,
    };
  }
  const plain = known.filter((entry) => entry.marker === null);
  if (plain.some((entry) => entry.key === base64)) return { kind: 'known' };
  const other = plain.find((entry) => entry.keyType === keyType) ?? plain[0];
  if (other !== undefined) {
    const had = `${other.keyType} ${fingerprintOf(Buffer.from(other.key, 'base64'))}`;
    return {
      kind: 'refused',
      reason:
        `The host key of ${name} has changed: ${placeOf(other)} has ${had}, the server gave ${given}. ` +
        `Somebody may be in between. If the server was set up anew, remove the old key: ssh-keygen -R '${name}' -f ${other.file}`,
    };
  }
  if (known.some((entry) => entry.marker === 'cert-authority')) {
    return {
      kind: 'refused',
      reason: `${name} is known by a certificate authority, which the built-in client cannot check. Set "transport": "ssh" for it.`,
    };
  }
  return { kind: 'unknown', keyType, fingerprint: fingerprintOf(key) };
}

function placeOf({ file, line }: KnownKey): string {
  return `${file}:${line}`;
}

/** The algorithms of host keys that the built-in client takes, as OpenSSH orders them; none that signs with SHA-1. */
const algorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

/**
 * The algorithms to offer a server, those of its known keys first: else one that is known by its ECDSA key would show its
 * Ed25519 key, and look like another.
 */
export function hostKeyAlgorithms(known: readonly KnownKey[]): readonly (typeof algorithms)[number][] {
  const types = new Set(known.filter((entry) => entry.marker === null).map((entry) => entry.keyType));
  const isKnown = (algorithm: string): boolean => types.has(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);
  return [...algorithms.filter(isKnown), ...algorithms.filter((algorithm) => !isKnown(algorithm))];
}
