import type { ReplayStatus } from '../model/replay.js';
import type { SpanReader } from '../record/read-span.js';
import type { Clock } from '../time/clock.js';

/** How far a recording goes, and whether it still grows. */
export type Growth = {
  /** Looks again, where it is time to; true where there is more than before. */
  readonly look: () => boolean;
  /** First and last time, and how many intervals of load there are. */
  readonly range: () => { readonly fromMs: number; readonly toMs: number; readonly intervals: number };
  readonly lastSeq: () => number;
  readonly writer: () => ReplayStatus['writer'];
  readonly isGrowing: () => boolean;
  /** The present of the recorded session, while it lasts: its clock goes on though nothing happens. */
  readonly edgeMs: () => number;
};

/** How often a growing file is looked at, and how often whether its writer is still there, in ms. */
const lookMs = 100;
const askMs = 1000;

/** Knows nothing before the first look; `clock` says when it is time to look again. */
export function createGrowth(reader: SpanReader, clock: Clock): Growth {
  let writer: ReplayStatus['writer'] = 'recording';
  let lookedMs = Number.NEGATIVE_INFINITY;
  let askedMs = Number.NEGATIVE_INFINITY;
  let grownMs = clock.nowMs();
  let range = { fromMs: 0, toMs: 0, intervals: 0 };
  let lastSeq = -1;

  const look = (): boolean => {
    const nowMs = clock.nowMs();
    if (writer !== 'recording' || nowMs - lookedMs < lookMs) return false;
    lookedMs = nowMs;
    // Asked first: what the writer wrote last is there once it is known to have ended.
    if (nowMs - askedMs >= askMs) {
      askedMs = nowMs;
      writer = reader.summary().state;
    }
    const ends = reader.ends();
    if (ends === null || ends.last.seq === lastSeq) return false;
    lastSeq = ends.last.seq;
    grownMs = nowMs;
    range = {
      fromMs: ends.first.atMs,
      toMs: ends.last.atMs,
      intervals: reader.intervals(lastSeq),
    };
    return true;
  };
  return {
    look,
    range: () => range,
    lastSeq: () => lastSeq,
    writer: () => writer,
    isGrowing: () => writer === 'recording',
    edgeMs: () => (writer === 'recording' ? range.toMs + clock.nowMs() - grownMs : range.toMs),
  };
}
