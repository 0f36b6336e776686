import { readFileSync, statSync } from 'node:fs';
import { codeOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { StreamSpec } from '../../model/stream.js';
import type { HandshakeHeaders } from './connection.js';

/** The headers of a handshake with their secrets filled in, or why that cannot be, without any of them. */
export type HeadersReading =
  | { readonly kind: 'ok'; readonly headers: HandshakeHeaders }
  | { readonly kind: 'missing'; readonly reason: string };

const maxFileBytes = 64 * 1024;
/** RFC 9110, section 5.5: what a field's value may hold; anything else could end it and begin another. */
const fieldValue = /^[\t\u0020-\u007e\u0080-\u00ff]+$/;

/**
 * Fills in the secrets that header values name: `${VARIABLE}` from the environment, `file:PATH` at the end of a value from
 * a file, without the line break at its end. Read anew for each connection, so that a token that was replaced is found.
 */
export function readHandshakeHeaders(
  headers: NonNullable<StreamSpec['headers']>,
  env: Readonly<Record<string, string | undefined>>,
): HeadersReading {
  const filled: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    let missing: string | null = null;
    let text = value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, variable: string) => {
      const found = env[variable];
      if (found === undefined || found === '')
        missing ??= `the variable ${variable} of the environment, which is not set`;
      return found ?? '';
    });
    const file = /^((?:\S+ )?)file:(.+)$/.exec(value);
    if (file !== null) {
      const reading = readSecretFile(file[2]!);
      if (reading === null)
        missing ??= `the file ${plainText(file[2]!)}, which cannot be read as a text of at most 64 KiB`;
      text = `${file[1]}${reading ?? ''}`;
    }
    if (missing === null && !fieldValue.test(text))
      missing = 'a secret of one line in Latin-1 characters, and it is another';
    if (missing !== null) return { kind: 'missing', reason: `header ${name} needs ${missing}` };
    filled[name] = text;
  }
  return { kind: 'ok', headers: filled };
}

function readSecretFile(path: string): string | null {
  try {
    const file = statSync(path);
    // A pipe or a device could keep the program waiting for ever.
    if (!file.isFile() || file.size > maxFileBytes) return null;
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}
