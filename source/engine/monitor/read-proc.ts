import { accessSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../../model/error.js';
import { containerOf } from './container.js';
import { linuxSnapshot } from './linux-snapshot.js';
import type { Reader } from './reading.js';
import { readingBetween } from './reading-between.js';
import { limitFiles, linuxFiles } from './sampler-script.js';
import type { Snapshot } from './snapshot.js';

/** A reader of a Linux machine by the files of `folder`, / by default: about 1 ms of CPU a reading. */
export function createProcReader(folder = '/'): Reader {
  let before: Snapshot | null = null;
  let paths: readonly string[] | null = null;
  const physical = physicalInterfaces(join(folder, '/sys/class/net'));
  return async () => {
    if (paths === null) {
      const limits = await readLimits(folder);
      paths = containerOf(limits) === null ? linuxFiles : [...linuxFiles, ...limits.keys()];
    }
    const snapshot = linuxSnapshot(await readAll(folder, paths), physical);
    if (snapshot === null) {
      const shown = join(folder, 'proc');
      throw new PlimsollError(
        'proc-unreadable',
        `Expected a cpu line in ${shown}/stat or MemTotal in ${shown}/meminfo, but found neither. Is this a Linux /proc?`,
      );
    }
    const reading = readingBetween(before, snapshot);
    before = snapshot;
    return reading;
  };
}

/** The files of cgroups that are there, of either version, by path: what a container may use. */
export function readLimits(folder = '/'): Promise<ReadonlyMap<string, string>> {
  return readAll(folder, [...limitFiles.v2, ...limitFiles.v1]);
}

/** The texts of those files that can be read, by path. */
async function readAll(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    paths.map((path) => readFile(join(folder, path), 'utf8').catch((): string | null => null)),
  );
  return new Map(paths.flatMap((path, index) => (texts[index] === null ? [] : [[path, texts[index]!]])));
}

/** The interfaces that have a device behind them; empty where the system does not tell. */
function physicalInterfaces(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder).filter((name) => isThere(join(folder, name, 'device'))));
  } catch {
    return new Set();
  }
}

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}
