import { codeOf } from '../model/error.js';
import type { Io } from './io.js';

/** Codes that a stream fails with when its other end is gone: a closed terminal, a pipe that nobody reads. */
export const goneCodes: ReadonlySet<string> = new Set(['EIO', 'EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/**
 * Keeps the loss of a standard stream from ending the program before its session has ended properly: without a listener
 * Node throws a stream's error where nobody catches it.
 */
export function guardStandardStreams(io: Io): void {
  for (const stream of [io.stdin, io.stdout, io.stderr]) stream.on('error', () => {});
}

/**
 * Writes text whole. Resolves null once it is written, and also when nobody reads any more, as `| head` does; else with
 * the error, such as a full disk.
 */
export function writeWhole(stream: NodeJS.WritableStream, text: string): Promise<Error | null> {
  return new Promise((resolve) => {
    stream.write(text, (error) => resolve(error == null || goneCodes.has(codeOf(error) ?? '') ? null : error));
  });
}
