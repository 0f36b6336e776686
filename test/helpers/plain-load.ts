import type { HostSpec } from '../../source/engine/load/load.js';
import type { HttpRequest, WorkSpec } from '../../source/model/work.js';

/** A plain GET, as requests of tests are. */
export const plainRequest = { method: 'GET', headers: [], body: null, okStatus: { from: 200, to: 399 } } as const;

/** A host on a loopback port. */
export function plainHost(port: number, change: Partial<HostSpec> = {}): HostSpec {
  return {
    address: { protocol: 'http', host: '127.0.0.1', port, path: '/' },
    request: plainRequest,
    connections: null,
    keepAlive: true,
    ...change,
  };
}

/** Work of nothing but plain GETs, or of what `change` makes of them. */
export function plainWork(change: Partial<HttpRequest> = {}): WorkSpec {
  const { method, headers, body, okStatus } = { ...plainRequest, ...change };
  const request = { method, headers, body, okStatus, name: 0, host: 0, path: change.path ?? '/' };
  return { names: ['GET /'], entries: [{ weight: 1, request }], clients: null };
}

/** One request, as a source would hand it out. */
export function plainWorkItem(change: Partial<HttpRequest> = {}): HttpRequest {
  return { kind: 'request', ...plainRequest, name: 0, host: 0, path: '/', bytes: null, ...change };
}
