import type { TargetAddress } from '../../model/request.js';
import type { HttpRequest } from '../../model/work.js';
import { originOf } from './endpoint.js';

/** More than this many answers that send an arrival on are a loop. */
export const mostRedirects = 10;

const redirects = new Set([301, 302, 303, 307, 308]);

/** Fields that speak of a body that is not sent again. */
const ofBody = /^content-/i;

/**
 * The request that an answer sends on to (RFC 9110, 15.4), `elsewhere` when that lies outside the host (another scheme,
 * host or port, or no URL at all), or null when the answer sends nowhere. As browsers do, a POST becomes a GET on 301 and
 * 302; on 303 whatever is no HEAD does.
 */
export function redirectOf(
  request: HttpRequest,
  address: TargetAddress,
  status: number,
  location: string | null,
): HttpRequest | 'elsewhere' | null {
  if (location === null || !redirects.has(status)) return null;
  const origin = originOf(address);
  const url = URL.parse(location, `${origin}${request.path}`);
  if (url === null || url.origin !== new URL(origin).origin || url.username !== '') return 'elsewhere';
  const { method } = request;
  const becomesGet = status === 303 ? method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST';
  const path = `${url.pathname}${url.search}`;
  if (!becomesGet) return { ...request, path, bytes: null };
  const headers = request.headers.filter(([name]) => !ofBody.test(name));
  return { ...request, method: 'GET', headers, body: null, path, bytes: null };
}
