import { randomBytes } from 'node:crypto';
import { appendFileSync, closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../../config/make-folder.js';
import { hashedName, type KnownHosts, parseKnownHosts } from './known-hosts.js';

/** The known_hosts files of this machine, each read again when it changed. */
export type KnownHostsStore = {
  /** Those of the files that are there and can be read. */
  readonly read: (paths: readonly string[]) => readonly KnownHosts[];
  /** Adds a key for a name at the end of a file, making the file where there is none. Throws what the file system does. */
  readonly add: (path: string, name: string, keyType: string, key: Buffer, isHashed: boolean) => void;
};

/** Largest file read: 100,000 hosts. */
const mostBytes = 64 * 1024 * 1024;

export function createKnownHostsStore(): KnownHostsStore {
  const files = new Map<string, { readonly stamp: string; readonly hosts: KnownHosts }>();
  const readOne = (path: string): KnownHosts | null => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      if (size > mostBytes) return null;
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const before = files.get(path);
      if (before?.stamp === stamp) return before.hosts;
      const hosts = parseKnownHosts(readFileSync(path, 'utf8'), path);
      files.set(path, { stamp, hosts });
      return hosts;
    } catch {
      return null;
    }
  };
  return {
    read: (paths) => paths.map(readOne).filter((hosts) => hosts !== null),
    add(path, name, keyType, key, isHashed) {
      makeFolder(dirname(path), 0o700);
      const salt = randomBytes(20);
      const host = isHashed ? `|1|${salt.toString('base64')}|${hashedName(salt, name)}` : name;
      // One write at the end of the file: another program that adds a line at the same time does not cut this one.
      const line = `${host} ${keyType} ${key.toString('base64')}\n`;
      appendFileSync(path, endsOpen(path) ? `\n${line}` : line, { mode: 0o600 });
      files.delete(path);
    },
  };
}

/** Whether a file ends within a line. */
function endsOpen(path: string): boolean {
  try {
    const { size } = statSync(path);
    if (size === 0) return false;
    const last = Buffer.alloc(1);
    const file = openSync(path, 'r');
    readSync(file, last, 0, 1, size - 1);
    closeSync(file);
    return last[0] !== 0x0a;
  } catch {
    return false;
  }
}
