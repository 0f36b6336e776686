import { lookup } from 'node:dns/promises';
import { codeOf, messageOf } from '../../model/error.js';
import type { RequestSpec, TargetAddress } from '../../model/request.js';
import { createSystemClock } from '../../time/clock.js';
import { type ConnectionFault, openConnection } from './connection.js';
import { endpointOf } from './endpoint.js';
import { createHeadMemo } from './head-memo.js';
import { requestBytes } from './request-bytes.js';

/** What one request before any load has shown. `reason` is a full sentence: what was expected, what came, what to do. */
export type TargetCheck =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly milliseconds: number;
      /** The address with its name resolved: load goes there and resolves nothing. */
      readonly address: TargetAddress;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What is asked of whom; the address has the path. */
export type Asked = { readonly address: TargetAddress; readonly request: RequestSpec };

/** Sends one request, the way that load will, and waits `timeoutMs` for its answer. Every address of the name is tried. */
export async function checkTarget({ address, request }: Asked, timeoutMs: number): Promise<TargetCheck> {
  const bytes = requestBytes(address, request);
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const where = `${address.protocol}://${host}:${address.port}`;
  let addresses: readonly string[];
  try {
    addresses = await resolve(address);
  } catch (error) {
    const why = codeOf(error) ?? messageOf(error);
    const reason = `Expected ${address.host} to have an address, but its name could not be resolved (${why}). Check the name.`;
    return { kind: 'unreachable', reason };
  }
  let fault: ConnectionFault = { code: null, reason: 'it has no address' };
  for (const ip of addresses) {
    const attempt = await ask({ ...address, ip }, request, bytes, timeoutMs);
    if (attempt.kind === 'answered') return attempt;
    fault = attempt.fault;
    if (attempt.connected) break;
  }
  return { kind: 'unreachable', reason: `Expected an HTTP answer from ${where}, but ${explain(fault, timeoutMs)}` };
}

async function resolve(address: TargetAddress): Promise<readonly string[]> {
  if (address.ip !== undefined) return [address.ip];
  const name = address.host.replace(/^\[|\]$/g, '');
  const found = await lookup(name, { all: true });
  return found.map((entry) => entry.address);
}

type Attempt =
  | Extract<TargetCheck, { readonly kind: 'answered' }>
  | { readonly kind: 'failed'; readonly connected: boolean; readonly fault: ConnectionFault };

function ask(address: TargetAddress, request: RequestSpec, bytes: Buffer, timeoutMs: number): Promise<Attempt> {
  const clock = createSystemClock();
  return new Promise((settle) => {
    let connected = false;
    let sentMs = 0;
    const finish = (attempt: Attempt): void => {
      cancel();
      connection.destroy();
      settle(attempt);
    };
    const fail = (fault: ConnectionFault): void => finish({ kind: 'failed', connected, fault });
    const cancel = clock.after(timeoutMs, () =>
      fail({ code: connected ? 'no-answer' : 'ETIMEDOUT', reason: 'timeout' }),
    );
    const reading = { buffer: Buffer.allocUnsafeSlow(64 * 1024), memo: createHeadMemo(), nowMs: clock.nowMs };
    const connection = openConnection(endpointOf(address), reading, {
      opened() {
        connected = true;
        sentMs = clock.nowMs();
        connection.send(bytes, request.method === 'HEAD');
      },
      answered: (_connection, { status }) =>
        finish({ kind: 'answered', status, milliseconds: clock.nowMs() - sentMs, address }),
      failed: (_connection, fault) => fail(fault),
      closed: () => fail({ code: 'closed', reason: 'the connection closed before an answer came' }),
    });
  });
}

/** What came instead of an answer, and what to do about it; ends the sentence. */
function explain(fault: ConnectionFault, timeoutMs: number): string {
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
  // Part of such a message may come from the other side: control characters must not reach a terminal.
  const plain = reason
    .replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ')
    .slice(0, 200)
    .replace(/[. ]+$/, '');
  const why = code === null ? plain : `${plain} (${code})`;
  if (code !== null && /CERT|SIGNATURE|ISSUER|CRL/.test(code)) {
    return `its certificate was not accepted: ${why}. Use the name that the certificate is for, or make its authority known with NODE_EXTRA_CA_CERTS.`;
  }
  return `the connection failed: ${why}. Check host and port.`;
}
