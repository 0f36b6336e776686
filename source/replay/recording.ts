import { addCounts } from '../record/count-readings.js';
import type { SpanReader } from '../record/read-span.js';
import { fromCheckpoint } from '../store/checkpoint.js';
import { pointOf } from '../store/load-state.js';
import { withReadings } from '../store/readings.js';
import { reduce } from '../store/reduce.js';
import type { SessionView } from '../store/state.js';
import { type Outline, outlineKinds } from './outline.js';

/**
 * The view after the event of a number, as the live session had it then. The outline must know that event: what lies further
 * back than what is shown is taken from there, the rest is read.
 */
export function viewAt(reader: SpanReader, outline: Outline, until: number): SessionView {
  const mark = outline.checkpointAt(until);
  const { seq, checkpoint } = mark;
  const kept = outline.pointsAt(mark);
  const wanted = kept === null ? checkpoint.points : checkpoint.recent;
  const intervals = lastOf(reader.backwards('load/interval', seq), wanted).map(({ interval }) => interval);
  const recent = intervals.slice(intervals.length - checkpoint.recent).map(({ responseTime }) => responseTime);
  let view = fromCheckpoint(checkpoint, kept ?? intervals.map(pointOf), recent);
  for (const { event } of reader.between(seq, until, outlineKinds)) view = reduce(view, event);
  const counts = addCounts(mark.readings, reader.readings(seq, until));
  return withReadings(view, counts, {
    samples: reader.backwards('server/sample', until),
    messages: reader.backwards('stream/sample', until),
    health: reader.backwards('stream/health', until),
  });
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
