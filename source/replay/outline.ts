import type { SessionEvent, SessionEventKind } from '../model/events.js';
import { addCounts, noReadings, type ReadingCounts } from '../record/count-readings.js';
import type { SessionEntry, SpanReader } from '../record/read-span.js';
import { type Checkpoint, checkpointOf, tallied } from '../store/checkpoint.js';
import { longestProbeIntervals } from '../store/discovery-state.js';
import { reduce } from '../store/reduce.js';
import { type Moment, momentOf } from '../store/selectors/timeline.js';
import { initialView, type SessionView } from '../store/state.js';
import type { Clock } from '../time/clock.js';
import { pointsSince, wholeView } from './whole-view.js';

/** How events of a kind are read: never where they only say how a server or a stream does, and one by one where no tally tells of them. */
const reading: { readonly [kind in SessionEventKind]: 'always' | 'untallied' | 'never' } = {
  'session/started': 'always',
  'session/ended': 'always',
  'run/state': 'always',
  'load/interval': 'untallied',
  'load/rate': 'always',
  'discovery/event': 'always',
  'bench/event': 'always',
  'job/event': 'always',
  'alert/event': 'always',
  'server/sample': 'never',
  'server/state': 'always',
  'server/facts': 'always',
  'stream/sample': 'never',
  'stream/state': 'always',
  'stream/health': 'untallied',
  note: 'always',
  result: 'always',
};

const kindsRead = (...how: readonly string[]): readonly SessionEventKind[] =>
  Object.entries(reading).flatMap(([kind, own]) => (how.includes(own) ? [kind as SessionEventKind] : []));

/** The kinds of events that an outline is made of. */
export const outlineKinds = kindsRead('always', 'untallied');
const seldomKinds = kindsRead('always');

/** A checkpoint, and how many readings there were until then. */
export type Beginning = { readonly checkpoint: Checkpoint; readonly readings: ReadingCounts };

/** A place to begin from, the last event before it, and what to begin with; null where the tally there says nothing that can be. */
type Mark = { readonly seq: number; readonly atMs: number; readonly begin: () => Beginning | null };

/**
 * A recording in few words: where its phases, alerts and marks are, and a checkpoint every minute, from which the view of any
 * moment is made without reading all that came before. Where the recording has tallies of its own, only what is told seldom
 * is read between them; else everything is, from its beginning on.
 */
export type Outline = {
  /** Reads on for about so long; true once it has come to the end, as of now. */
  readonly readOn: (budgetMs: number) => boolean;
  /** The view of any event up to this number can be made without reading much. */
  readonly knownSeq: () => number;
  /** The last checkpoint that has no event after a number in it, and the number of its last event. */
  readonly checkpointAt: (seq: number) => Beginning & { readonly seq: number };
  /** The view at the end of what is known, but for charts and readings. */
  readonly view: () => SessionView;
  /** Alerts and marks so far, oldest first. */
  readonly moments: () => readonly Moment[];
};

/** How far checkpoints are apart at first, and how many there may be: then every second one is given up. */
const firstSpacingMs = 60_000;
const mostCheckpoints = 1200;

/** Alerts and marks kept: the first ones, of a session that has nothing else. */
const mostMoments = 20_000;

/** Beyond the last tally may come as many events as between two, and some more. */
const mostBeyond = 1.5;

/** Events between two looks at the clock. */
const atOnce = 16;

