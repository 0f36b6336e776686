import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../config/make-folder.js';
import { codeOf, PlimsollError } from '../../model/error.js';

/** A token and the file that it is kept in. */
export type KeptToken = { readonly token: string; readonly file: string };

/**
 * The token that scrapers show where the user has named none: made once, and kept in a file that only its owner may read, so
 * that a Prometheus can be pointed to it (`credentials_file`). Throws `no-token` where it cannot be.
 */
export function keptToken(folder: string): KeptToken {
  const file = join(folder, 'metrics-token');
  try {
    makeFolder(folder, 0o700);
    const token = randomBytes(24).toString('base64url');
    // Never over one that is there: two sessions that begin together keep the first.
    writeFileSync(file, `${token}\n`, { flag: 'wx', mode: 0o600 });
    return { token, file };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(file, 'it cannot be written', error);
  }
  const token = readText(file).trim();
  if (/^[\x21-\x7e]{16,512}$/.test(token)) return { token, file };
  throw unusable(file, 'there is something else in it: delete it, and it is made anew');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unusable(file, 'it cannot be read', error);
  }
}

function unusable(file: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError('no-token', `expected a token for scrapers in ${file}, but ${why}`, { cause });
}
