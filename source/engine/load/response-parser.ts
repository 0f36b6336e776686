import { createHeadMemo, type HeadMemo } from './head-memo.js';
import { parseStatusLine, type ResponseHead, readHeaderLine } from './response-head.js';

/** More than this of status line, headers, chunk sizes and trailers is refused. */
export const headerLimitBytes = 64 * 1024;

/** How the answer being read stands. */
export type ParserState = 'reading' | 'done' | 'failed';

/** Reads one HTTP/1.1 answer after another from the bytes of one connection. Keeps no body. */
export type ResponseParser = {
  /**
   * Takes bytes up to the end of the answer, of the first `length` of a chunk (by default all). Returns how many it took:
   * fewer than given only when done or failed.
   */
  readonly feed: (chunk: Buffer, length?: number) => number;
  /** The connection ended: that completes an answer which is delimited by it, and fails any other. */
  readonly end: () => void;
  readonly state: () => ParserState;
  /** Head of the answer. Only once done. */
  readonly head: () => ResponseHead;
  /** Once done: whether the connection may carry another request. */
  readonly isReusable: () => boolean;
  /** What was wrong, once failed. */
  readonly reason: () => string;
  /** Makes ready for the answer to the next request; `isHead`: to a HEAD, which has no body. */
  readonly expect: (isHead: boolean) => void;
};

type Part = 'status-line' | 'headers' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'until-close';

const lineFeed = 10;
const carriageReturn = 13;

/** A parser that is ready for the answer to anything but a HEAD. Parsers may share a memo. */
export function createResponseParser(memo: HeadMemo = createHeadMemo()): ResponseParser {
  let toHead = false;
  let part: Part = 'status-line';
  let state: ParserState = 'reading';
  let reason = '';
  let head: ResponseHead | null = null;
  /** What is left of the body or of the present chunk. */
  let remaining = 0;
  /** A line of which the end has not come yet. */
  let unfinished = '';
  let headerBytes = 0;
  let begun = false;

  const fail = (why: string): void => {
    state = 'failed';
    reason = why;
  };
  const enterBody = (read: ResponseHead): void => {
    if (toHead || read.status === 204 || read.status === 304) state = 'done';
    else if (read.chunked) part = 'chunk-size';
    else if (read.contentLength === null) part = 'until-close';
    else if (read.contentLength === 0) state = 'done';
    else {
      part = 'body';
      remaining = read.contentLength;
    }
  };
  const isHeadOver = (): boolean =>
    state === 'done' || (state === 'reading' && part !== 'status-line' && part !== 'headers');
  const takeLine = (line: string): void => {
    switch (part) {
      case 'status-line':
        head = parseStatusLine(line);
        if (head === null) fail('the answer did not begin with an HTTP/1.1 status line');
        else if (head.status === 101) fail('the answer switched protocols, which was not asked for');
        else part = 'headers';
        return;
      case 'headers': {
        if (line !== '') {
          const wrong = readHeaderLine(line, head!);
          if (wrong !== null) fail(wrong);
          return;
        }
        // 100 and its like come before the answer proper.
        if (head!.status < 200) part = 'status-line';
        else enterBody(head!);
        return;
      }
      case 'chunk-size': {
        const match = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(line);
        if (match === null) {
          fail('a chunk of the answer had no readable size');
          return;
        }
        remaining = Number.parseInt(match[1]!, 16);
        part = remaining === 0 ? 'trailers' : 'chunk';
        return;
      }
      case 'chunk-end':
        if (line === '') part = 'chunk-size';
        else fail('a chunk of the answer was longer than its size');
        return;
      case 'trailers':
        if (line === '') state = 'done';
        else if (!line.includes(':')) fail('a trailer of the answer had no name');
        return;
      case 'body':
      case 'chunk':
      case 'until-close':
        return;
    }
  };

  return {
    feed(chunk, length = chunk.length) {
      const atStart = !begun;
      let at = atStart ? memo.match(chunk, length) : 0;
      if (length > 0) begun = true;
      if (at > 0) {
        head = memo.head();
        enterBody(head);
      }
      while (at < length && state === 'reading') {
        if (part === 'until-close') return length;
        if (part === 'body' || part === 'chunk') {
          const taken = Math.min(remaining, length - at);
          at += taken;
          remaining -= taken;
          if (remaining > 0) continue;
          if (part === 'body') state = 'done';
          else part = 'chunk-end';
          continue;
        }
        const found = chunk.indexOf(lineFeed, at);
        // What lies beyond the length is left from other reads.
        const newline = found < length ? found : -1;
        const end = newline === -1 ? length : newline;
        // Sizes of chunks are framing, not header; only one endless line of them is a fault.
        if (part === 'chunk-size' || part === 'chunk-end') headerBytes = unfinished.length;
        headerBytes += newline === -1 ? end - at : end - at + 1;
        if (headerBytes > headerLimitBytes) {
          fail(`the header of the answer was longer than ${headerLimitBytes / 1024} KiB`);
          break;
        }
        if (newline === -1) {
          unfinished += chunk.toString('latin1', at, end);
          return length;
        }
        let line = '';
        if (unfinished === '') {
          const bare = end > at && chunk[end - 1] === carriageReturn ? end - 1 : end;
          line = chunk.toString('latin1', at, bare);
        } else {
          line = unfinished + chunk.toString('latin1', at, end);
          if (line.endsWith('\r')) line = line.slice(0, -1);
          unfinished = '';
        }
        at = end + 1;
        const inHead = part === 'status-line' || part === 'headers';
        takeLine(line);
        if (atStart && inHead && isHeadOver()) memo.learn(chunk, at, head!);
      }
      return at;
    },
    end() {
      if (state !== 'reading') return;
      if (part === 'until-close') state = 'done';
      else
        fail(
          begun ? 'the connection closed in the middle of the answer' : 'the connection closed before an answer came',
        );
    },
    state: () => state,
    head: () => head!,
    isReusable: () => state === 'done' && part !== 'until-close' && head?.keepAlive === true,
    reason: () => reason,
    expect(isHead) {
      toHead = isHead;
      part = 'status-line';
      state = 'reading';
      reason = '';
      head = null;
      remaining = 0;
      unfinished = '';
      headerBytes = 0;
      begun = false;
    },
  };
}
