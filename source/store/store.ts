import type { SessionEvent } from '../model/events.js';
import { reduce } from './reduce.js';
import { initialView, type SessionView } from './state.js';

/** The shared store: events go in through `apply` (an EventSink), views come out. One per session, any number of readers. */
export type Store = {
  readonly getState: () => SessionView;
  readonly apply: (event: SessionEvent) => void;
  /** Shows another moment: a replay goes to any time of its recording. */
  readonly show: (view: SessionView) => void;
  /** Calls back after every change, in the same turn; readers that draw must bundle. Returns the end of it, harmless to repeat. */
  readonly subscribe: (listener: () => void) => () => void;
};

export function createStore(): Store {
  let view = initialView;
  const listeners = new Set<() => void>();
  const change = (next: SessionView): void => {
    view = next;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => view,
    apply: (event) => change(reduce(view, event)),
    show: change,
    subscribe(listener) {
      // Its own function, so that the same listener given twice has two ends.
      const call = (): void => listener();
      listeners.add(call);
      return () => {
        listeners.delete(call);
      };
    },
  };
}
