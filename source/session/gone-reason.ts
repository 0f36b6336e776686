import { checkTarget } from '../engine/load/check-target.js';
import type { LoadSpec } from '../engine/load/load.js';

/** The check of a silent target gives up after this, however long a request of the load may take. */
const longestCheckMs = 5000;

/** Why a host of a load cannot be reached any more, by one request to each without load; null where all answer. */
export async function goneReason({ hosts, timeoutMs }: LoadSpec): Promise<string | null> {
  const limitMs = Math.min(longestCheckMs, timeoutMs);
  const answers = await Promise.all(hosts.map((host) => checkTarget(host, limitMs)));
  return answers.find((answer) => answer.kind === 'unreachable')?.reason ?? null;
}
