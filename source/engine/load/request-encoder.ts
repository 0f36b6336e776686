import type { TargetAddress } from '../../model/request.js';
import type { HttpRequest } from '../../model/work.js';
import type { Arrival } from './arrival.js';
import type { CookieJars } from './cookie-jars.js';
import { originOf } from './endpoint.js';
import { requestBytes } from './request-bytes.js';
import { withCookies } from './with-cookies.js';

/** As many cookies' bytes are kept for each request; the oldest go first. */
const mostKept = 1_000;

/** Makes the bytes of arrivals in HTTP/1.1: once for each request, and once for each of the cookies that go with it. */
export function createRequestEncoder(
  address: TargetAddress,
  keepAlive: boolean,
  jars: CookieJars | null,
): (arrival: Arrival<HttpRequest>) => Uint8Array {
  const origin = originOf(address);
  const known = new WeakMap<HttpRequest, Map<string, Uint8Array>>();
  const encode = (request: HttpRequest): Uint8Array =>
    requestBytes({ ...address, path: request.path }, request, keepAlive);
  const encodeWith = (request: HttpRequest, cookies: string): Uint8Array => {
    let kept = known.get(request);
    if (kept === undefined) {
      kept = new Map();
      known.set(request, kept);
    }
    const before = kept.get(cookies);
    if (before !== undefined) return before;
    const bytes = encode(withCookies(request, cookies));
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(cookies, bytes);
    return bytes;
  };
  return ({ redirect, work, client }) => {
    const request = redirect ?? work;
    const cookies = jars === null ? '' : jars.cookiesFor(client, `${origin}${request.path}`);
    if (cookies !== '') return encodeWith(request, cookies);
    request.bytes ??= encode(request);
    return request.bytes;
  };
}
