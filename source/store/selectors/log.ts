import type { LogLine } from '../log-state.js';
import type { SessionView } from '../state.js';

/** What the events pane shows: newest first. */
export type LogView = { readonly lines: readonly LogLine[]; readonly total: number };

export function selectLog(view: SessionView): LogView {
  return { lines: view.log.toReversed(), total: view.log.length };
}
