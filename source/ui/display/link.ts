import type { Clock } from '../../time/clock.js';
import type { Viewer } from '../viewer.js';
import { createInputTap, type MouseEvent } from './input-tap.js';
import { enterBytes, leaveBytes } from './modes.js';

/** One viewer's terminal, entered and left. */
export type Link = {
  /** Takes the terminal over: raw keys, a screen of its own. */
  readonly enter: () => void;
  /**
   * Gives the terminal back as it was, after what is under way. Twice is harmless. Resolves once it is written, or when
   * the terminal has taken nothing for a second: then nobody can give it anything.
   */
  readonly leave: () => Promise<void>;
  /** The same at once, for the last moment of a process, where it is not done yet. */
  readonly leaveNow: () => void;
  /** One write at a time; calls back once the terminal has taken everything. */
  readonly write: (bytes: string, done: () => void) => void;
};

export type LinkEvents = {
  readonly onKeys: (keys: string) => void;
  readonly onMouse: (event: MouseEvent) => void;
  readonly onStroke: (stroke: string) => void;
  readonly onSynchronised: (isSynchronised: boolean) => void;
};

/** How long a terminal that takes nothing is waited for at the end. */
const patienceMs = 1000;

/** The only place that changes what a terminal does, and that changes it back. */
export function createLink(viewer: Viewer, clock: Clock, events: LinkEvents): Link {
  const { stdin, stdout } = viewer;
  const tap = createInputTap();
  let isEntered = false;
  /** Whether the terminal is still to be given back. */
  let isOwed = false;
  let underWay = 0;
  let onQuiet: (() => void)[] = [];

  const read = (chunk: string | Buffer): void => {
    const { keys, mouse, functionKeys, isSynchronised } = tap(chunk.toString());
    if (isSynchronised !== null) events.onSynchronised(isSynchronised);
    for (const event of mouse) events.onMouse(event);
    for (const stroke of functionKeys) events.onStroke(stroke);
    if (keys !== '') events.onKeys(keys);
  };
  const write = (bytes: string, done: () => void): void => {
    underWay += 1;
    stdout.write(bytes, () => {
      underWay -= 1;
      done();
      if (underWay > 0) return;
      for (const call of onQuiet) call();
      onQuiet = [];
    });
  };
  /** Resolves when nothing is under way any more, or when patience ends. */
  const quiet = (): Promise<void> =>
    new Promise((resolve) => {
      if (underWay === 0) {
        resolve();
        return;
      }
      const cancel = clock.after(patienceMs, resolve);
      onQuiet.push(() => {
        cancel();
        resolve();
      });
    });
  const release = (): void => {
    isEntered = false;
    stdin.removeListener('data', read);
    stdin.pause();
    stdin.setRawMode?.(false);
  };
  return {
    write,
    enter() {
      if (isEntered) return;
      isEntered = true;
      isOwed = true;
      stdin.setEncoding('utf8');
      stdin.setRawMode?.(true);
      stdin.on('data', read);
      stdin.resume();
      write(enterBytes, () => {});
    },
    async leave() {
      if (!isEntered) return quiet();
      release();
      await quiet();
      // Whatever did not get through would only end up behind it.
      if (underWay === 0) {
        isOwed = false;
        write(leaveBytes, () => {});
      }
      await quiet();
    },
    leaveNow() {
      if (isEntered) release();
      if (!isOwed) return;
      isOwed = false;
      viewer.writeNow?.(leaveBytes);
    },
  };
}
