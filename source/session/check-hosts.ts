import { checkTarget } from '../engine/load/check-target.js';
import type { HostSpec, LoadSpec } from '../engine/load/load.js';

/** What one request to each host has shown: the hosts with their names resolved, or why there can be no load. */
export type HostsCheck =
  | { readonly kind: 'reachable'; readonly hosts: readonly HostSpec[]; readonly notes: readonly string[] }
  | { readonly kind: 'unreachable'; readonly reason: string };

type HostCheck =
  | { readonly kind: 'reachable'; readonly host: HostSpec; readonly note: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** One request to every host before any load: is it there, and does it answer as the load will expect it to? */
export async function checkHosts(hosts: readonly HostSpec[], timeoutMs: number): Promise<HostsCheck> {
  const checks = await Promise.all(hosts.map((host) => checkHost(host, hosts.length > 1, timeoutMs)));
  const reachable = [];
  for (const check of checks) {
    if (check.kind === 'unreachable') return check;
    reachable.push(check);
  }
  return {
    kind: 'reachable',
    hosts: reachable.map(({ host }) => host),
    notes: reachable.map(({ note }) => note),
  };
}

/** The load with the addresses that a check of its hosts has resolved; each keeps its own path. */
export function withAddresses(load: LoadSpec, checked: readonly HostSpec[]): LoadSpec {
  const hosts = load.hosts.map((host, index): HostSpec => {
    const ip = checked[index]?.address.ip;
    return ip === undefined ? host : { ...host, address: { ...host.address, ip } };
  });
  return { ...load, hosts };
}

async function checkHost(host: HostSpec, isOneOfMany: boolean, timeoutMs: number): Promise<HostCheck> {
  const { address, request } = host;
  const answer = await checkTarget(host, timeoutMs);
  if (answer.kind === 'unreachable') return answer;
  const { from, to } = request.okStatus;
  if (answer.status < from || answer.status > to) {
    const what = `${request.method} ${isOneOfMany ? address.host : ''}${address.path}`;
    return {
      kind: 'unreachable',
      reason: `Expected a status from ${from} to ${to}, got ${answer.status} for ${what}. Check the URL, method and headers of the target.`,
    };
  }
  const elsewhere = answer.status >= 300 && answer.status <= 399 ? redirectWords(host) : '';
  const who = isOneOfMany ? `${address.host}:${address.port}` : 'the target';
  return {
    kind: 'reachable',
    host: { ...host, address: answer.address },
    note: `${who} answers: status ${answer.status} in ${answer.milliseconds.toFixed(1)} ms${elsewhere}`,
  };
}

function redirectWords({ redirects = 0 }: HostSpec): string {
  if (redirects === 0) return ', a redirect: it is not followed, and counts as a good answer';
  return ', a redirect: load follows it where it stays on the same origin';
}
