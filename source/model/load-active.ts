import type { RunState } from './run.js';

/** Whether load is under way: started and not yet ended, paused included. */
export function isLoadActive(state: RunState): boolean {
  return state === 'warming' || state === 'running' || state === 'paused' || state === 'cooling';
}
