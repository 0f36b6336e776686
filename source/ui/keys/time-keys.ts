import type { ActionOf } from '../../config/bindings.js';
import { clockText } from '../../model/clock-text.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { performReplay } from './replay-keys.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { noTyping } from './typing.js';

const stepMs = 1000;
const longStepMs = 30_000;

/** Said where a mark is asked for in a replay. */
export const noMarkInReplay = 'a recording takes no marks: plimsoll sessions note keeps a remark beside it';

/** For so long after going somewhere in a replay that plays, "before" is before that place: the recording has played on from it. */
const graceMs = 2000;

/**
 * Freezes the display, walks it through what is kept of the session, and brings it back to live. In a replay there is but one
 * time: that of the recording, which is moved.
 */
export function performTime(screen: ScreenState, action: ActionOf<'time'>, facts: Facts): Pressed {
  const replayed = performReplay(screen, action, facts);
  if (replayed !== null) return replayed;
  switch (action) {
    case 'freeze':
      return screen.frozen ? live(screen) : stay({ ...screen, frozen: true, atMs: null });
    case 'to-live':
      return live(screen);
    case 'earlier':
      return walk(screen, -stepMs, facts);
    case 'later':
      return walk(screen, stepMs, facts);
    case 'much-earlier':
      return walk(screen, -longStepMs, facts);
    case 'much-later':
      return walk(screen, longStepMs, facts);
    case 'to-start':
      return goTo(screen, facts.range?.fromMs ?? 0, facts);
    case 'next-alert':
    case 'previous-alert':
      return toPlace(
        screen,
        { by: action === 'next-alert' ? 1 : -1, name: 'alert or mark', places: facts.moments },
        facts,
      );
    case 'next-mark':
    case 'previous-mark': {
      const places = facts.moments.filter(({ kind }) => kind === 'mark');
      return toPlace(screen, { by: action === 'next-mark' ? 1 : -1, name: 'mark', places }, facts);
    }
    case 'next-phase':
    case 'previous-phase': {
      const places = facts.phases.map(({ atMs, name }) => ({ atMs, text: name }));
      return toPlace(screen, { by: action === 'next-phase' ? 1 : -1, name: 'phase', places }, facts);
    }
    case 'faster-replay':
    case 'slower-replay':
      return stay(screen);
    case 'mark':
      if (facts.replay !== null) return tell(screen, noMarkInReplay, facts);
      return stay({ ...screen, help: false, palette: { typing: { ...noTyping, text: 'mark ' }, fault: null } });
  }
}

/** Shows the session as it was at a time; the display stands there. */
export function goTo(screen: ScreenState, atMs: number, facts: Facts): Pressed {
  if (facts.range === null) return tell(screen, 'nothing is kept of the past here', facts);
  const { fromMs, toMs } = facts.range;
  if (facts.replay !== null) return ask(screen, { kind: 'replay', command: { kind: 'seek', atMs } });
  return stay({ ...screen, frozen: true, atMs: Math.min(toMs, Math.max(fromMs, atMs)) });
}

function live(screen: ScreenState): Pressed {
  return stay({ ...screen, frozen: false, atMs: null });
}

/** In whole steps of the clock, so that a second is one key press wherever somebody begins. */
function walk(screen: ScreenState, byMs: number, facts: Facts): Pressed {
  const from = screen.atMs ?? facts.nowMs;
  const wanted = Math.round((from + byMs) / stepMs) * stepMs;
  const pressed = goTo(screen, wanted, facts);
  if (facts.range !== null && byMs < 0 && wanted < facts.range.fromMs) {
    return saying(pressed, `nothing is kept from before ${clockText(facts.range.fromMs)}`, facts);
  }
  return pressed;
}

/** Somewhere in time to go to, and what is said of it. */
type Place = { readonly atMs: number; readonly text: string };

function toPlace(
  screen: ScreenState,
  { by, name, places }: { readonly by: 1 | -1; readonly name: string; readonly places: readonly Place[] },
  facts: Facts,
): Pressed {
  const awaitedMs = facts.replay?.awaitedMs ?? null;
  if (awaitedMs !== null) {
    return tell(screen, `on the way to ${clockText(awaitedMs)}: the recording is still being read`, facts);
  }
  const isLive = screen.atMs === null && facts.replay === null;
  const nowMs = by === 1 ? facts.nowMs : placeLeft(screen, facts);
  const from = screen.atMs ?? (isLive ? (by === 1 ? Number.POSITIVE_INFINITY : facts.nowMs + 1) : nowMs);
  const found =
    by === 1
      ? places.find(({ atMs }) => Math.floor(atMs) > from)
      : places.findLast(({ atMs }) => Math.ceil(atMs) < from);
  if (found !== undefined) {
    const atMs = Math.ceil(found.atMs);
    const wentTo = facts.replay === null ? null : { atMs, tickMs: facts.tickMs };
    return saying(goTo({ ...screen, wentTo }, atMs, facts), found.text, facts);
  }
  const unread = facts.replay === null || facts.replay.readRatio === 1 ? '' : ': the recording is still being read';
  return tell(screen, by === 1 ? `no later ${name}${unread}` : `no ${name} before this`, facts);
}

/** The time that is shown, or the place that was gone to where it has but played on from there for a moment. */
function placeLeft({ wentTo }: ScreenState, { nowMs, replay, tickMs }: Facts): number {
  if (wentTo === null || replay === null) return nowMs;
  const sinceMs = tickMs - wentTo.tickMs;
  const playedMs = nowMs - wentTo.atMs;
  // Somebody may have gone elsewhere in the meantime.
  const hasPlayedOn = playedMs >= 0 && playedMs <= (sinceMs + stepMs) * replay.speed;
  return sinceMs <= graceMs && hasPlayedOn ? wentTo.atMs : nowMs;
}

function saying({ screen, effects }: Pressed, text: string, facts: Facts): Pressed {
  return { ...tell(screen, text, facts), effects };
}
