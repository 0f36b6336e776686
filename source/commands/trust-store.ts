import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../model/plain-object.js';
import { sessionsFolder } from '../record/sessions-folder.js';

/** Project files that were trusted, each by its path and what it held then, as SHA-256 in hexadecimal. */
type Trusted = { readonly [path: string]: string };

/** Where trust is kept: `trust.json` in the program's own XDG state folder. */
export function trustFile(env: Readonly<Record<string, string | undefined>>): string {
  return join(dirname(sessionsFolder(null, env)), 'trust.json');
}

/** Whether the file at a path (absolute, links followed) was trusted with this very text. */
export function isTrusted(store: string, path: string, text: string): boolean {
  return readTrusted(store).get(path) === hashOf(text);
}

/** Trusts the file at a path with this text, in place of any other; null text takes trust away. Throws Node's errors. */
export function setTrust(store: string, path: string, text: string | null): void {
  const trusted = readTrusted(store);
  if (text === null) trusted.delete(path);
  else trusted.set(path, hashOf(text));
  mkdirSync(dirname(store), { recursive: true, mode: 0o700 });
  // Whole or not at all, whoever else writes at the same time.
  const beside = `${store}.${crypto().randomBytes(6).toString('hex')}`;
  writeFileSync(beside, `${JSON.stringify(Object.fromEntries(trusted) satisfies Trusted, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, store);
}

function readTrusted(store: string): Map<string, string> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(store, 'utf8'));
  } catch {
    // Nothing is trusted by a store that is not there or cannot be read.
    return new Map();
  }
  const entries = isObject(content) ? Object.entries(content) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function hashOf(text: string): string {
  return crypto().createHash('sha256').update(text).digest('hex');
}

/** Nearly every start goes without it, and its loading takes 9 ms. */
const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');
