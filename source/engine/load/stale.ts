import type { ConnectionFault } from './connection.js';

/** A kept connection that breaks later than this after a request was written to it broke at work. */
const staleWithinMs = 1_000;

/** Methods of which a second sending does no more than the first (RFC 9110, 9.2.2). */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/**
 * Whether a request may be sent again that broke `ageMs` after its sending, on a connection that had carried another and
 * before a byte of answer: a server may close an idle connection just when a request is written to it, which shows within
 * a round trip. Clients then send once more (RFC 9112, 9.3.1), and so do ours: every time, since the next connection may
 * be as stale; a new one, which ends the series, is never taken for stale.
 */
export function isStale(method: string, fault: ConnectionFault, ageMs: number): boolean {
  return idempotentMethods.has(method) && fault.code !== 'not-http' && ageMs <= staleWithinMs;
}
