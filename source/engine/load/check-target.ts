import { lookup } from 'node:dns/promises';
import { codeOf, messageOf } from '../../model/error.js';
import type { TargetAddress } from '../../model/request.js';
import { type Asked, askOnce } from './ask-once.js';
import type { ConnectionFault } from './connection.js';
import { originOf } from './endpoint.js';
import { explainFault } from './explain-fault.js';

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

/** Sends one request, the way that load will, and waits `timeoutMs` for its answer. Every address of the name is tried. */
export async function checkTarget(asked: Asked, timeoutMs: number): Promise<TargetCheck> {
  const { address } = asked;
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
    const found = { ...address, ip };
    const attempt = await askOnce({ ...asked, address: found }, timeoutMs);
    if (attempt.kind === 'answered') return { ...attempt, address: found };
    fault = attempt.fault;
    if (attempt.connected) break;
  }
  const why = explainFault(fault, timeoutMs, asked.protocol ?? 'http1');
  return { kind: 'unreachable', reason: `Expected an HTTP answer from ${originOf(address)}, but ${why}` };
}

async function resolve(address: TargetAddress): Promise<readonly string[]> {
  if (address.ip !== undefined) return [address.ip];
  const name = address.host.replace(/^\[|\]$/g, '');
  const found = await lookup(name, { all: true });
  return found.map((entry) => entry.address);
}
