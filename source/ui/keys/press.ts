import type { RateChange } from '../../model/rate-change.js';
import type { RunCommand, RunState } from '../../model/run.js';
import { isLoadActive } from '../../store/state.js';
import type { PaneId } from '../layout.js';
import { type Action, actionFor, missedLoadKey } from './keymap.js';
import { emptyPrompt, type RatePrompt, typeRate } from './rate-prompt.js';

/** What is asked and waits for y or n. */
export type Question =
  | { readonly kind: 'stop' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'quit' }
  /** Whether a large change of the rate is meant; rates per second, null where not known. */
  | {
      readonly kind: 'rate';
      readonly change: RateChange;
      readonly fromPerSecond: number | null;
      readonly toPerSecond: number | null;
    };

/** What the user has done to the view: nothing of the session itself. */
export type ScreenState = {
  readonly frozen: boolean;
  readonly help: boolean;
  readonly focus: PaneId | null;
  readonly zoom: PaneId | null;
  readonly question: Question | null;
  /** The rate being typed; null while none is. */
  readonly prompt: RatePrompt | null;
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
  prompt: null,
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
  /** False where a search chooses the rate. */
  readonly hasPlan: boolean;
  /** The rate asked for now, per second; null while none is. */
  readonly ratePerSecond: number | null;
  /** Whether the plan stands still at it. */
  readonly isHeld: boolean;
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
  const question = questionOf(screen, facts.runState);
  if (question !== null) return answerQuestion(screen, question, stroke);
  if (screen.prompt !== null) return typeInto(screen, screen.prompt, stroke, facts);
  const clear: ScreenState = { ...screen, notice: null, question: null };
  if (action !== null) return perform(clear, action, facts);
  const missed = missedLoadKey(stroke);
  if (missed === null) return stay(clear);
  return tell(clear, `load keys are upper case: ${missed.label} means ${missed.hint}`, facts);
}

/** The question that stands; null once the load that it is about has ended: there is nothing left to ask. */
export function questionOf(screen: ScreenState, runState: RunState): Question | null {
  return isLoadActive(runState) ? screen.question : null;
}

function answerQuestion(screen: ScreenState, question: Question, stroke: string): Pressed {
  const closed: ScreenState = { ...screen, question: null };
  if (stroke === 'n' || stroke === 'N' || stroke === 'escape') return stay(closed);
  if (stroke !== 'y' && stroke !== 'Y') return stay(screen);
  if (question.kind === 'quit') return { screen: closed, effects: [{ kind: 'quit' }] };
  return command(
    closed,
    question.kind === 'rate' ? { kind: 'set-rate', change: question.change } : { kind: question.kind },
  );
}

/** While a rate is typed, every stroke but ctrl-c goes there. A large change is asked about before it is sent. */
function typeInto(screen: ScreenState, prompt: RatePrompt, stroke: string, facts: Facts): Pressed {
  const closed: ScreenState = { ...screen, prompt: null };
  const typed = typeRate(prompt, stroke, facts.ratePerSecond);
  if (typed.kind === 'open') return stay({ ...screen, prompt: typed.prompt });
  if (typed.kind === 'left') return stay(closed);
  if (!isSteerable(facts.runState)) return refuse(closed, 'adjust', facts);
  const { change, isLarge, wantedPerSecond: toPerSecond } = typed;
  if (!isLarge) return command(closed, { kind: 'set-rate', change });
  const fromPerSecond = facts.ratePerSecond;
  return stay({ ...closed, question: { kind: 'rate', change, fromPerSecond, toPerSecond } });
}

/** Whether the rate of a load may be changed: it is under way and not on its way out. */
function isSteerable(runState: RunState): boolean {
  return isLoadActive(runState) && runState !== 'cooling';
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
    case 'accept':
      if (facts.hasPlan) return tell(screen, 'nothing to accept: A is for searches', facts);
      return active ? command(screen, { kind: 'accept' }) : refuse(screen, 'accept', facts);
    case 'stop':
      return active ? ask(screen, { kind: 'stop' }) : refuse(screen, 'stop', facts);
    case 'abort':
      return active ? ask(screen, { kind: 'abort' }) : refuse(screen, 'abort', facts);
    case 'faster':
    case 'slower':
      if (!isSteerable(runState)) return refuse(screen, 'adjust', facts);
      return command(screen, { kind: 'adjust-rate', factor: action === 'faster' ? faster : slower });
    case 'set-rate':
    case 'hold':
      if (!isSteerable(runState)) return refuse(screen, action === 'hold' ? 'hold' : 'adjust', facts);
      if (!facts.hasPlan) return tell(screen, 'the search chooses the rate; = and H are for plimsoll run', facts);
      if (action === 'set-rate') return stay({ ...screen, prompt: emptyPrompt, help: false });
      return command(screen, { kind: facts.isHeld ? 'go-on' : 'hold' });
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
      return active ? ask(screen, { kind: 'quit' }) : { screen, effects: [{ kind: 'quit' }] };
    case 'interrupt':
      return { screen, effects: [{ kind: 'quit' }] };
    default:
      return zoomPane(screen, action.slice('zoom-'.length) as PaneId, facts);
  }
}

function ask(screen: ScreenState, question: Question): Pressed {
  return stay({ ...screen, question, help: false });
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
