import { PlimsollError } from '../model/error.js';
import type { HttpRequest, Rows, Work, WorkloadSpec, WorkSpec } from '../model/work.js';
import type { ArrivalValues } from './arrival-values.js';
import type { ArrivalContext, RequestParts, Workload } from './define-workload.js';
import { readRequestParts } from './request-parts.js';
import { openRows } from './rows.js';

/**
 * Makes the work of arrivals by a workload. What it throws while it makes a request, and a request that is none, is a flow
 * that ends badly: one arrival, and never the thread.
 */
export function openWorkload(workload: Workload, spec: WorkloadSpec, work: WorkSpec): (values: ArrivalValues) => Work {
  const level = work.level ?? workload.smallestLevel;
  const settings = workload.extension?.read(spec.extension);
  const rowOf = rowReader(work.feeder?.rows);
  const plainContext = ({ serial, client, row }: ArrivalValues): ArrivalContext => {
    return { level, row: rowOf(row), arrival: serial, client };
  };
  const contextOf =
    workload.extension === undefined
      ? plainContext
      : (values: ArrivalValues): ArrivalContext => ({ ...plainContext(values), settings });
  const { name, firstStep } = spec;
  if ('request' in workload) {
    let last: { readonly parts: RequestParts; readonly request: HttpRequest } | null = null;
    return (values) => {
      try {
        const parts = workload.request(level, contextOf(values));
        // Most workloads ask for the same thing again: then so are the bytes.
        if (last !== null && isSame(parts, last.parts)) return last.request;
        const request = requestOf(parts, name, spec);
        last = { parts: { ...parts, headers: { ...parts.headers } }, request };
        return request;
      } catch (error) {
        return { kind: 'flow', name, run: () => Promise.reject(error) };
      }
    };
  }
  const stepOf = new Map(workload.stepNames.map((step, index) => [step, firstStep + index]));
  return (values) => ({
    kind: 'flow',
    name,
    run: async (ask) => {
      const send = async (step: string, parts: RequestParts) => {
        const place = stepOf.get(step);
        if (place !== undefined) return ask(requestOf(parts, place, spec));
        throw new PlimsollError(
          'bad-request-parts',
          `Expected one of the workload's stepNames (${workload.stepNames.join(', ')}), got ${JSON.stringify(step)}.`,
        );
      };
      return (await workload.steps({ ...contextOf(values), ask: send })) !== false;
    },
  });
}

/** A request made of what a workload said of it. Throws PlimsollError `bad-request-parts`. */
function requestOf(raw: RequestParts, name: number, spec: WorkloadSpec): HttpRequest {
  const parts = readRequestParts(raw);
  const host = spec.hosts.findIndex((candidate) => candidate.name === parts.host);
  if (host < 0) {
    const known = spec.hosts.map((candidate) => candidate.name).join(', ');
    throw new PlimsollError('bad-request-parts', `Expected a host of the config (${known}), got "${parts.host}".`);
  }
  const { basePath, headers } = spec.hosts[host]!;
  const own = new Set(parts.headers.map(([field]) => field.toLowerCase()));
  return {
    kind: 'request',
    method: parts.method,
    headers: [...headers.filter(([field]) => !own.has(field.toLowerCase())), ...parts.headers],
    body: parts.body,
    okStatus: parts.okStatus,
    name,
    host,
    path: basePath + parts.path,
    bytes: null,
  };
}

function isSame(a: RequestParts, b: RequestParts): boolean {
  if (a.path !== b.path || a.body !== b.body || a.method !== b.method || a.host !== b.host || a.ok !== b.ok)
    return false;
  const headers = Object.entries(a.headers ?? {});
  const others = b.headers ?? {};
  return headers.length === Object.keys(others).length && headers.every(([name, value]) => others[name] === value);
}

function rowReader(rows: Rows | undefined): (row: number) => Readonly<Record<string, string>> {
  if (rows === undefined) return () => ({});
  const cell = openRows(rows);
  return (row) => Object.fromEntries(rows.columns.map((column, index) => [column, cell(row, index)]));
}
