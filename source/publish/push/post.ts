import type { ReadSecret } from '../../config/authorization.js';
import type { StreamHeaders } from '../../config/stream-parts.js';
import { readHandshakeHeaders } from '../../engine/subscription/handshake-headers.js';
import { connectionFault } from '../../model/connection-fault.js';
import { PlimsollError } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

/** Where something is posted, and with which header fields; values may name secrets. */
export type PostPlace = { readonly url: string; readonly headers: StreamHeaders };

/** What is posted, as it is. */
export type PostBody = {
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Error code of a message that its receiver has read and does not want: to send it again is of no use. */
export const refusedCode = 'publish-refused';

/**
 * Posts it. Rejects with a sentence that names neither URL nor secret: with `refusedCode` where the receiver has refused it,
 * with `not-published` where it may take it later. Secrets are read anew each time, since tokens are replaced. Redirects are
 * not followed: they could take a token elsewhere.
 */
export async function post(
  { url, headers }: PostPlace,
  { body, headers: own }: PostBody,
  readSecret: ReadSecret,
  signal: AbortSignal,
): Promise<void> {
  const filled = await readHandshakeHeaders(headers, readSecret);
  if (filled.kind === 'missing') throw new PlimsollError('not-published', filled.reason);
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { ...own, ...filled.headers },
      body: typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      signal,
      redirect: 'manual',
    });
  } catch (error) {
    // The error itself names the URL, which may hold a secret.
    throw new PlimsollError('not-published', `it could not be posted: ${connectionFault(error)}`);
  }
  if (response.ok) {
    await response.body?.cancel();
    return;
  }
  const said = plainText((await startOf(response)).trim(), 120);
  const { status } = response;
  // Too many requests and faults of the receiver pass; whoever is not let in may be given a token meanwhile.
  const isFinal = status >= 300 && status < 500 && ![401, 403, 408, 429].includes(status);
  const text = `the receiver answered ${status}${said === '' ? '' : `: ${said}`}`;
  throw new PlimsollError(isFinal ? refusedCode : 'not-published', text);
}

/** The first piece of what was answered, for a message. */
async function startOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  try {
    const { value } = await reader.read();
    return new TextDecoder().decode(value?.subarray(0, 500));
  } catch {
    return '';
  } finally {
    await reader.cancel().catch(() => {});
  }
}
