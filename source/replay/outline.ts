import type { SessionEventKind } from '../model/events.js';
import { addCounts, noReadings, type ReadingCounts } from '../record/count-readings.js';
import type { SessionEntry } from '../record/read-session.js';
import type { SpanReader } from '../record/read-span.js';
import { type Checkpoint, checkpointOf } from '../store/checkpoint.js';
import type { LoadPoint } from '../store/load-state.js';
import { reduce } from '../store/reduce.js';
import { type Moment, momentOf } from '../store/selectors/timeline.js';
import { initialView, type SessionView } from '../store/state.js';
import type { Clock } from '../time/clock.js';

/** Whether an outline is made of a kind of events: of everything but what only says how a server or a stream does. */
const isOutlined: { readonly [kind in SessionEventKind]: boolean } = {
  'session/started': true,
  'session/ended': true,
  'run/state': true,
  'load/interval': true,
  'load/rate': true,
  'discovery/event': true,
  'bench/event': true,
  'job/event': true,
  'alert/event': true,
  'server/sample': false,
  'server/state': true,
  'server/facts': true,
  'stream/sample': false,
  'stream/state': true,
  'stream/health': true,
  note: true,
  result: true,
};

/** The kinds of events that an outline is made of. */
export const outlineKinds: readonly SessionEventKind[] = Object.entries(isOutlined).flatMap(([kind, isIn]) =>
  isIn ? [kind as SessionEventKind] : [],
);

/** A checkpoint, the number of the last event before it, and how many intervals of load and readings there were until then. */
export type Mark = {
  readonly seq: number;
  readonly atMs: number;
  readonly intervals: number;
  readonly readings: ReadingCounts;
  readonly checkpoint: Checkpoint;
};

/**
 * A recording in few words, read once from its beginning on: where its phases, alerts and marks are, and a checkpoint every
 * minute, from which the view of any moment is made without reading all that came before.
 */
export type Outline = {
  /** Reads on for about so long; true once it has come to the end, as of now. */
  readonly readOn: (budgetMs: number) => boolean;
  /** Everything up to the event of this number is known. */
  readonly knownSeq: () => number;
  /** The last checkpoint that has no event after a number in it, and the number of its last event. */
  readonly checkpointAt: (seq: number) => Mark;
  /** The last points of the charts at a mark, as far as they are kept; null where they are not. */
  readonly pointsAt: (mark: Mark) => readonly LoadPoint[] | null;
  /** The view at the end of what is known, but for readings. */
  readonly view: () => SessionView;
  /** Alerts and marks so far, oldest first. */
  readonly moments: () => readonly Moment[];
};

/** How far checkpoints are apart at first, and how many there may be: then every second one is given up. */
const firstSpacingMs = 60_000;
const mostCheckpoints = 1200;

/** Points kept: sixteen hours of load, about a kilobyte each. Of what comes after them, they are read anew. */
const mostPoints = 60_000;

/** Alerts and marks kept: the first ones, of a session that has nothing else. */
const mostMoments = 20_000;

/** Events between two looks at the clock. */
const atOnce = 16;

/** Begins with nothing read; `clock` only says how long reading took. */
export function createOutline(reader: SpanReader, clock: Clock): Outline {
  let view = initialView;
  let marks: readonly Mark[] = [
    { seq: 0, atMs: 0, intervals: 0, readings: noReadings, checkpoint: checkpointOf(view) },
  ];
  let spacingMs = firstSpacingMs;
  let knownSeq = 0;
  let intervals = 0;
  const points: LoadPoint[] = [];
  let walk: { readonly until: number; readonly entries: Generator<SessionEntry> } | null = null;
  const moments: Moment[] = [];

  const keepCheckpoint = (atMs: number): void => {
    const before = marks.at(-1)!;
    const readings = addCounts(before.readings, reader.readings(before.seq, knownSeq));
    marks = [...marks, { seq: knownSeq, atMs, intervals, readings, checkpoint: checkpointOf(view) }];
    if (marks.length <= mostCheckpoints) return;
    marks = marks.filter((_, index) => index % 2 === 0);
    spacingMs *= 2;
  };
  const take = ({ seq, event }: SessionEntry): void => {
    if (event.atMs - marks.at(-1)!.atMs >= spacingMs) keepCheckpoint(event.atMs);
    const before = view.log;
    view = reduce(view, event);
    knownSeq = seq;
    if (event.kind === 'load/interval') {
      intervals += 1;
      const point = view.load.points.at(-1);
      if (point !== undefined && points.length < mostPoints) points.push(point);
    }
    const line = view.log === before ? undefined : view.log.at(-1);
    const moment = line === undefined ? null : momentOf(line);
    if (line === undefined || moment === null) return;
    // The same line again has taken the place of the one before.
    if (line.times > 1) moments.pop();
    if (moments.length < mostMoments) moments.push(moment);
  };
  return {
    readOn(budgetMs) {
      const untilMs = clock.nowMs() + budgetMs;
      do {
        if (walk === null) {
          const until = reader.ends()?.last.seq ?? 0;
          if (until <= knownSeq) return true;
          walk = { until, entries: reader.between(knownSeq, until, outlineKinds) };
        }
        for (let count = 0; count < atOnce && walk !== null; count++) {
          const next = walk.entries.next();
          if (next.done !== true) take(next.value);
          else {
            knownSeq = walk.until;
            walk = null;
          }
        }
      } while (clock.nowMs() < untilMs);
      return false;
    },
    knownSeq: () => knownSeq,
    checkpointAt(seq) {
      let [below, above] = [0, marks.length];
      while (above - below > 1) {
        const middle = (below + above) >> 1;
        if (marks[middle]!.seq <= seq) below = middle;
        else above = middle;
      }
      return marks[below]!;
    },
    pointsAt: ({ intervals: until, checkpoint }) =>
      until > points.length ? null : points.slice(until - checkpoint.points, until),
    view: () => view,
    moments: () => moments,
  };
}
