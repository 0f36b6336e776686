import type { SpanReader } from '../record/read-span.js';
import { type Checkpoint, fromCheckpoint } from '../store/checkpoint.js';
import { type LoadPoint, pointOf } from '../store/load-state.js';
import type { SessionView } from '../store/state.js';

/** The view of a checkpoint with its charts, read backwards from the last event before it; without any readings. */
export function wholeView(reader: SpanReader, seq: number, checkpoint: Checkpoint): SessionView {
  const { points, recent } = checkpoint;
  const intervals = lastOf(reader.backwards('load/interval', seq), Math.max(points, recent));
  const responses = intervals.slice(intervals.length - recent).map(({ interval }) => interval.responseTime);
  return fromCheckpoint(
    checkpoint,
    intervals.map(({ interval }) => pointOf(interval)),
    responses,
  );
}

/** Points of the intervals that began after a time, up to and with the event of a number; no more than so many. */
export function pointsSince(reader: SpanReader, seq: number, fromMs: number, most: number): readonly LoadPoint[] {
  const points: LoadPoint[] = [];
  for (const { interval } of reader.backwards('load/interval', seq)) {
    points.push(pointOf(interval));
    if (interval.startMs < fromMs || points.length >= most) break;
  }
  return points.reverse();
}

/** As many as there are, and no more than so many; oldest first. */
function lastOf<Item>(newestFirst: Iterable<Item>, most: number): readonly Item[] {
  const found: Item[] = [];
  if (most > 0) {
    for (const item of newestFirst) {
      found.push(item);
      if (found.length === most) break;
    }
  }
  return found.reverse();
}
