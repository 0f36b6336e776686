import type { ActionOf } from '../../config/bindings.js';
import { clockText } from '../../model/clock-text.js';
import { type Facts, stay, tell } from './facts.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { noTyping } from './typing.js';

const stepMs = 1000;
const longStepMs = 30_000;

/** Freezes the display, walks it through what is kept of the session, and brings it back to live. */
export function performTime(screen: ScreenState, action: ActionOf<'time'>, facts: Facts): Pressed {
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
      return toMoment(screen, action === 'next-alert' ? 1 : -1, facts);
    case 'mark':
      return stay({ ...screen, help: false, palette: { typing: { ...noTyping, text: 'mark ' }, fault: null } });
  }
}

/** Shows the session as it was at a time; the display stands there. */
export function goTo(screen: ScreenState, atMs: number, facts: Facts): Pressed {
  if (facts.range === null) return tell(screen, 'nothing is kept of the past here', facts);
  const { fromMs, toMs } = facts.range;
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
    return tell(pressed.screen, `nothing is kept from before ${clockText(facts.range.fromMs)}`, facts);
  }
  return pressed;
}

function toMoment(screen: ScreenState, by: 1 | -1, facts: Facts): Pressed {
  const from = screen.atMs ?? (by === 1 ? Number.POSITIVE_INFINITY : facts.nowMs + 1);
  const found =
    by === 1
      ? facts.moments.find(({ atMs }) => Math.floor(atMs) > from)
      : facts.moments.findLast(({ atMs }) => Math.ceil(atMs) < from);
  if (found === undefined) {
    return tell(screen, by === 1 ? 'no later alert or mark' : 'no alert or mark before this', facts);
  }
  const pressed = goTo(screen, Math.ceil(found.atMs), facts);
  return tell(pressed.screen, found.text, facts);
}
