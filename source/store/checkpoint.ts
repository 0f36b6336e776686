import type { LoadSums } from '../measure/load-sums.js';
import type { HistogramData } from '../model/histogram.js';
import { type LoadPoint, pointLimit, recentLimit } from './load-state.js';
import { withoutReadings } from './readings.js';
import type { SessionView } from './state.js';

/**
 * A view to go on from, without what weighs most of it and can be read again: its points and recent histograms, readings
 * of servers and streams. A session of ten hours has hundreds of them.
 */
export type Checkpoint = {
  readonly view: SessionView;
  /** How many of the last intervals are its points, and of how many of those it has the whole histogram. */
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

/** What a load comes to: intervals in all and since it was started, its sums, and the rate that an interval intended last. */
export type LoadTally = {
  readonly intervals: number;
  readonly started: number;
  readonly sums: LoadSums;
  readonly intendedPerSecond: number | null;
};

/** The checkpoint of a view that was told of everything but of intervals, which are added here. */
export function tallied(view: SessionView, { intendedPerSecond, intervals, started, sums }: LoadTally): Checkpoint {
  const { rate } = view;
  return {
    view: {
      ...withoutReadings(view),
      load: { ...sums, points: [], recent: [] },
      rate: rate === null || intendedPerSecond === null ? rate : { ...rate, perSecond: intendedPerSecond },
    },
    points: Math.min(pointLimit, intervals),
    recent: Math.min(recentLimit, started),
  };
}

/** The view of a checkpoint with its load as it was: its last points, and response times of the last intervals, oldest first. */
export function fromCheckpoint(
  { view }: Checkpoint,
  points: readonly LoadPoint[],
  recent: readonly HistogramData[],
): SessionView {
  return { ...view, load: { ...view.load, points, recent } };
}
