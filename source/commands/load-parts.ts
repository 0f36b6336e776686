import type { Config, PlaceConfig, TargetConfig } from '../config/config.js';
import { type PartsConfig, targetName } from '../config/mix.js';
import type { HostSpec } from '../engine/load/load.js';
import type { RequestSpec } from '../model/request.js';
import type { Secret } from '../model/secret.js';
import type { HttpRequest, RequestTemplate, WorkEntry, WorkSpec } from '../model/work.js';
import type { Workload } from '../workload/define-workload.js';
import { firstRequests } from '../workload/open-work.js';
import { escapeTemplate } from '../workload/template-text.js';
import type { FilledHeaders } from './fill-headers.js';
import type { LoadFiles } from './load-files.js';

/** Where load goes and what it is made of, ready for the load engine. */
export type LoadParts = { readonly hosts: readonly HostSpec[]; readonly work: WorkSpec };

/** What `loadParts` needs beside the config. */
export type LoadNeeds = {
  readonly files: LoadFiles;
  /** For the target and each host: the value of its authorization header; null: none. */
  readonly authorizations: readonly (Secret | null)[];
  readonly filled: FilledHeaders;
  /** The code that makes requests, and where it is from; null where the config says them. */
  readonly code: { readonly workload: Workload; readonly url: string | null } | null;
};

/** A load that needs no file, no secret and no code. */
export const noNeeds: LoadNeeds = {
  files: { rows: null, authorities: [] },
  authorizations: [],
  filled: new Map(),
  code: null,
};

/** One host of the load: its place, and the fields that all its requests have. */
type Host = { readonly name: string; readonly place: PlaceConfig; readonly headers: RequestSpec['headers'] };

/** Makes the parts of a load. `level` stands in for the config's own. */
export function loadParts(
  config: Config,
  target: TargetConfig,
  needs: LoadNeeds,
  level = config.load.level,
): LoadParts {
  const hosts: readonly Host[] = [
    { name: targetName, place: target, headers: filledIn(needs, target.request.headers) },
    ...config.hosts.map((host) => ({ name: host.name, place: host, headers: filledIn(needs, host.headers) })),
  ];
  const { rows, authorities } = needs.files;
  const work: WorkSpec = {
    ...(needs.code === null ? mixOf(config, target, hosts, needs) : workloadOf(needs.code, hosts, needs, config)),
    clients: config.load.clients,
    ...(level === null ? {} : { level }),
    ...(rows === null || config.feeder === null ? {} : { feeder: { rows, order: config.feeder.order } }),
  };
  const first = firstRequests(work, needs.code?.workload ?? null);
  const { keepAlive, protocol, redirects, connections } = config.load;
  return {
    work,
    hosts: hosts.map(({ place, headers }, index) => {
      const caPem = authorities[index] ?? null;
      const asked =
        first.find((request) => request?.host === index) ?? plainGet(place, withAuth(headers, index, needs));
      return {
        address: { ...place.address, path: asked.path },
        request: { method: asked.method, headers: asked.headers, body: asked.body, okStatus: asked.okStatus },
        connections: index === 0 ? connections : (config.hosts[index - 1]?.connections ?? null),
        keepAlive,
        ...(protocol === 'http1' ? {} : { protocol }),
        ...(caPem === null && place.tls.verify ? {} : { tls: { caPem, verify: place.tls.verify } }),
        ...(redirects === 0 ? {} : { redirects }),
      };
    }),
  };
}

/** What a host is asked before load where only code knows what load will ask: is it there at all? */
function plainGet({ address }: PlaceConfig, headers: RequestSpec['headers']): RequestSpec & { readonly path: string } {
  return { method: 'GET', headers, body: null, okStatus: { from: 100, to: 599 }, path: address.path };
}

function mixOf(
  config: Config,
  target: TargetConfig,
  hosts: readonly Host[],
  needs: LoadNeeds,
): Pick<WorkSpec, 'names' | 'entries'> {
  const templateOf = (parts: PartsConfig, name: number): RequestTemplate => {
    const index = Math.max(
      0,
      hosts.findIndex((host) => host.name === parts.host),
    );
    const host = hosts[index]!;
    const own = new Set(parts.headers.map(([field]) => field.toLowerCase()));
    const fields = withAuth(host.headers, index, needs, escapeTemplate).filter(
      ([field]) => !own.has(field.toLowerCase()),
    );
    const { method, body, okStatus } = parts;
    return {
      method,
      headers: [...fields, ...filledIn(needs, parts.headers)],
      body,
      okStatus,
      name,
      host: index,
      path: pathOf(host, parts),
    };
  };
  if (config.requests.length === 0) {
    const parts: PartsConfig = { ...target.request, headers: [], path: null, host: targetName };
    const names = [`${target.request.method} ${target.address.path}`];
    return { names, entries: [{ weight: 1, request: templateOf(parts, 0) }] };
  }
  const names = config.requests.map(({ name }) => name);
  const entries = config.requests.map((entry, name): WorkEntry => {
    const { weight } = entry;
    if (entry.kind === 'request') return { weight, request: templateOf(entry.parts, name) };
    const steps = entry.steps.map((step) => {
      const place = names.push(`${entry.name} / ${step.name}`) - 1;
      return { ...templateOf(step.parts, place), captures: step.captures };
    });
    return { weight, name, steps };
  });
  return { names, entries };
}

function workloadOf(
  { workload, url }: NonNullable<LoadNeeds['code']>,
  hosts: readonly Host[],
  needs: LoadNeeds,
  { extensions }: Pick<Config, 'extensions'>,
): Pick<WorkSpec, 'names' | 'entries'> {
  const own = workload.extension?.name;
  const steps = 'steps' in workload ? workload.stepNames.map((step) => `${workload.name} / ${step}`) : [];
  return {
    names: [workload.name, ...steps],
    entries: [
      {
        weight: 1,
        workload: {
          from: url === null ? { kind: 'built-in', name: workload.name } : { kind: 'module', url },
          name: 0,
          firstStep: 1,
          ...(own === undefined || !Object.hasOwn(extensions, own) ? {} : { extension: extensions[own] }),
          hosts: hosts.map((host, index) => {
            return { name: host.name, basePath: basePath(host), headers: withAuth(host.headers, index, needs) };
          }),
        },
      },
    ],
  };
}

/** Header fields with their secrets filled in, where they name any. */
function filledIn({ filled }: LoadNeeds, headers: RequestSpec['headers']): RequestSpec['headers'] {
  return filled.get(headers) ?? headers;
}

/** The fields of a host with the one that says who sends. */
function withAuth(
  headers: RequestSpec['headers'],
  index: number,
  { authorizations }: LoadNeeds,
  written = (value: string): string => value,
): HttpRequest['headers'] {
  const value = authorizations[index] ?? null;
  return value === null ? headers : [...headers, ['authorization', written(value.reveal())]];
}

/** The path of a request behind that of its host; a path that is one name alone is whole. */
function pathOf(host: Host, { path }: PartsConfig): string {
  if (path === null) return host.place.address.path;
  return path.startsWith('/') ? basePath(host) + path : path;
}

function basePath({ place }: Host): string {
  return place.address.path.replace(/\?.*$/s, '').replace(/\/+$/, '');
}
