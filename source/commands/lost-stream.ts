import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Io } from './io.js';

/** Codes that a stream fails with when its other end is gone: a closed terminal, a pipe that nobody reads. */
export const goneCodes: ReadonlySet<string> = new Set(['EIO', 'EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Turns an exit code into the one of an answer that could not be written, where stdout took not all of it. */
export type CheckOutput = (code: ExitCode) => Promise<ExitCode>;

/**
 * Keeps the loss of a standard stream from ending the program before its session has ended properly: without a listener
 * Node throws a stream's error where nobody catches it. What it returns says at the end, once, whether stdout was on a full disk.
 */
export function guardStandardStreams(io: Io): CheckOutput {
  let fault: Error | null = null;
  for (const stream of [io.stdin, io.stderr]) stream.on('error', () => {});
  io.stdout.on('error', (error) => {
    if (!goneCodes.has(codeOf(error) ?? '')) fault ??= error;
  });
  return async (code) => {
    // A terminal may take nothing for hours, and its disk is never full.
    if (io.stdout.isTTY !== true) await writeWhole(io.stdout, '');
    // Whatever ended so has said why.
    if (fault === null || code === exitCodes.usage) return code;
    io.stderr.write(`plimsoll: the answer could not be written: ${messageOf(fault)}\n`);
    return exitCodes.usage;
  };
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
