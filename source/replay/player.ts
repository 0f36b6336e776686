import { messageOf } from '../model/error.js';
import type { ReplayCommand, ReplaySpeed, ReplayStatus } from '../model/replay.js';
import type { SpanReader } from '../record/read-span.js';
import type { Moment } from '../store/selectors/timeline.js';
import type { SessionView } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { createGrowth } from './growth.js';
import { createOutline } from './outline.js';
import { viewAt } from './recording.js';
import { createReel } from './reel.js';

/** A recording being played into a store. */
export type Replay = {
  /** The recorded session's clock: it stands, runs and jumps with what is shown. Its timers are those of the real one. */
  readonly clock: Clock;
  /** The same object as long as nothing of it changes. */
  readonly status: () => ReplayStatus;
  readonly command: (command: ReplayCommand) => void;
  /** The whole recording as far as it is known: the view at its end, but for readings, and its alerts and marks. */
  readonly overview: () => { readonly view: SessionView; readonly nowMs: number; readonly moments: readonly Moment[] };
  /** Calls back once a time that was awaited is shown: somebody waits for the frame. One listener; a later one takes its place. */
  readonly onArrival: (listener: () => void) => void;
  /** Twice is harmless. The reader stays open. */
  readonly close: () => void;
};

export type ReplayOptions = {
  readonly speed: ReplaySpeed;
  /** Where to begin, in ms of the session; null: at its beginning. */
  readonly fromMs: number | null;
  /** Begins at the end, and keeps up with a session that is still recorded. */
  readonly follow: boolean;
  /** Told of every status that differs from the one before. */
  readonly onStatus?: (status: ReplayStatus) => void;
};

/** How often the clock of the recording moves on, in ms. */
const tickMs = 50;
/** What is read of the outline before the first frame, and in one turn of the loop afterwards: keys are heard in between. */
const firstReadMs = 5;
const readMs = 12;
/** What is read at once where somebody waits for what is not known yet. */
const keyReadMs = 80;
/** Longer than this the machine was asleep: what it slept through is not made up for. */
const longestTickMs = 1000;
/** So far forward, events are played rather than the view made anew. */
const nearMs = 2000;
/** An interval of load farther than this is not the next step. */
const farStepMs = 1500;
const secondMs = 1000;

