import { initialScreen, type ScreenState } from './keys/press.js';

/** What one viewer has done to the view, outside of React. */
export type ScreenStore = {
  readonly get: () => ScreenState;
  readonly set: (screen: ScreenState) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function createScreenStore(): ScreenStore {
  let screen = initialScreen;
  const listeners = new Set<() => void>();
  return {
    get: () => screen,
    set(next) {
      if (next === screen) return;
      screen = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
