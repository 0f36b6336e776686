import { readFileSync, writeFileSync } from 'node:fs';

const pageBytes = 4096;

/** Overwrites the page of a session file that holds a text with noise; the text must be in no index. */
export function damagePageOf(file: string, text: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${file}`);
  const page = at - (at % pageBytes);
  bytes.fill(0xa5, page, page + pageBytes);
  writeFileSync(file, bytes);
}
