import { close, constants, openSync, write, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { codeOf } from '../model/error.js';
import type { Clock } from '../time/clock.js';
import type { Viewer } from '../ui/viewer.js';

/** The writing half of a local terminal. */
export type TerminalOutput = Pick<Viewer, 'stdout'> & {
  readonly writeNow: (text: string) => void;
  readonly close: () => void;
};

/** How soon a terminal that takes nothing is tried again. */
const retryMs = 15;

/**
 * A terminal that can be written to without ever waiting for it. Node writes to one synchronously: a link that stalls, or
 * ctrl-s, would stop the whole program, load and all. So the terminal is opened once more, without blocking; a description
 * of its own, so that nobody who shares the first one finds it changed. `onLost` is called when it takes no more at all.
 */
export function openTerminalOutput(stdout: WriteStream, clock: Clock, onLost: () => void): TerminalOutput {
  const fd = openAgain();
  if (fd === null) {
    return {
      stdout: sized(stdout, (text, done) => stdout.write(text, done)),
      writeNow: (text) => stdout.write(text),
      close: () => {},
    };
  }
  const queue: { bytes: Buffer; readonly done: () => void }[] = [];
  const step = (): void => {
    const [first] = queue;
    if (first === undefined) return;
    write(fd, first.bytes, 0, first.bytes.length, null, (error, written) => {
      const isFull = codeOf(error) === 'EAGAIN';
      if (error !== null && !isFull) onLost();
      // A terminal that is gone takes everything.
      first.bytes =
        error !== null && !isFull ? first.bytes.subarray(first.bytes.length) : first.bytes.subarray(written ?? 0);
      if (first.bytes.length === 0) {
        queue.shift();
        first.done();
      }
      if (isFull) clock.after(retryMs, step);
      else step();
    });
  };
  return {
    stdout: sized(stdout, (text, done) => {
      if (queue.push({ bytes: Buffer.from(text), done }) === 1) step();
    }),
    writeNow(text) {
      try {
        // What a frame has begun is ended first: half a sequence would swallow what follows.
        writeSync(fd, Buffer.concat([...queue.map(({ bytes }) => bytes), Buffer.from(text)]));
      } catch {
        // It takes nothing: there is no other way to it.
      }
    },
    close: () => close(fd, () => {}),
  };
}

function sized(stdout: WriteStream, put: (text: string, done: () => void) => void): Viewer['stdout'] {
  return {
    write: put,
    on: (event, listener) => stdout.on(event, listener),
    off: (event, listener) => stdout.off(event, listener),
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
  };
}

/** Linux opens what a descriptor leads to by its path in /proc; elsewhere the terminal of the process is the best guess. */
function openAgain(): number | null {
  const path = process.platform === 'linux' ? '/proc/self/fd/1' : '/dev/tty';
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return null;
  }
}
