import type { Problem } from '../model/problem.js';
import type { AuthRef } from '../model/secret-ref.js';
import type { ServerSpec } from '../model/server.js';
import { isGlob, matchesGlob } from './glob.js';
import { type Expansion, expandPattern, isPattern } from './pattern.js';
import type { Fault, Reading } from './reading.js';
import { readServerAddress, type ServerPlace } from './server-address.js';
import type { SshHosts } from './ssh-hosts.js';

/** An entry of `servers` as the file has it, each value read by itself. */
export type ServerEntry = {
  readonly name: string;
  readonly address: string;
  readonly group?: string | undefined;
  readonly identityFile?: string | undefined;
  readonly knownHostsFile?: string | undefined;
  readonly sshConfigFile?: string | undefined;
  readonly transport?: 'ssh2' | 'ssh' | undefined;
  readonly instance?: string | undefined;
  readonly auth?: AuthRef | undefined;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
};

/** A server, and the index of the entry that named it. */
export type NamedServer = { readonly spec: ServerSpec; readonly entry: number };

const sshKeys = ['identityFile', 'knownHostsFile', 'sshConfigFile', 'transport'] as const;
const prometheusKeys = ['instance', 'auth', 'ca', 'insecure'] as const;

/** Servers that one config may watch. */
const most = 1000;

/** All servers that the entries stand for, patterns written out; or what is wrong with them. */
export function readServers(
  entries: readonly ServerEntry[],
  sshHosts: SshHosts,
): {
  readonly servers: readonly NamedServer[];
  readonly problems: readonly Problem[];
} {
  const servers: NamedServer[] = [];
  const problems: Problem[] = [];
  for (const [index, entry] of entries.entries()) {
    const reading = serversOf(entry, sshHosts);
    if (reading.kind === 'ok') servers.push(...reading.value.map((spec) => ({ spec, entry: index })));
    else {
      problems.push(
        ...reading.faults.map(({ path, message, hint }) => ({
          path: [`servers[${index}]`, ...path].join('.'),
          message,
          hint,
        })),
      );
    }
  }
  if (servers.length > most) {
    problems.push({ path: 'servers', message: `expected at most ${most} servers, got ${servers.length}`, hint: null });
  }
  return { servers, problems };
}

/** The hosts of an SSH config that an address stands for, each a server of its own by its own name. */
function hostsOf(entry: ServerEntry, sshHosts: SshHosts): Reading<readonly ServerSpec[]> {
  const [, user = '', pattern] = /^([^@]*@)?(.*)$/.exec(entry.address)!;
  const known = sshHosts(entry.sshConfigFile ?? null);
  const hosts = known.filter((host) => matchesGlob(pattern!, host));
  if (hosts.length === 0) {
    const message = `expected a Host of your SSH config that ${pattern} names, got none of ${known.length}`;
    return { kind: 'faulty', faults: [{ path: ['address'], message, hint: null }] };
  }
  const specs: ServerSpec[] = [];
  for (const host of hosts) {
    const one = serversOf(
      { ...entry, name: host, address: `${user}${host}`, group: entry.group ?? entry.name },
      sshHosts,
    );
    if (one.kind === 'faulty') return one;
    specs.push(...one.value);
  }
  return { kind: 'ok', value: specs };
}

/** The servers of one entry. Its name, its address and its instance may be patterns, which then run in step. */
function serversOf(entry: ServerEntry, sshHosts: SshHosts): Reading<readonly ServerSpec[]> {
  if (isGlob(entry.address)) return hostsOf(entry, sshHosts);
  const faults: Fault[] = [];
  const expand = (key: 'name' | 'address' | 'instance'): readonly Expansion[] => {
    const reading = expandPattern(entry[key] ?? '');
    if (reading.kind === 'ok') return reading.value;
    faults.push(...reading.faults.map((fault) => ({ ...fault, path: [key] })));
    return [];
  };
  const names = expand('name');
  const addresses = expand('address');
  const instances = expand('instance');
  if (faults.length > 0) return { kind: 'faulty', faults };

  const count = Math.max(names.length, addresses.length, instances.length);
  for (const [key, list] of [
    ['name', names],
    ['address', addresses],
    ['instance', instances],
  ] as const) {
    if (list.length === 1 || list.length === count) continue;
    faults.push({
      path: [key],
      message: `expected one or ${count} of them, as the other patterns have, got ${list.length}`,
      hint: null,
    });
  }
  if (faults.length > 0) return { kind: 'faulty', faults };

  const at = <Item>(list: readonly Item[], index: number): Item => list[list.length === 1 ? 0 : index]!;
  const group = entry.group ?? (count > 1 ? entry.name : undefined);
  const specs: ServerSpec[] = [];
  for (let index = 0; index < count; index++) {
    const address = at(addresses, index).text;
    const parts = addresses.length > 1 ? at(addresses, index).parts : at(instances, index).parts;
    const name = count === 1 || isPattern(entry.name) ? at(names, index).text : [entry.name, ...parts].join('-');
    const place = readServerAddress(address);
    if (place.kind === 'faulty') {
      return { kind: 'faulty', faults: place.faults.map((fault) => ({ ...fault, path: ['address'] })) };
    }
    const wrong = wrongKeys(entry, place.value);
    if (wrong.length > 0) return { kind: 'faulty', faults: wrong };
    const via = routeOf(entry, place.value, at(instances, index).text);
    specs.push({
      name,
      address,
      ...(via === undefined ? {} : { via }),
      ...(group === undefined ? {} : { group }),
    });
  }
  return { kind: 'ok', value: specs };
}

function wrongKeys(entry: ServerEntry, place: ServerPlace): readonly Fault[] {
  const faults: Fault[] = [];
  if (place.kind !== 'ssh') {
    for (const key of sshKeys) {
      if (entry[key] === undefined) continue;
      faults.push({
        path: [key],
        message: 'expected no key of SSH for an address that is none of SSH',
        hint: 'remove it',
      });
    }
  }
  if (place.kind === 'prometheus' && entry.instance === undefined) {
    const hint = 'it is the label of the server\'s node_exporter, such as "api-1:9100"';
    faults.push({
      path: ['instance'],
      message: 'expected the instance of the server in its Prometheus, got none',
      hint,
    });
  }
  for (const key of place.kind === 'prometheus' ? [] : prometheusKeys) {
    if (entry[key] === undefined) continue;
    faults.push({ path: [key], message: `expected no ${key} for an address that is no Prometheus`, hint: 'remove it' });
  }
  if (place.kind === 'prometheus' && place.url.startsWith('http:')) {
    for (const key of ['ca', 'insecure'] as const) {
      if (entry[key] === undefined) continue;
      const message = `expected no ${key} for an address without TLS`;
      faults.push({ path: [key], message, hint: 'remove it, or write prometheus+https://' });
    }
  }
  return faults;
}

function routeOf(entry: ServerEntry, place: ServerPlace, instance: string): ServerSpec['via'] {
  switch (place.kind) {
    case 'local':
      return undefined;
    case 'prometheus':
      return {
        kind: 'prometheus',
        url: place.url,
        instance,
        ...(entry.auth === undefined ? {} : { auth: entry.auth }),
        ...(entry.ca === undefined ? {} : { ca: entry.ca }),
        ...(entry.insecure === true ? { insecure: true } : {}),
      };
    case 'ssh':
      return {
        ...place,
        transport: entry.transport ?? 'ssh2',
        identityFile: entry.identityFile ?? null,
        knownHostsFile: entry.knownHostsFile ?? null,
        sshConfigFile: entry.sshConfigFile ?? null,
      };
  }
}
