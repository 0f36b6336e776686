import type { Emit } from '../model/events.js';
import type { Cause, RunState } from '../model/run.js';

const allowed: { readonly [state in RunState]: readonly RunState[] } = {
  idle: ['warming', 'running', 'aborted'],
  warming: ['running', 'paused', 'cooling', 'finished', 'aborted'],
  running: ['paused', 'cooling', 'finished', 'aborted'],
  paused: ['warming', 'running', 'cooling', 'finished', 'aborted'],
  // From one configuration of a bench to the next.
  cooling: ['warming', 'finished', 'aborted'],
  finished: ['warming', 'running', 'aborted'],
  aborted: ['warming', 'running'],
};

/** Whether a run may go from one state to another. */
export function mayBecome(from: RunState, to: RunState): boolean {
  return allowed[from].includes(to);
}

/** The state of a run: every change is checked, has a cause and is an event. */
export type RunMachine = {
  readonly state: () => RunState;
  /** Changes the state; false, and nothing happens, where the change is not allowed. */
  readonly become: (to: RunState, cause: Cause, reason: string) => boolean;
};

export function createRunMachine(emit: Emit): RunMachine {
  let state: RunState = 'idle';
  return {
    state: () => state,
    become(to, cause, reason) {
      if (!mayBecome(state, to)) return false;
      const from = state;
      state = to;
      emit({ kind: 'run/state', from, to, cause, reason });
      return true;
    },
  };
}
