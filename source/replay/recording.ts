import type { SessionEvent } from '../model/events.js';
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
  for (const event of eventsOver(reader, seq, until)) view = reduce(view, event);
  const counts = addCounts(readings, reader.readings(seq, until));
  return withReadings(view, counts, {
    cpu: reader.cpuBackwards(until),
    samplesOf: (readings) => reader.samplesAt(readings.map(({ seq }) => seq)),
    messages: reader.backwards('stream/sample', until),
    health: reader.backwards('stream/health', until),
  });
}

const withoutHealth = outlineKinds.filter((kind) => kind !== 'stream/health');

/**
 * The events between two numbers that change a view for long. How streams do is told every second and read backwards: where
 * tallies lie ahead, only what they say has changed a circuit is read here.
 */
function* eventsOver(reader: SpanReader, after: number, until: number): Generator<SessionEvent> {
  const turns: number[] = [];
  let known = after;
  while (known < until) {
    const span = reader.tallyAfter(known);
    if (span === null || span.after !== known) break;
    turns.push(...span.turns);
    known = span.seq;
  }
  const told = Math.min(known, until);
  let at = 0;
  for (const { seq, event } of reader.between(after, told, withoutHealth)) {
    for (; at < turns.length && turns[at]! < seq; at++) yield* healthAt(reader, turns[at]!);
    yield event;
  }
  for (; at < turns.length && turns[at]! <= told; at++) yield* healthAt(reader, turns[at]!);
  for (const { event } of reader.between(told, until, outlineKinds)) yield event;
}

function* healthAt(reader: SpanReader, seq: number): Generator<SessionEvent> {
  const event = reader.turnAt(seq);
  if (event?.kind === 'stream/health') yield event;
}
