import { pushBounded } from './bounded.js';
import type { SessionView } from './state.js';

/** Phases kept: more than any plan or search has. */
const phaseLimit = 400;

/** A stretch of the session with one name, until the next one begins. */
export type PhaseSpan = { readonly atMs: number; readonly name: string };

/** Adds the phase that a view is in, where it is another than before. */
export function addPhase(phases: readonly PhaseSpan[], view: SessionView, atMs: number): readonly PhaseSpan[] {
  const name = phaseName(view);
  return phases.at(-1)?.name === name ? phases : pushBounded(phases, { atMs, name }, phaseLimit);
}

/** The run's own state where nothing is sent, the search's phase while one is on, else the plan's. */
function phaseName(view: SessionView): string {
  const { state } = view.run;
  if (state === 'idle' || state === 'paused' || state === 'cooling') return state;
  if (state === 'finished' || state === 'aborted') return state;
  if (view.jobs?.level != null) return view.jobs.level.level;
  if (view.discovery !== null && view.discovery.endedAtMs === null) return view.discovery.phase;
  if (state === 'warming') return 'warm-up';
  return view.load.points.at(-1)?.phase ?? 'running';
}
