import { PlimsollError } from '../../model/error.js';
import type { RequestSpec, TargetAddress } from '../../model/request.js';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const requestTarget = /^\/[\x21-\x7e]*$/;
const framing = new Set(['content-length', 'transfer-encoding']);

/** A request as any version of HTTP sends it, every part of it known to stay in its place. */
export type RequestFields = {
  readonly method: string;
  readonly path: string;
  /** As they are sent, `host` first; among them the length of the body where there may be one. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | null;
};

/**
 * Puts a request together. Throws PlimsollError `bad-request-spec` when a part would break out of its place, such as a
 * header value with a line break. Without `keepAlive` the server is asked to close the connection after it.
 */
export function requestFields(address: TargetAddress, request: RequestSpec, keepAlive = true): RequestFields {
  if (!token.test(request.method)) refuse('The method', 'a word such as GET', request.method);
  if (!requestTarget.test(address.path)) refuse('The path', 'printable ASCII that begins with a slash', address.path);
  const headers = new Map<string, readonly [string, string]>();
  headers.set('host', ['host', hostHeader(address)]);
  headers.set('user-agent', ['user-agent', 'plimsoll']);
  headers.set('accept', ['accept', '*/*']);
  if (!keepAlive) headers.set('connection', ['connection', 'close']);
  const own = new Set<string>();
  const repeated: (readonly [string, string])[] = [];
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (!token.test(name)) refuse('A header name', 'letters, digits and dashes', name);
    if (!headerValue.test(value))
      refuse(`The value of header ${name}`, 'text without line breaks or control characters', value);
    if (framing.has(key))
      refuse('The headers', 'none that says how long the body is, which is set from the body', name);
    if (own.has(key)) repeated.push([name, value]);
    else headers.set(key, [name, value]);
    own.add(key);
  }
  const body = request.body === null ? null : Buffer.from(request.body, 'utf8');
  const expectsBody = /^(POST|PUT|PATCH)$/.test(request.method);
  if (body !== null || expectsBody) headers.set('content-length', ['content-length', String(body?.length ?? 0)]);
  return { method: request.method, path: address.path, headers: [...headers.values(), ...repeated], body };
}

/** The bytes of one request in HTTP/1.1, built once and written for every arrival. Arguments and errors as `requestFields`. */
export function requestBytes(address: TargetAddress, request: RequestSpec, keepAlive = true): Buffer {
  const { method, path, headers, body } = requestFields(address, request, keepAlive);
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  return body === null ? head : Buffer.concat([head, body]);
}

/** The Host header: the port only where it is not the protocol's own, IPv6 addresses in brackets. */
function hostHeader(address: TargetAddress): string {
  const bare = address.host.replace(/^\[|\]$/g, '');
  if (!/^[\x21-\x7e]+$/.test(bare) || /[/?#@]/.test(bare))
    refuse('The host', 'a host name or an IP address', address.host);
  const host = bare.includes(':') ? `[${bare}]` : bare;
  return address.port === (address.protocol === 'https' ? 443 : 80) ? host : `${host}:${address.port}`;
}

function refuse(what: string, expected: string, got: string): never {
  throw new PlimsollError('bad-request-spec', `${what} must be ${expected}, got ${JSON.stringify(got)}.`);
}
