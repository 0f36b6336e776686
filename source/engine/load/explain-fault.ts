import { replaceUnprintable } from '../../model/plain-text.js';
import type { ConnectionFault } from './connection.js';

/** What came instead of an answer, and what to do about it: a clause that ends a sentence, and another sentence. */
export function explainFault(fault: ConnectionFault, timeoutMs: number, protocol: 'http1' | 'http2'): string {
  switch (fault.code) {
    case 'ECONNREFUSED':
      return 'the connection was refused. Start the target, or check host and port.';
    case 'ETIMEDOUT':
      return `no connection came about within ${timeoutMs} ms. Check host, port and firewall.`;
    case 'no-answer':
      return `it took the connection and did not answer within ${timeoutMs} ms. Check that the target is healthy, or allow more time with --timeout.`;
    case 'closed':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'it closed the connection without a whole answer. Check that the target speaks HTTP on this port, and http or https in the URL.';
    case 'not-http':
      return `what came was no HTTP/1.1: ${fault.reason}. Check the port, and http or https in the URL.`;
    case 'not-http2':
    case 'ERR_HTTP2_ERROR':
    case 'ERR_HTTP2_SESSION_ERROR':
      return `it does not speak HTTP/2 (${clause(fault.reason)}). Leave --http2 away, or check the port, and http or https in the URL.`;
    case 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL': {
      if (protocol === 'http2') return 'it does not speak HTTP/2 (it refused to agree on it). Leave --http2 away.';
      return 'it does not speak HTTP/1.1 (it refused to agree on it). Ask it in HTTP/2 with --http2.';
    }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no route to it (${fault.code}). Check the network.`;
    default:
      return explainOther(fault);
  }
}

function explainOther({ code, reason }: ConnectionFault): string {
  if (code?.startsWith('ERR_SSL_'))
    return `it does not speak TLS (${code}). Check the port, and http or https in the URL.`;
  const why = code === null ? clause(reason) : `${clause(reason)} (${code})`;
  if (code !== null && /CERT|SIGNATURE|ISSUER|CRL/.test(code))
    return `its certificate was not accepted: ${why}. ${adviceOn(code)}`;
  return `the connection failed: ${why}. Check host and port.`;
}

function adviceOn(code: string): string {
  if (code.includes('ALTNAME')) return 'Use a name that the certificate is for.';
  if (code.includes('EXPIRED')) return 'Renew the certificate, or check the clocks of both machines.';
  if (code.includes('NOT_YET_VALID')) return 'Check the clocks of both machines.';
  return 'Make its authority known: name the file with its certificate by --ca, or set NODE_EXTRA_CA_CERTS.';
}

/** A reason to end a clause with. Part of it may come from the other side, over several lines: it is one line here. */
function clause(reason: string): string {
  return replaceUnprintable(reason, ' ')
    .replace(/ {2,}/g, ' ')
    .slice(0, 200)
    .replace(/[. ]+$/, '');
}
