import { addCounts } from '../record/count-readings.js';
import type { SpanReader } from '../record/read-span.js';
import { withReadings } from '../store/readings.js';
import { reduce } from '../store/reduce.js';
import type { SessionView } from '../store/state.js';
import { type Outline, outlineKinds } from './outline.js';
import { wholeView } from './whole-view.js';

/**
 * The view after the event of a number, as the live session had it then. The outline must know that event: what lies further
 * back than what is shown is taken from there, the rest is read.
 */
export function viewAt(reader: SpanReader, outline: Outline, until: number): SessionView {
  const { seq, checkpoint, readings } = outline.checkpointAt(until);
  let view = wholeView(reader, seq, checkpoint);
  for (const { event } of reader.between(seq, until, outlineKinds)) view = reduce(view, event);
  const counts = addCounts(readings, reader.readings(seq, until));
  return withReadings(view, counts, {
    cpu: reader.cpuBackwards(until),
    samplesOf: (readings) => reader.samplesAt(readings.map(({ seq }) => seq)),
    messages: reader.backwards('stream/sample', until),
    health: reader.backwards('stream/health', until),
  });
}