/** Starts to play a recording into a store. What cannot be read is said in the status; nothing here throws. */
export function startReplay(reader: SpanReader, store: Store, base: Clock, options: ReplayOptions): Replay {
  const outline = createOutline(reader, base);
  const growth = createGrowth(reader, base);
  const reel = createReel(reader, store.apply);
  let state: ReplayStatus['state'] = 'playing';
  let { speed } = options;
  let startedAtMs = 0;
  let atMs = 0;
  let awaitedMs: number | null = null;
  let fault: string | null = null;
  let tickedMs = base.nowMs();
  let isReading = false;
  let cancelReading = (): void => {};
  let told: ReplayStatus | null = null;
  let arrived = (): void => {};

  const guarded = (action: () => void): void => {
    try {
      action();
    } catch (error) {
      fault = messageOf(error);
      state = 'paused';
      awaitedMs = null;
      isReading = false;
    }
    status();
  };
  const readOn = (budgetMs: number): void => {
    isReading = !outline.readOn(budgetMs);
    if (!isReading) return;
    // Not all at once: keys are to be heard, and frames drawn, meanwhile.
    cancelReading = base.after(0, () =>
      guarded(() => {
        readOn(awaitedMs === null ? readMs : keyReadMs);
        goToAwaited();
      }),
    );
  };
  const goToAwaited = (): void => {
    if (awaitedMs === null || reader.seqUntil(awaitedMs) > outline.knownSeq()) return;
    goTo(awaitedMs);
    arrived();
  };
  /** Reads the outline up to a number; false where that takes too long for a key. */
  const readUntil = (seq: number): boolean => {
    outline.readOn(keyReadMs);
    return seq <= outline.knownSeq();
  };
  /** Shows a time, or waits until it is known what was there. */
  const goTo = (wantedMs: number): void => {
    const { fromMs, toMs } = growth.range();
    const targetMs = Math.min(toMs, Math.max(fromMs, wantedMs));
    const until = reader.seqUntil(targetMs);
    awaitedMs = null;
    if (targetMs >= atMs && targetMs - atMs <= nearMs && reel.seq() > 0) {
      while (!reel.playUntil(targetMs)) {
        // What is near is few events, but for a file made to have many.
      }
    } else if (until > outline.knownSeq() && !readUntil(until)) {
      awaitedMs = targetMs;
      return;
    } else {
      store.show(viewAt(reader, outline, until));
      reel.moveTo(until);
    }
    atMs = targetMs;
    if (state === 'paused' && atMs >= toMs && !growth.isGrowing()) state = 'ended';
  };
  const play = (elapsedMs: number): void => {
    const { toMs } = growth.range();
    const targetMs = Math.min(toMs, atMs + elapsedMs * speed);
    // With too much to be shown at once, the clock stands until it has been.
    if (!reel.playUntil(targetMs)) return;
    atMs = Math.max(atMs, targetMs);
    if (atMs >= toMs) state = growth.isGrowing() ? 'following' : 'ended';
  };
  const follow = (): void => {
    if (!reel.playUntil(Number.POSITIVE_INFINITY)) return;
    // A session that has ended has no present any more, though its file may still be open.
    atMs = Math.max(atMs, store.getState().ended === null ? growth.edgeMs() : growth.range().toMs);
    if (growth.isGrowing()) return;
    state = 'ended';
    // Its clock went on beyond the last event; the record does not.
    atMs = growth.range().toMs;
  };
  const tick = (): void => {
    const nowMs = base.nowMs();
    const elapsedMs = Math.min(longestTickMs, nowMs - tickedMs);
    tickedMs = nowMs;
    if (growth.look() && !isReading) readOn(readMs);
    if (awaitedMs !== null) {
      goToAwaited();
      return;
    }
    if (state === 'playing') play(elapsedMs);
    else if (state === 'following') follow();
  };
  const step = (by: 1 | -1): void => {
    state = 'paused';
    let targetMs = atMs + by * secondMs;
    if (by === 1) {
      const next = reader.nextInterval(reel.seq());
      if (next !== null && next.atMs - atMs <= farStepMs) targetMs = next.atMs;
    } else {
      for (const interval of reader.backwards('load/interval', reel.seq())) {
        if (interval.atMs >= atMs) continue;
        if (atMs - interval.atMs <= farStepMs) targetMs = interval.atMs;
        break;
      }
    }
    goTo(targetMs);
  };
  const command = (asked: ReplayCommand): void => {
    switch (asked.kind) {
      case 'toggle':
        if (state === 'playing' || state === 'following') state = 'paused';
        else {
          if (atMs >= growth.range().toMs && !growth.isGrowing()) goTo(growth.range().fromMs);
          state = 'playing';
        }
        break;
      case 'seek':
        state = state === 'playing' || state === 'following' ? 'playing' : 'paused';
        goTo(asked.atMs);
        break;
      case 'step':
        step(asked.by);
        break;
      case 'speed':
        speed = asked.speed;
        break;
      case 'follow':
        state = growth.isGrowing() ? 'following' : 'ended';
        goTo(growth.range().toMs);
        break;
    }
  };
  const status = (): ReplayStatus => {
    const { fromMs, intervals, ...known } = growth.range();
    // Events are played as they come, and how far they go is looked at now and then.
    const toMs = Math.max(known.toMs, atMs);
    const inSeconds = (ms: number): number => Math.floor(Math.max(0, ms - fromMs) / secondMs);
    const { lastSeq } = growth;
    const next: ReplayStatus = {
      state,
      speed,
      fromMs,
      toMs,
      step: intervals > 0 ? reel.intervals() : inSeconds(atMs),
      steps: intervals > 0 ? Math.max(intervals, reel.intervals()) : inSeconds(toMs),
      writer: growth.writer(),
      readRatio: lastSeq() <= 0 ? 1 : Math.min(1, Math.max(0, outline.knownSeq()) / lastSeq()),
      awaitedMs,
      fault: fault ?? reader.damage(),
    };
    if (told !== null && isSame(told, next)) return told;
    told = next;
    options.onStatus?.(next);
    return next;
  };
  const cancelTicks = base.every(tickMs, () => guarded(tick));
  guarded(() => {
    startedAtMs = Date.parse(reader.summary().startedAt);
    growth.look();
    readOn(firstReadMs);
    // What is far on may not be known yet: until then there is the beginning to see.
    goTo(growth.range().fromMs);
    if (options.follow) command({ kind: 'follow' });
    else if (options.fromMs !== null) goTo(options.fromMs);
  });
  return {
    clock: {
      nowMs: () => atMs,
      wallMs: () => startedAtMs + atMs,
      after: base.after,
      every: base.every,
    },
    status,
    command: (asked) => guarded(() => command(asked)),
    onArrival(listener) {
      arrived = listener;
    },
    overview: () => ({ view: outline.view(), nowMs: growth.range().toMs, moments: outline.moments() }),
    close() {
      cancelTicks();
      cancelReading();
    },
  };
}

function isSame(one: ReplayStatus, other: ReplayStatus): boolean {
  return (Object.keys(one) as (keyof ReplayStatus)[]).every((key) => one[key] === other[key]);
}
