import { serverTimingMs } from './server-timing.js';

/** What of an answer's head decides how its body is delimited and whether the connection goes on. Filled line by line. */
export type ResponseHead = {
  readonly status: number;
  readonly minorVersion: number;
  contentLength: number | null;
  chunked: boolean;
  keepAlive: boolean;
  /** What the server says that it took, in ms; null where it says nothing. */
  serverMs: number | null;
  /** The values of its `Set-Cookie` fields, in order. */
  readonly setCookies: string[];
  /** Where it sends on to, as it stands there; null where it names no place. */
  location: string | null;
};

/** Reads `HTTP/1.1 200 OK`; null when the line is none of its kind. */
export function parseStatusLine(line: string): ResponseHead | null {
  const match = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: .*)?$/.exec(line);
  if (match === null) return null;
  const minorVersion = match[1] === '1' ? 1 : 0;
  return {
    status: Number(match[2]),
    minorVersion,
    contentLength: null,
    chunked: false,
    keepAlive: minorVersion === 1,
    serverMs: null,
    setCookies: [],
    location: null,
  };
}

/** Takes one header line into the head. Returns what is wrong with it, or null. */
export function readHeaderLine(line: string, head: ResponseHead): string | null {
  const colon = line.indexOf(':');
  if (colon <= 0) return 'a header line of the answer had no name';
  const first = line.charCodeAt(0);
  // Folded lines are obsolete and have been used to smuggle framing past parsers.
  if (first === 32 || first === 9) return 'a header line of the answer was folded';
  // Only these names matter, and they begin with c, l, s or t: the rest need no copy in lower case.
  const letter = first | 0x20;
  if (letter !== 0x63 && letter !== 0x6c && letter !== 0x73 && letter !== 0x74) return null;
  switch (line.slice(0, colon).toLowerCase()) {
    case 'content-length':
      return readContentLength(line.slice(colon + 1), head);
    case 'transfer-encoding':
      return readTransferEncoding(line.slice(colon + 1), head);
    case 'connection':
      for (const option of line
        .slice(colon + 1)
        .toLowerCase()
        .split(',')) {
        if (option.trim() === 'close') head.keepAlive = false;
        else if (option.trim() === 'keep-alive' && head.minorVersion === 0) head.keepAlive = true;
      }
      return null;
    case 'server-timing':
      head.serverMs = serverTimingMs(line.slice(colon + 1)) ?? head.serverMs;
      return null;
    case 'set-cookie':
      head.setCookies.push(line.slice(colon + 1).trim());
      return null;
    case 'location':
      head.location = line.slice(colon + 1).trim();
      return null;
    default:
      return null;
  }
}

function readContentLength(value: string, head: ResponseHead): string | null {
  for (const part of value.split(',')) {
    const digits = part.trim();
    const length = Number(digits);
    if (!/^\d+$/.test(digits) || !Number.isSafeInteger(length)) return 'the content-length of the answer was no number';
    if (head.contentLength !== null && head.contentLength !== length) return 'the answer had two different lengths';
    head.contentLength = length;
  }
  return null;
}

function readTransferEncoding(value: string, head: ResponseHead): string | null {
  // Without `chunked` as the last coding the end of the answer cannot be told on a connection that is kept.
  const codings = value.toLowerCase().split(',');
  if (codings[codings.length - 1]!.trim() !== 'chunked') return 'the answer had a transfer-encoding other than chunked';
  head.chunked = true;
  return null;
}
