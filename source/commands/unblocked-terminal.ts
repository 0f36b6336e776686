import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { codeOf } from '../model/error.js';
import type { Io } from './io.js';

/** Opens the terminal behind a descriptor once more, so that writing to it never waits; null where that cannot be. */
export function openUnblocked(fd: 1 | 2): number | null {
  // Linux opens what a descriptor leads to by its path in /proc; elsewhere the terminal of the process is the best guess.
  const path = process.platform === 'linux' ? `/proc/self/fd/${fd}` : '/dev/tty';
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return null;
  }
}

/** So long a terminal that takes nothing is waited for at the end of the program. */
const patienceMs = 2000;
const retryMs = 20;

/**
 * Writes the last words to a terminal; what it does not take within two seconds is dropped. Node's own write waits for ever for a
 * link that stalls, or for ctrl-q, and the program would never end. False where the terminal could not be opened so.
 */
function writeUnblocked(fd: 1 | 2, text: string): boolean {
  const opened = openUnblocked(fd);
  if (opened === null) return false;
  let bytes = Buffer.from(text);
  let waitedMs = 0;
  try {
    while (bytes.length > 0 && waitedMs < patienceMs) {
      try {
        bytes = bytes.subarray(writeSync(opened, bytes));
        waitedMs = 0;
      } catch (error) {
        if (codeOf(error) !== 'EAGAIN') break;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
        waitedMs += retryMs;
      }
    }
  } finally {
    closeSync(opened);
  }
  return true;
}

/** The same streams for the last words of a program that was told to end: where they lead to a terminal, as `writeUnblocked`. */
export function lastWords(io: Io): Io {
  return { ...io, stdout: unblocked(io.stdout, 1), stderr: unblocked(io.stderr, 2) };
}

function unblocked<Stream extends Io['stdout'] | Io['stderr']>(stream: Stream, fd: 1 | 2): Stream {
  if (stream.isTTY !== true) return stream;
  const write = (text: string, done?: (error?: Error | null) => void): boolean => {
    if (!writeUnblocked(fd, text)) return stream.write(text, done);
    done?.(null);
    return true;
  };
  return Object.create(stream, { write: { value: write } });
}
