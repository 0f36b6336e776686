import type { EventSink } from '../model/events.js';
import type { SessionEntry, SpanReader } from '../record/read-span.js';

/** Plays the events of a recording in their order, from where it stands on. */
export type Reel = {
  /** The number of the last event that was played, or gone to; 0 before any. */
  readonly seq: () => number;
  /** Intervals of load until there. */
  readonly intervals: () => number;
  /** Plays what came until a time; false where that was too much at once: then call again. */
  readonly playUntil: (atMs: number) => boolean;
  /** Goes to an event without playing what lies between. */
  readonly moveTo: (seq: number) => void;
};

/** Events played in one turn: a second of five hundred servers at 4x. */
const mostAtOnce = 2000;

/** A reel at the beginning of a recording. It may grow: what came since is found by asking again. */
export function createReel(reader: SpanReader, play: EventSink): Reel {
  let seq = 0;
  let intervals = 0;
  let entries: Generator<SessionEntry> | null = null;
  /** Read already, and not due yet. */
  let ahead: SessionEntry | null = null;

  const next = (): SessionEntry | null => {
    if (ahead !== null) return ahead;
    entries ??= reader.between(seq, reader.ends()?.last.seq ?? 0);
    const found = entries.next();
    if (found.done === true) entries = null;
    else ahead = found.value;
    return ahead;
  };
  return {
    seq: () => seq,
    intervals: () => intervals,
    playUntil(atMs) {
      for (let count = 0; count < mostAtOnce; count++) {
        const entry = next();
        if (entry === null || entry.event.atMs > atMs) return true;
        ahead = null;
        seq = entry.seq;
        if (entry.event.kind === 'load/interval') intervals += 1;
        play(entry.event);
      }
      return false;
    },
    moveTo(to) {
      entries?.return(undefined);
      entries = null;
      ahead = null;
      seq = to;
      intervals = reader.intervals(to);
    },
  };
}
