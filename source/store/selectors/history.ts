import type { SessionView } from '../state.js';
import { type Slots, slotsOf } from './slots.js';

/** What the charts over time show. */
export type TimeView = Slots & {
  /** The first latency objective; null without one. */
  readonly limitMs: number | null;
  readonly limitText: string | null;
};

/** `seconds`: how long one column is. */
export function selectTime(view: SessionView, seconds: number): TimeView {
  const objective = view.head?.objectives.find((candidate) => candidate.kind === 'latency');
  return {
    ...slotsOf(view.load.points, seconds * 1000),
    limitMs: objective?.kind === 'latency' ? objective.limitMs : null,
    limitText: objective?.text ?? null,
  };
}
