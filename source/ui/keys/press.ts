import type { Action } from '../../config/bindings.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { answerQuestion, questionOf, typeIntoRate } from './load-keys.js';
import { typeIntoPalette } from './palette.js';
import { perform } from './perform.js';
import type { Pressed, ScreenState } from './screen-state.js';

/** Whether it can only lessen the load. */
function isEasing(action: Action, { runState }: Facts): boolean {
  return (
    action === 'stop' || action === 'abort' || action === 'cool-down' || (action === 'pause' && runState !== 'paused')
  );
}

/** What one stroke does. Pure: the caller carries out the effects. */
export function press(screen: ScreenState, stroke: string, facts: Facts): Pressed {
  const action = facts.keymap.actionFor(stroke);
  if (action === 'interrupt') return ask(screen, { kind: 'quit' });
  const asked = questionOf(screen, facts.runState);
  if (asked !== null) {
    // Whoever wants less load does not first have to answer whether there shall be more.
    const closed: ScreenState = { ...screen, question: null };
    const isAnswer = /^(?:y|n|escape)$/i.test(stroke);
    if (!isAnswer && action !== null && isEasing(action, facts)) return perform(closed, action, facts);
    return answerQuestion(screen, asked, stroke);
  }
  if (screen.prompt !== null) return typeIntoRate(screen, stroke, facts);
  if (screen.palette !== null) return typeIntoPalette(screen, stroke, facts);
  const clear: ScreenState = { ...screen, notice: null, question: null };
  if (action !== null) return perform(clear, action, facts);
  const missed = facts.keymap.missedLoadKey(stroke);
  if (missed === null) return stay(clear);
  return tell(clear, `load keys are upper case: ${missed.label} means ${missed.hint ?? missed.action}`, facts);
}
