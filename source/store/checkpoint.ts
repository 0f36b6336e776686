import type { LoadInterval } from '../model/load.js';
import { type LoadState, pointLimit, pointOf } from './load-state.js';
import { withoutReadings } from './readings.js';
import type { SessionView } from './state.js';

/**
 * A view to go on from, without what weighs most of it and can be read again: its points and recent histograms, readings
 * of servers and streams. A session of ten hours has hundreds of them.
 */
export type Checkpoint = {
  readonly view: SessionView;
  /** How many of the last intervals are its points, and how many of those are recent. */
  readonly points: number;
  readonly recent: number;
};

/** What is left of a view once what can be read again is left out. */
export function checkpointOf(view: SessionView): Checkpoint {
  const { load } = view;
  return {
    view: { ...withoutReadings(view), load: { ...load, points: [], recent: [] } },
    points: load.points.length,
    recent: load.recent.length,
  };
}

/** The view of a checkpoint with its load as it was; `intervals`: the last `points` ones until then, oldest first. */
export function fromCheckpoint(checkpoint: Checkpoint, intervals: readonly LoadInterval[]): SessionView {
  const { view, points, recent } = checkpoint;
  const load: LoadState = {
    ...view.load,
    points: points === 0 ? [] : intervals.slice(-Math.min(points, pointLimit)).map(pointOf),
    recent: recent === 0 ? [] : intervals.slice(-recent).map(({ responseTime }) => responseTime),
  };
  return { ...view, load };
}
