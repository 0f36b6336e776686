import type { Problem } from '../model/problem.js';
import type { PlaceConfig, TargetConfig } from './config.js';
import { plainHost } from './hosts.js';

/** Whether a host can only be the machine itself: `localhost`, 127.0.0.0/8 or ::1. Takes a URL's host, in any spelling. */
export function isLoopbackHost(host: string): boolean {
  const plain = plainHost(host);
  if (plain === 'localhost' || plain === '::1') return true;
  // ::ffff:127.0.0.0/104, as URLs write it.
  if (/^::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(plain)) return true;
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** What a guard looks at: a target, and the hosts beside it. */
export type GuardedPlaces = readonly [target: Place, ...hosts: readonly Place[]];

type Place = Pick<PlaceConfig, 'address' | 'allow'>;

/** Every host that is neither loopback nor named by the user, once each; empty where load may go everywhere. */
export function unnamedHosts(places: GuardedPlaces): readonly string[] {
  return [...new Set(places.flatMap((place) => unnamedHost(place) ?? []))];
}

function unnamedHost({ address, allow }: Place): string | null {
  const host = plainHost(address.host);
  return isLoopbackHost(host) || allow.includes(host) ? null : host;
}

/** How a target's load is bounded: `searched` finds its own rate, and needs a highest one. */
export type GuardedUse = { readonly searched: boolean; readonly maxPerSecond: number | null };

/**
 * Why load may not be sent to a target and its hosts; empty when it may. Loopback needs nothing; any other host must have
 * been named by the user, and a search there needs a highest rate.
 */
export function guardTarget(places: GuardedPlaces, use: GuardedUse): readonly Problem[] {
  const problems: Problem[] = [];
  const told = new Set<string>();
  places.forEach((place, index) => {
    const host = unnamedHost(place);
    if (host === null || told.has(host)) return;
    told.add(host);
    const path = index === 0 ? 'target.allow' : `hosts[${index - 1}].allow`;
    problems.push({
      path,
      message: `expected ${host} among the hosts that load may be sent to, got ${namesOf(place.allow)}`,
      hint: `if the host is yours to load, give --allow ${host} or name it in ${path}`,
    });
  });
  const remote = places.map(({ address }) => plainHost(address.host)).find((host) => !isLoopbackHost(host));
  if (remote !== undefined && use.searched && use.maxPerSecond === null) {
    problems.push({
      path: '--max-rate',
      message: `expected a highest rate for ${remote}, which is not on loopback, got none`,
      hint: 'give --max-rate, the rate that a search shall never exceed',
    });
  }
  return problems;
}

/** Why a health check may not be asked; empty when it may. A place of its own is guarded as a target is. */
export function guardHealth({
  health,
  address,
  allow,
}: Pick<TargetConfig, 'health' | 'address' | 'allow'>): readonly Problem[] {
  if (health?.kind !== 'url') return [];
  const host = unnamedHost({ address: health.address, allow: [...allow, plainHost(address.host)] });
  if (host === null) return [];
  const message = `expected ${host} among the hosts that may be asked, got ${namesOf(allow)}`;
  return [{ path: 'target.health', message, hint: `if the host is yours, give --allow ${host}` }];
}

function namesOf(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'none' : hosts.join(', ');
}
