import type { SessionView } from '../state.js';
import { type Slots, slotsOf } from './slots.js';

/** A time of the past that is looked at: charts go on to the newest, and values are those at the time. */
export type Walk = { readonly newest: SessionView; readonly newestMs: number; readonly atMs: number };

/** What the charts over time show. */
export type TimeView = Slots & {
  /** The slot of the time that is looked at; null where that is the newest. */
  readonly cursor: number | null;
  /** The first latency objective; null without one. */
  readonly limitMs: number | null;
  readonly limitText: string | null;
};

/** `seconds`: how long one column is. `view` is that of the time looked at, also where `walk` says what came after it. */
export function selectTime(view: SessionView, seconds: number, walk: Walk | null = null): TimeView {
  const objective = view.head?.objectives.find((candidate) => candidate.kind === 'latency');
  const lengthMs = seconds * 1000;
  const cursor = walk === null ? null : cursorOf(view, walk.atMs, lengthMs);
  const all = slotsOf((walk?.newest ?? view).load.points, lengthMs);
  // What lies before all that the newest view keeps is still there in the view of its own time.
  const slots = cursor !== null && cursor < all.first ? slotsOf(view.load.points, lengthMs) : all;
  return {
    ...slots,
    cursor,
    limitMs: objective?.kind === 'latency' ? objective.limitMs : null,
    limitText: objective?.text ?? null,
  };
}

/** How long after its end an interval is still the one that numbers are of. */
const freshMs = 1500;

/** The slot of the interval that numbers were of at a time; that of the time itself where there was none. */
function cursorOf({ load }: SessionView, atMs: number, lengthMs: number): number {
  const last = load.points.at(-1);
  const isFresh = last !== undefined && atMs - (last.startMs + last.durationMs) < freshMs;
  return Math.floor((isFresh ? last.startMs + 1 : Math.max(0, atMs - 1)) / lengthMs);
}
