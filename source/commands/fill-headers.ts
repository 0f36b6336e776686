import type { ReadSecret } from '../config/authorization.js';
import type { Config, TargetConfig } from '../config/config.js';
import { headerSecrets } from '../config/header-value.js';
import { readHandshakeHeaders } from '../engine/subscription/handshake-headers.js';
import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import { escapeTemplate } from '../workload/template-text.js';

/** Header fields as a config has them, and the same with their secrets filled in; those without any are not among them. */
export type FilledHeaders = ReadonlyMap<RequestSpec['headers'], RequestSpec['headers']>;

/** Fills in the secrets that header fields of the target, of hosts and of requests name; what is missing is added to `problems`. */
export async function fillHeaders(
  config: Config,
  target: TargetConfig,
  read: ReadSecret,
  problems: Problem[],
): Promise<FilledHeaders> {
  const lists: [path: string, headers: RequestSpec['headers']][] = [['target.headers', target.request.headers]];
  for (const [index, { headers }] of config.hosts.entries()) lists.push([`hosts[${index}].headers`, headers]);
  for (const [index, entry] of config.requests.entries()) {
    if (entry.kind === 'request') lists.push([`requests[${index}].headers`, entry.parts.headers]);
    else {
      for (const [step, { parts }] of entry.steps.entries()) {
        lists.push([`requests[${index}].steps[${step}].headers`, parts.headers]);
      }
    }
  }
  const filled = new Map<RequestSpec['headers'], RequestSpec['headers']>();
  for (const [path, headers] of lists) {
    if (headerSecrets(headers).length === 0) continue;
    // Values are templates, and what a secret holds stands for itself.
    const reading = await readHandshakeHeaders(headers, read, escapeTemplate);
    if (reading.kind === 'ok') filled.set(headers, Object.entries(reading.headers));
    else problems.push({ path, message: reading.reason, hint: null });
  }
  return filled;
}
