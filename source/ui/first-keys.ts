import type { Clock } from '../time/clock.js';
import { plainStroke } from './keys/plain-strokes.js';

/** Keys until Ink hears them, and the moment at which it begins to. */
export type FirstKeys = {
  /** Takes what was typed. */
  readonly hear: (typed: string) => void;
  /** Has Ink loaded now. Resolves once it hears. */
  readonly start: () => Promise<void>;
  /** Ink is not loaded any more if it has not been. */
  readonly close: () => void;
};

/** Ink is loaded once no key was pressed for so long: what can be told without it does not wait for it. */
const quietMs = 250;

/** `push` hands over to Ink, also before it is there; `stroke` takes what was told without it; `load` is called once. */
export function createFirstKeys(
  clock: Clock,
  push: (typed: string) => void,
  stroke: (name: string) => void,
  load: () => Promise<void>,
): FirstKeys {
  let ink: Promise<void> | null = null;
  let cancel: () => void = () => {};
  const start = (): Promise<void> => {
    cancel();
    ink ??= load();
    return ink;
  };
  const awaitQuiet = (): void => {
    cancel();
    cancel = clock.after(quietMs, () => void start());
  };
  awaitQuiet();
  return {
    hear(typed) {
      const plain = ink === null ? plainStroke(typed) : null;
      if (plain === null) {
        push(typed);
        void start();
      } else {
        awaitQuiet();
        stroke(plain);
      }
    },
    start,
    close: () => cancel(),
  };
}
