import type { Asked } from './ask-once.js';
import { checkTarget } from './check-target.js';

/** Where a target tells whether it is well. */
export type HealthCheck = Asked;

/** Asks once, over a connection of its own. Null when the target is well; else what came instead, as a full sentence. */
export async function probeHealth(check: HealthCheck, timeoutMs: number): Promise<string | null> {
  const { address, request } = check;
  const answer = await checkTarget(check, timeoutMs);
  if (answer.kind === 'unreachable') return answer.reason;
  const { from, to } = request.okStatus;
  if (answer.status >= from && answer.status <= to) return null;
  return `Expected a status from ${from} to ${to} from the health check at ${address.path}, got ${answer.status}.`;
}
