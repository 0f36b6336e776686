import type { HttpRequest } from '../../model/work.js';

/** A request with the cookies of a client, after those that it has of its own: there may be but one such field. */
export function withCookies(request: HttpRequest, cookies: string): HttpRequest {
  const isCookie = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'cookie';
  const value = [...request.headers.filter(isCookie).map(([, own]) => own), cookies].join('; ');
  const others = request.headers.filter((header) => !isCookie(header));
  return { ...request, headers: [...others, ['cookie', value]], bytes: null };
}
