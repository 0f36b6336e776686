import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this plimsoll, from its package.json, wherever the compiled files lie below it. */
export const version: string = findVersion(import.meta.dirname);

function findVersion(folder: string): string {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
  } catch {
    // Not in this folder: one of those above has it.
  }
  const above = dirname(folder);
  return above === folder ? 'unknown' : findVersion(above);
}
