import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf } from '../model/error.js';

/**
 * Makes a folder, and those above it that are missing; what is there keeps its rights. Throws Node's errors. Node's own way of
 * making several never ends where a folder that is there takes no other, as /proc does.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const missing: string[] = [];
  let place = resolve(folder);
  while (statSync(place, { throwIfNoEntry: false }) === undefined) {
    missing.push(place);
    const above = dirname(place);
    if (above === place) break;
    place = above;
  }
  for (const one of missing.reverse()) makeOne(one, mode);
  // What is there and is no folder is told as if it had been made.
  if (!statSync(folder).isDirectory()) mkdirSync(folder);
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Somebody else made it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}