/** Begins with nothing read; `clock` only says how long reading took. */
export function createOutline(reader: SpanReader, clock: Clock): Outline {
  let view = initialView;
  const first: Beginning = { readings: noReadings, checkpoint: checkpointOf(view) };
  let marks: Mark[] = [{ seq: 0, atMs: 0, begin: () => first }];
  let spacingMs = firstSpacingMs;
  let knownSeq = 0;
  /** So far it is not worth while to wait for what is known: what lies between is read with the view. */
  let nearSeq = 0;
  /** Whether the view was told of everything that an outline is made of, rather than of what is told seldom. */
  let isWhole = true;
  let walk: Generator<void> | null = null;
  const moments: Moment[] = [];

  const keep = (mark: Mark): void => {
    marks.push(mark);
    if (marks.length <= mostCheckpoints) return;
    marks = marks.filter((_, index) => index % 2 === 0);
    spacingMs *= 2;
  };
  const checkpointAt = (seq: number): Beginning & { readonly seq: number } => {
    for (let at = lastUntil(marks, seq); at > 0; at--) {
      const begin = marks[at]!.begin();
      if (begin !== null) return { ...begin, seq: marks[at]!.seq };
    }
    return { ...first, seq: 0 };
  };
  const isDue = (atMs: number): boolean => atMs - marks.at(-1)!.atMs >= spacingMs;
  const add = (event: SessionEvent): void => {
    const before = view.log;
    view = reduce(view, event);
    const line = view.log === before ? undefined : view.log.at(-1);
    const moment = line === undefined ? null : momentOf(line);
    if (line === undefined || moment === null) return;
    // The same line again has taken the place of the one before.
    if (line.times > 1) moments.pop();
    if (moments.length < mostMoments) moments.push(moment);
  };
  /** One of few events before a tally: what was measured while a probe ran is among those that are not read. */
  const addSeldom = ({ seq, event }: SessionEntry): void => {
    const { current = null } = view.discovery ?? {};
    if (event.kind === 'discovery/event' && event.event.kind === 'verdict' && current !== null) {
      const points = pointsSince(reader, seq, current.startedAtMs - 1000, longestProbeIntervals);
      view = { ...view, load: { ...view.load, points } };
      add(event);
      // Of what was measured before no more is looked at than the phase.
      view = { ...view, load: { ...view.load, points: points.slice(-1) } };
    } else add(event);
  };
  function* walkOver(until: number): Generator<void> {
    const seldom = ahead(reader.between(knownSeq, until, seldomKinds));
    for (;;) {
      const tally = reader.tallyAfter(knownSeq);
      // One that does not go on from what is known says too little.
      if (tally === null || tally.seq > until || tally.after > knownSeq) break;
      // What comes after the last tally is less than what is between two.
      const isLast = until - tally.seq <= mostBeyond * (tally.seq - tally.after);
      nearSeq = isLast ? until : tally.seq;
      for (const turn of [...tally.turns.filter((number) => number > knownSeq), tally.seq + 1]) {
        for (const entry of seldom.before(turn)) {
          addSeldom(entry);
          yield;
        }
        const turned = turn <= tally.seq ? reader.turnAt(turn) : null;
        if (turned !== null) add(turned);
        yield;
      }
      const { atMs, seq } = tally;
      const then = view;
      knownSeq = seq;
      isWhole = false;
      if (isDue(atMs)) keep({ seq, atMs, begin: () => beginning(reader, seq, then) });
    }
    seldom.close();
    for (const entry of reader.between(knownSeq, until, outlineKinds)) {
      if (isDue(entry.event.atMs)) {
        if (!isWhole) yield* makeWhole();
        const before = checkpointAt(knownSeq);
        const readings = addCounts(before.readings, reader.readings(before.seq, knownSeq));
        const begin = { readings, checkpoint: checkpointOf(view) };
        keep({ seq: knownSeq, atMs: entry.event.atMs, begin: () => begin });
      }
      if (isWhole) add(entry.event);
      else addSeldom(entry);
      knownSeq = entry.seq;
      yield;
    }
    knownSeq = until;
  }
  function* makeWhole(): Generator<void> {
    const { seq, checkpoint } = checkpointAt(knownSeq);
    let whole = wholeView(reader, seq, checkpoint);
    for (const { event } of reader.between(seq, knownSeq, outlineKinds)) {
      whole = reduce(whole, event);
      yield;
    }
    view = whole;
    isWhole = true;
  }
  return {
    readOn(budgetMs) {
      const untilMs = clock.nowMs() + budgetMs;
      do {
        if (walk === null) {
          const until = reader.ends()?.last.seq ?? 0;
          if (until <= knownSeq) return true;
          walk = walkOver(until);
        }
        for (let count = 0; count < atOnce && walk !== null; count++) {
          if (walk.next().done === true) walk = null;
        }
      } while (clock.nowMs() < untilMs);
      return false;
    },
    knownSeq: () => Math.max(knownSeq, nearSeq),
    checkpointAt,
    view: () => view,
    moments: () => moments,
  };
}

/** What a tally and the view that was told of all but what it counts come to. */
function beginning(reader: SpanReader, seq: number, view: SessionView): Beginning | null {
  const tally = reader.tallyAt(seq);
  return tally === null ? null : { checkpoint: tallied(view, tally), readings: tally.readings };
}

/** The index of the last mark that is not after a number. */
function lastUntil(marks: readonly Mark[], seq: number): number {
  let [below, above] = [0, marks.length];
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    if (marks[middle]!.seq <= seq) below = middle;
    else above = middle;
  }
  return below;
}

/** Entries that are taken up to a number, again and again. */
function ahead(entries: Generator<SessionEntry>) {
  let next: SessionEntry | null = null;
  return {
    *before(seq: number): Generator<SessionEntry> {
      for (;;) {
        next ??= entries.next().value ?? null;
        if (next === null || next.seq >= seq) return;
        const entry: SessionEntry = next;
        next = null;
        yield entry;
      }
    },
    close: () => entries.return(undefined),
  };
}
