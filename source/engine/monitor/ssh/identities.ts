import { readFileSync, statSync } from 'node:fs';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Ask } from './ask.js';

/** A private key of this machine, or why it cannot be used. */
export type Identity =
  | { readonly kind: 'key'; readonly file: string; readonly key: ParsedKey }
  | { readonly kind: 'unusable'; readonly file: string; readonly reason: string };

/** The keys of this machine. A passphrase is asked for once, however many servers take the key. */
export type Identities = {
  /** Null where there is no such file. */
  readonly load: (file: string) => Promise<Identity | null>;
  /** Forgets why a key could not be used: somebody asks to try again, and may know its passphrase now. */
  readonly forget: (file: string) => void;
  /** The public half of a key file, from the file of that name with `.pub`; null where there is none. */
  readonly publicHalf: (file: string) => Buffer | null;
};

const mostBytes = 1_048_576;
const mostTries = 3;

export function createIdentities(ask: Ask | null): Identities {
  const known = new Map<string, Promise<Identity | null>>();
  const unusable = new Set<string>();
  const halves = new Map<string, Buffer | null>();
  return {
    load(file) {
      const found = known.get(file);
      if (found !== undefined) return found;
      const loading = loadIdentity(file, ask);
      known.set(file, loading);
      void loading.then((identity) => (identity?.kind === 'key' ? null : unusable.add(file)));
      return loading;
    },
    forget(file) {
      if (unusable.delete(file)) known.delete(file);
    },
    publicHalf(file) {
      const found = halves.get(file);
      if (found !== undefined) return found;
      const text = readSmall(`${file}.pub`);
      const key = text === null ? null : parsed(text);
      const half = key === null || key instanceof Error ? null : key.getPublicSSH();
      halves.set(file, half);
      return half;
    },
  };
}

async function loadIdentity(file: string, ask: Ask | null): Promise<Identity | null> {
  const text = readSmall(file);
  if (text === null) return null;
  const unusable = (reason: string): Identity => ({ kind: 'unusable', file, reason });
  const key = parsed(text);
  if (key instanceof Error) {
    if (!/encrypted/i.test(key.message)) {
      return unusable('it is no private key that the built-in client reads; for FIDO keys set "transport": "ssh"');
    }
    if (ask === null) return unusable('it has a passphrase and there is nobody to ask: add it to ssh-agent');
    for (let turn = 0; turn < mostTries; turn++) {
      const passphrase = await ask({ kind: 'passphrase', file, isRepeated: turn > 0 });
      if (passphrase === null) return unusable('its passphrase was not given');
      const opened = parsed(text, passphrase);
      if (!(opened instanceof Error)) return usable(opened, file);
    }
    return unusable(`its passphrase was wrong ${mostTries} times`);
  }
  return usable(key, file);
}

function usable(key: ParsedKey, file: string): Identity {
  return key.isPrivateKey()
    ? { kind: 'key', file, key }
    : { kind: 'unusable', file, reason: 'it is the public half of a key' };
}

function parsed(text: string, passphrase?: string): ParsedKey | Error {
  try {
    const result: unknown = ssh2.utils.parseKey(text, passphrase);
    return (Array.isArray(result) ? result[0] : result) as ParsedKey | Error;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function readSmall(file: string): string | null {
  try {
    const { size } = statSync(file);
    return size > mostBytes ? null : readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
