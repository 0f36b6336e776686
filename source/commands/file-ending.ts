import { statSync } from 'node:fs';
import { listText } from '../model/list-text.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';

/** The ending of a file's name in lower case, without its dot; null where it has none, as stdout, a folder and a date. */
export function endingOf(file: string | null): string | null {
  if (file === null || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return null;
  return /[^/\\]\.([a-z][a-z0-9]{0,15})$/i.exec(file)?.[1]?.toLowerCase() ?? null;
}

/** The problem with a file whose ending is that of no format, where nothing else names one; null where it has none. */
export function endingProblem(file: string | null, known: readonly string[]): Problem | null {
  const ending = endingOf(file);
  if (file === null || ending === null || known.includes(ending)) return null;
  const names = listText(known.map((one) => `.${one}`)).replace(/ and (?=[^ ]*$)/, ' or ');
  return {
    path: '--output',
    message: `expected a file that ends in ${names}, got ${plainText(file, 4096)}`,
    hint: 'add --format to write one of these into a file of any name',
  };
}
