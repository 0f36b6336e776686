import { readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { formatPath } from '../config/problems.js';
import type { SaidKey } from '../config/reach.js';
import { isObject } from '../model/plain-object.js';
import { sessionsFolder } from '../record/sessions-folder.js';

/** What one key says now that it did not say when its file was trusted; the value of one that is gone is null. */
export type KeyChange = {
  readonly key: string;
  readonly path: readonly string[];
  readonly value: unknown;
  readonly how: 'new' | 'changed' | 'gone';
};

/** Whether a file is trusted as it stands, was so as it stood before, or never was. */
export type Trust =
  | { readonly kind: 'trusted' }
  | { readonly kind: 'changed'; readonly changes: readonly KeyChange[] }
  | { readonly kind: 'unknown' };

/**
 * What a file said when it was trusted: of each key (its path as JSON) what it said, as SHA-256 in hexadecimal. Comments and
 * layout are no part of it, so they may change.
 */
type Said = Readonly<Record<string, string>>;

/** Where trust is kept: `trust.json` in the program's own XDG state folder. */
export function trustFile(env: Readonly<Record<string, string | undefined>>): string {
  return join(dirname(sessionsFolder(null, env)), 'trust.json');
}

/**
 * The name that a file is trusted by: links to its folder are followed, but not one to the file itself, for what the file
 * names beside it would then lie elsewhere. Throws Node's errors.
 */
export function trustedName(path: string): string {
  return join(realpathSync(dirname(path)), basename(path));
}

/** Whether the file at a path (absolute, links followed) was trusted with what it says. */
export function trustOf(store: string, path: string, keys: readonly SaidKey[]): Trust {
  const before = readTrusted(store).get(path);
  if (before === undefined) return { kind: 'unknown' };
  const now = hashesOf(keys);
  const changes: KeyChange[] = [];
  for (const { key, path: place, value } of keys) {
    const name = JSON.stringify(place);
    if (Object.hasOwn(before, name) && before[name] === now[name]) continue;
    changes.push({ key, path: place, value, how: Object.hasOwn(before, name) ? 'changed' : 'new' });
  }
  for (const name of Object.keys(before)) {
    if (Object.hasOwn(now, name)) continue;
    const place = placeOf(name);
    changes.push({ key: formatPath(place), path: place, value: null, how: 'gone' });
  }
  return changes.length === 0 ? { kind: 'trusted' } : { kind: 'changed', changes };
}

/** Trusts the file at a path with what it says, in place of all else; null takes trust away. Throws Node's errors. */
export function setTrust(store: string, path: string, keys: readonly SaidKey[] | null): void {
  const trusted = readTrusted(store);
  if (keys === null) trusted.delete(path);
  else trusted.set(path, hashesOf(keys));
  makeFolder(dirname(store), 0o700);
  // Whole or not at all, whoever else writes at the same time.
  const beside = `${store}.${crypto().randomBytes(6).toString('hex')}`;
  writeFileSync(beside, `${JSON.stringify(Object.fromEntries(trusted), null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, store);
}

function readTrusted(store: string): Map<string, Said> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(store, 'utf8'));
  } catch {
    // Nothing is trusted by a store that is not there or cannot be read.
    return new Map();
  }
  const entries = isObject(content) ? Object.entries(content) : [];
  return new Map(entries.filter((entry): entry is [string, Said] => isSaid(entry[1])));
}

function isSaid(value: unknown): value is Said {
  return isObject(value) && Object.values(value).every((hash) => typeof hash === 'string');
}

function hashesOf(keys: readonly SaidKey[]): Said {
  const hash = (value: unknown): string => crypto().createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return Object.fromEntries(keys.map(({ path, value }) => [JSON.stringify(path), hash(value)]));
}

function placeOf(name: string): readonly string[] {
  try {
    const place: unknown = JSON.parse(name);
    if (Array.isArray(place)) return place.map(String);
  } catch {
    // Whoever changed the store by hand sees what stands there.
  }
  return [name];
}

/** Nearly every start goes without it, and its loading takes 9 ms. */
const crypto = (): typeof import('node:crypto') => process.getBuiltinModule('node:crypto');
