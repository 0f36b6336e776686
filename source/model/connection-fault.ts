import { codeOf, messageOf } from './error.js';
import { plainText } from './plain-text.js';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ENOTFOUND: 'its name has no address',
  EAI_AGAIN: 'the name service does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not accepted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not accepted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not accepted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** What `fetch` says of ports that the Fetch standard lets nobody ask, without a code. */
const badPort = 'bad port';

/**
 * Why a connection to a receiver did not come about, as a clause, with the code behind it: the same words wherever it is told.
 * Of an error of `fetch`, whose own message names the URL, what lies behind it.
 */
export function connectionFault(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  const code = codeOf(error) ?? codeOf(cause);
  if (code !== null) return `${wordsOf(code)} (${plainText(code)})`;
  return cause instanceof Error && messageOf(cause) === badPort
    ? `no HTTP may be sent to its port (${badPort})`
    : 'there was no connection';
}

function wordsOf(code: string): string {
  if (code.startsWith('ERR_SSL_')) return 'it does not speak TLS';
  return Object.hasOwn(words, code) ? words[code]! : 'the connection failed';
}
