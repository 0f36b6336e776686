import type { RunCommand, RunState } from '../../model/run.js';
import { isLoadActive } from '../../store/state.js';
import type { PaneId } from '../layout.js';
import { type Action, actionFor, missedLoadKey } from './keymap.js';

/** What the user has done to the view: nothing of the session itself. */
export type ScreenState = {
  readonly frozen: boolean;
  readonly help: boolean;
  readonly focus: PaneId | null;
  readonly zoom: PaneId | null;
  /** What is asked and waits for y or n. */
  readonly question: 'stop' | 'quit' | null;
  /** A sentence shown for a while; `untilMs` on the session's clock. */
  readonly notice: { readonly text: string; readonly untilMs: number } | null;
  /** `atMs` of the answer whose banner was closed; null when none was. */
  readonly closedAnswerMs: number | null;
};

export const initialScreen: ScreenState = {
  frozen: false,
  help: false,
  focus: null,
  zoom: null,
  question: null,
  notice: null,
  closedAnswerMs: null,
};

/** What a key asks of the world outside of the screen. */
export type Effect =
  | { readonly kind: 'send'; readonly command: RunCommand }
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' };

/** What decides about a key besides the screen. */
export type Facts = {
  readonly runState: RunState;
  /** False for a session that only watches. */
  readonly hasLoad: boolean;
  readonly panes: readonly PaneId[];
  /** `atMs` of the answer there is; null before there is one. */
  readonly answerAtMs: number | null;
  readonly nowMs: number;
};

export type Pressed = { readonly screen: ScreenState; readonly effects: readonly Effect[] };

/** How long a notice stays. */
const noticeMs = 4000;

/** How much + and - change the rate. */
const faster = 1.05;
const slower = 0.95;

/** What one stroke does. Pure: the caller carries out the effects. */
export function press(screen: ScreenState, stroke: string, facts: Facts): Pressed {
  const action = actionFor(stroke);
  if (action === 'interrupt') return { screen, effects: [{ kind: 'quit' }] };
  if (screen.question !== null) return answerQuestion(screen, stroke, facts);
  const clear: ScreenState = { ...screen, notice: null };
  if (action !== null) return perform(clear, action, facts);
  const missed = missedLoadKey(stroke);
  if (missed === null) return stay(clear);
  return tell(clear, `load keys are upper case: ${missed.label} means ${missed.hint}`, facts);
}

function answerQuestion(screen: ScreenState, stroke: string, facts: Facts): Pressed {
  const closed: ScreenState = { ...screen, question: null };
  if (stroke === 'y' || stroke === 'Y') {
    if (screen.question === 'quit') return { screen: closed, effects: [{ kind: 'quit' }] };
    // The run may have ended while the question stood.
    return isLoadActive(facts.runState) ? command(closed, { kind: 'stop' }) : stay(closed);
  }
  return stroke === 'n' || stroke === 'N' || stroke === 'escape' ? stay(closed) : stay(screen);
}

function perform(screen: ScreenState, action: Action, facts: Facts): Pressed {
  const { runState } = facts;
  const active = isLoadActive(runState);
  switch (action) {
    case 'start':
      if (!facts.hasLoad) return tell(screen, watchOnly, facts);
      if (runState === 'paused') return command(screen, { kind: 'resume' });
      return active
        ? tell(screen, `nothing to start: the load is ${runState}`, facts)
        : command(screen, { kind: 'start' });
    case 'pause':
      if (runState === 'paused') return command(screen, { kind: 'resume' });
      if (runState === 'running' || runState === 'warming') return command(screen, { kind: 'pause' });
      return refuse(screen, 'pause', facts);
    case 'cool-down':
      return active && runState !== 'cooling'
        ? command(screen, { kind: 'cool-down' })
        : refuse(screen, 'cool down', facts);
    case 'stop':
      return active ? stay({ ...screen, question: 'stop', help: false }) : refuse(screen, 'stop', facts);
    case 'faster':
    case 'slower': {
      if (!active || runState === 'cooling') return refuse(screen, 'adjust', facts);
      return command(screen, { kind: 'adjust-rate', factor: action === 'faster' ? faster : slower });
    }
    case 'freeze':
      return stay({ ...screen, frozen: !screen.frozen });
    case 'next-pane':
      return stay(moveFocus(screen, 1, facts.panes));
    case 'previous-pane':
      return stay(moveFocus(screen, -1, facts.panes));
    case 'zoom':
      return zoomOrClose(screen, facts);
    case 'back':
      return stay(back(screen, facts));
    case 'help':
      return stay({ ...screen, help: !screen.help });
    case 'suspend':
      return { screen, effects: [{ kind: 'suspend' }] };
    case 'quit':
      return active ? stay({ ...screen, question: 'quit', help: false }) : { screen, effects: [{ kind: 'quit' }] };
    case 'interrupt':
      return { screen, effects: [{ kind: 'quit' }] };
    default:
      return zoomPane(screen, action.slice('zoom-'.length) as PaneId, facts);
  }
}

const watchOnly = 'this session only watches: plimsoll run and plimsoll discover send load';

function refuse(screen: ScreenState, verb: string, facts: Facts): Pressed {
  return tell(screen, facts.hasLoad ? `nothing to ${verb}: the load is ${facts.runState}` : watchOnly, facts);
}

function zoomPane(screen: ScreenState, pane: PaneId, facts: Facts): Pressed {
  if (!facts.panes.includes(pane)) return tell(screen, `this session has no ${pane} pane`, facts);
  return stay({ ...screen, help: false, focus: pane, zoom: screen.zoom === pane ? null : pane });
}

/** Enter closes the banner of an answer first: it is what is in front. */
function zoomOrClose(screen: ScreenState, facts: Facts): Pressed {
  if (isAnswerShown(screen, facts.answerAtMs)) return stay({ ...screen, closedAnswerMs: facts.answerAtMs });
  if (screen.focus === null) return stay(screen);
  return zoomPane(screen, screen.focus, facts);
}

/** Closes one thing: help, the answer, the zoom, the focus. */
function back(screen: ScreenState, facts: Facts): ScreenState {
  if (screen.help) return { ...screen, help: false };
  if (isAnswerShown(screen, facts.answerAtMs)) return { ...screen, closedAnswerMs: facts.answerAtMs };
  if (screen.zoom !== null) return { ...screen, zoom: null };
  return { ...screen, focus: null };
}

/** While a pane is zoomed, moving the focus moves the zoom with it. */
function moveFocus(screen: ScreenState, by: 1 | -1, panes: readonly PaneId[]): ScreenState {
  if (panes.length === 0) return screen;
  const at = screen.focus === null ? -1 : panes.indexOf(screen.focus);
  const next = at === -1 ? (by === 1 ? 0 : panes.length - 1) : (at + by + panes.length) % panes.length;
  const focus = panes[next] ?? null;
  return { ...screen, focus, zoom: screen.zoom === null ? null : focus };
}

/** Whether the banner of an answer is to be seen. */
export function isAnswerShown(screen: ScreenState, answerAtMs: number | null): boolean {
  return answerAtMs !== null && screen.closedAnswerMs !== answerAtMs;
}

function stay(screen: ScreenState): Pressed {
  return { screen, effects: [] };
}

function command(screen: ScreenState, sent: RunCommand): Pressed {
  return { screen, effects: [{ kind: 'send', command: sent }] };
}

function tell(screen: ScreenState, text: string, facts: Facts): Pressed {
  return stay({ ...screen, notice: { text, untilMs: facts.nowMs + noticeMs } });
}
