import type { ActionOf } from '../../config/bindings.js';
import { isLoadActive } from '../../model/load-active.js';
import { changedRate, isLargeChange, type RateChange } from '../../model/rate-change.js';
import type { RunCommand, RunState } from '../../model/run.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { nothingToDo } from './load-use.js';
import { emptyPrompt, typeRate } from './rate-prompt.js';
import type { Pressed, Question, ScreenState } from './screen-state.js';
import { noTyping } from './typing.js';

/** How much + and - change the rate. */
const faster = 1.05;
const slower = 0.95;

/** Carries out a load key, or says why it has nothing to do. */
export function performLoad(screen: ScreenState, action: ActionOf<'load'>, facts: Facts): Pressed {
  const refusal = facts.loadRefusal ?? nothingToDo(action, facts);
  if (refusal !== null) return tell(screen, refusal, facts);
  const isPaused = facts.runState === 'paused';
  switch (action) {
    case 'start':
      return send(screen, { kind: isPaused ? 'resume' : 'start' });
    case 'pause':
      return send(screen, { kind: isPaused ? 'resume' : 'pause' });
    case 'cool-down':
    case 'accept':
      return send(screen, { kind: action });
    case 'stop':
    case 'abort':
      return question(screen, { kind: action });
    case 'faster':
    case 'slower':
      return send(screen, { kind: 'adjust-rate', factor: action === 'faster' ? faster : slower });
    case 'set-rate':
      return stay({ ...screen, prompt: emptyPrompt, help: false });
    case 'hold':
      return send(screen, { kind: facts.isHeld ? 'go-on' : 'hold' });
    case 'acknowledge':
      return typeVerb(screen, 'ack ');
    case 'silence':
      return typeVerb(screen, 'silence 30m ');
    case 'reset-circuits': {
      if (!facts.panes.includes('streams')) return tell(screen, 'no circuit to close: no metric stream is read', facts);
      const told = tell(screen, 'circuits closed: what waited is tried now', facts);
      return send(told.screen, { kind: 'reset-circuits' });
    }
  }
}

/** Opens the palette with the beginning of a command: what is left to type is its argument. */
function typeVerb(screen: ScreenState, text: string): Pressed {
  return stay({ ...screen, help: false, palette: { typing: { ...noTyping, text }, fault: null } });
}

/** While a rate is typed, every stroke but ctrl-c goes there. */
export function typeIntoRate(screen: ScreenState, stroke: string, facts: Facts): Pressed {
  if (screen.prompt === null) return stay(screen);
  const closed: ScreenState = { ...screen, prompt: null };
  const typed = typeRate(screen.prompt, stroke, facts.ratePerSecond);
  if (typed.kind === 'open') return stay({ ...screen, prompt: typed.prompt });
  if (typed.kind === 'left') return stay(closed);
  return changeRate(closed, typed.change, facts);
}

/** Sends a change of the rate; a large one is asked about first. */
export function changeRate(screen: ScreenState, change: RateChange, facts: Facts): Pressed {
  const refusal = facts.loadRefusal ?? nothingToDo('set-rate', facts);
  if (refusal !== null) return tell(screen, refusal, facts);
  const fromPerSecond = facts.ratePerSecond;
  const toPerSecond = fromPerSecond === null ? null : changedRate(change, fromPerSecond);
  const isLarge = fromPerSecond === null || toPerSecond === null || isLargeChange(fromPerSecond, toPerSecond);
  if (!isLarge) return send(screen, { kind: 'set-rate', change });
  return question(screen, { kind: 'rate', change, fromPerSecond, toPerSecond });
}

/** The question that stands; null once the load that it is about has ended: there is nothing left to ask. */
export function questionOf(screen: ScreenState, runState: RunState): Question | null {
  return isLoadActive(runState) ? screen.question : null;
}

/** Only y goes on; n and escape do not, other keys are not heard. */
export function answerQuestion(screen: ScreenState, asked: Question, stroke: string): Pressed {
  const closed: ScreenState = { ...screen, question: null };
  if (stroke === 'n' || stroke === 'N' || stroke === 'escape') return stay(closed);
  if (stroke !== 'y' && stroke !== 'Y') return stay(screen);
  if (asked.kind === 'quit') return ask(closed, { kind: 'quit' });
  return send(closed, asked.kind === 'rate' ? { kind: 'set-rate', change: asked.change } : { kind: asked.kind });
}

/** Asks first. */
export function question(screen: ScreenState, asked: Question): Pressed {
  return stay({ ...screen, question: asked, help: false });
}

function send(screen: ScreenState, command: RunCommand): Pressed {
  return ask(screen, { kind: 'send', command });
}
