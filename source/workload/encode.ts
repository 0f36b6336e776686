/** Makes a value fit a place in a request, so that it can never be more than a value there. Total: takes any text. */
export type Encode = (value: string) => string;

/**
 * For a path or query: percent-encoded. A value of dots alone would be a step up the path, encoded or not (RFC 3986,
 * section 5.2.4, and every server that decodes first), so its dots are encoded twice: the server is shown `%2E`.
 */
export function encodeForPath(value: string): string {
  return isDots(value) ? '%252E'.repeat(value.length) : encodeURIComponent(value.toWellFormed());
}

/**
 * For a value that is a whole path, or a URL such as a location field holds: its path and query, with dot segments
 * resolved. It never names another host: the request goes to its own.
 */
export function pathOfReference(value: string): string {
  const url = URL.parse(value.toWellFormed(), 'http://host');
  const isPath = url?.pathname.startsWith('/') === true;
  // What began with two slashes would be a host, and so would a backslash to whoever reads it as a slash.
  return isPath ? `${url.pathname.replace(/^[/\\]+/, '/')}${url.search}` : `/${encodeForPath(value)}`;
}

/** For a form body: percent-encoded, so that no value ends its field. */
export function encodeForForm(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

/** For the inside of a JSON string. */
export function encodeForJsonString(value: string): string {
  const quoted = JSON.stringify(value);
  return quoted.slice(1, -1);
}

/** For the place of a whole JSON value: numbers, true, false and null as they are, all else as a string. */
export function encodeForJsonValue(value: string): string {
  const isWord = value === 'true' || value === 'false' || value === 'null';
  return isWord || isJsonNumber(value) ? value : JSON.stringify(value);
}

/**
 * For a header value: without control characters, which would end the field or the head; what lies beyond ASCII as its
 * UTF-8 bytes, each written as the character of that number, as headers are.
 */
export function encodeForHeader(value: string): string {
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return printableBytes(value);
  }
  return value;
}

function printableBytes(value: string): string {
  const bytes = Buffer.from(value, 'utf8').filter((byte) => byte >= 0x20 && byte !== 0x7f);
  return Buffer.from(bytes).toString('latin1');
}

function isDots(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) !== 0x2e) return false;
  return value.length > 0;
}

/** RFC 8259, section 6, read character by character: this runs for every arrival. */
function isJsonNumber(value: string): boolean {
  let at = value.charCodeAt(0) === minus ? 1 : 0;
  const digits = (): number => {
    const from = at;
    while (isDigit(value.charCodeAt(at))) at++;
    return at - from;
  };
  const isZero = value.charCodeAt(at) === zero;
  const whole = digits();
  if (whole === 0 || (isZero && whole > 1)) return false;
  if (value.charCodeAt(at) === dot) {
    at++;
    if (digits() === 0) return false;
  }
  if ((value.charCodeAt(at) | 0x20) === letterE) {
    at++;
    const sign = value.charCodeAt(at);
    if (sign === plus || sign === minus) at++;
    if (digits() === 0) return false;
  }
  return at === value.length;
}

const [minus, plus, dot, zero, letterE] = [0x2d, 0x2b, 0x2e, 0x30, 0x65];

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
