import { close, writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { codeOf } from '../model/error.js';
import type { Clock } from '../time/clock.js';
import type { Viewer } from '../ui/viewer.js';
import { openUnblocked } from './unblocked-terminal.js';

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
  const fd = openUnblocked(1);
  if (fd === null) {
    return {
      stdout: sized(stdout, (text, done) => stdout.write(text, done)),
      writeNow: (text) => stdout.write(text),
      close: () => {},
    };
  }
  const queue: { bytes: Buffer; readonly done: () => void }[] = [];
  let isWaiting = false;
  const step = (): void => {
    while (queue.length > 0 && !isWaiting) {
      const first = queue[0]!;
      try {
        first.bytes = first.bytes.subarray(writeSync(fd, first.bytes));
      } catch (error) {
        if (codeOf(error) === 'EAGAIN') {
          isWaiting = true;
          clock.after(retryMs, () => {
            isWaiting = false;
            step();
          });
          return;
        }
        // A terminal that is gone takes everything.
        first.bytes = first.bytes.subarray(first.bytes.length);
        queueMicrotask(onLost);
      }
      if (first.bytes.length > 0) continue;
      queue.shift();
      // Not at once: whoever is told may write the next thing.
      queueMicrotask(first.done);
    }
  };
  return {
    stdout: sized(stdout, (text, done) => {
      queue.push({ bytes: Buffer.from(text), done });
      step();
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
