import type { Problem } from '../model/problem.js';
import type { TargetConfig } from './config.js';
import { plainHost } from './hosts.js';

/** Whether a host can only be the machine itself: `localhost`, 127.0.0.0/8 or ::1. Takes a URL's host, in any spelling. */
export function isLoopbackHost(host: string): boolean {
  const plain = plainHost(host);
  if (plain === 'localhost' || plain === '::1') return true;
  // ::ffff:127.0.0.0/104, as URLs write it.
  if (/^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(plain)) return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** The host of a target where it is neither loopback nor named by the user; null where load may go there. */
export function unnamedHost(target: TargetConfig): string | null {
  const host = plainHost(target.address.host);
  return isLoopbackHost(host) || target.allow.includes(host) ? null : host;
}

/** How a target's load is bounded: `searched` finds its own rate, and needs a highest one. */
export type GuardedUse = { readonly searched: boolean; readonly maxPerSecond: number | null };

/**
 * Why load may not be sent to a target; empty when it may. Loopback needs nothing; any other host must have been named by
 * the user, and a search there needs a highest rate.
 */
export function guardTarget(target: TargetConfig, use: GuardedUse): readonly Problem[] {
  const host = plainHost(target.address.host);
  if (isLoopbackHost(host)) return [];
  const problems: Problem[] = [];
  if (unnamedHost(target) !== null) {
    problems.push({
      path: 'target.allow',
      message: `expected ${host} among the hosts that load may be sent to, got ${namesOf(target.allow)}`,
      hint: `if the host is yours to load, give --allow ${host} or name it in target.allow`,
    });
  }
  if (use.searched && use.maxPerSecond === null) {
    problems.push({
      path: '--max-rate',
      message: `expected a highest rate for ${host}, which is not on loopback, got none`,
      hint: 'give --max-rate, the rate that a search shall never exceed',
    });
  }
  return problems;
}

function namesOf(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'none' : hosts.join(', ');
}
