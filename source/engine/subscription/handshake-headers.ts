import type { ReadSecret } from '../../config/authorization.js';
import { headerParts } from '../../config/header-value.js';
import { secretText } from '../../config/secret-reference.js';
import { plainText } from '../../model/plain-text.js';
import type { StreamSpec } from '../../model/stream.js';
import type { HandshakeHeaders } from './connection.js';

/** The headers of a handshake with their secrets filled in, or why that cannot be, without any of them. */
export type HeadersReading =
  | { readonly kind: 'ok'; readonly headers: HandshakeHeaders }
  | { readonly kind: 'missing'; readonly reason: string };

/** RFC 9110, section 5.5: what a field's value may hold; anything else could end it and begin another. */
const fieldValue = /^[\t\u0020-\u007e\u0080-\u00ff]+$/;

/**
 * Fills in the secrets that header values name, each as it is to be written. Read anew for each connection, so that a token that
 * was replaced is found.
 */
export async function readHandshakeHeaders(
  headers: NonNullable<StreamSpec['headers']>,
  readSecret: ReadSecret,
  written = (secret: string): string => secret,
): Promise<HeadersReading> {
  const filled: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const parts = headerParts(value);
    if (parts.kind === 'faulty') return missing(name, parts.faults[0]?.message ?? 'expected another value');
    let text = '';
    for (const part of parts.value) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const found = await readSecret(part);
      if (found.kind === 'missing') {
        return missing(name, `expected a secret at ${plainText(secretText(part), 200)}, got ${found.got}`);
      }
      text += written(found.secret.reveal());
    }
    if (!fieldValue.test(text)) {
      return missing(name, 'expected a secret of one line in Latin-1 characters, got another');
    }
    filled[name] = text;
  }
  return { kind: 'ok', headers: filled };
}

function missing(name: string, message: string): HeadersReading {
  return { kind: 'missing', reason: `header ${name}: ${message}` };
}
