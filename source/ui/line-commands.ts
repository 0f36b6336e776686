import type { RunCommand } from '../model/run.js';
import type { Store } from '../store/store.js';
import { factsOf } from './key-facts.js';
import type { Facts } from './keys/facts.js';
import { standardKeymap } from './keys/keymap.js';
import { answerQuestion, questionOf } from './keys/load-keys.js';
import { type Effect, initialScreen, type Pressed, type ScreenState } from './keys/screen-state.js';
import { runVerb, verbs } from './keys/verbs.js';
import { wordsOf } from './panes/hint-bar.js';
import { statusSentence } from './plain.js';

/** What lines are carried out on. */
export type LineWork = {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly isReadOnly: boolean;
  /** Says a sentence to whoever types. */
  readonly say: (sentence: string) => void;
  readonly send: (command: RunCommand) => void;
  readonly mark: (text: string) => void;
  readonly quit: () => void;
};

/** The verbs of the palette that are about the session; all others are about a screen. */
const spoken = [
  'start',
  'pause',
  'cool-down',
  'accept',
  'stop',
  'abort',
  'hold',
  'reset-circuits',
  'ack',
  'silence',
  'rate',
  'mark',
  'help',
  'quit',
];

/** What is said first: how to be heard. */
export const lineGreeting = 'type a command and enter, such as pause, rate +10% or quit; enter alone says how it is';

/**
 * The palette without a screen: each line is a command, with the same verbs, refusals and questions; an empty one asks how it
 * is. What a line does is said in a sentence.
 */
export function createLineCommands(work: LineWork): (line: string) => void {
  let screen: ScreenState = initialScreen;
  const facts = (): Facts =>
    factsOf(work.store.getState(), {
      nowMs: work.nowMs(),
      kind: work.isReadOnly ? 'read-only' : 'live',
      keymap: standardKeymap,
      history: null,
      quitEndsLoad: true,
      mostSkipped: 0,
    });
  const carryOut = (effect: Effect): void => {
    if (effect.kind === 'send') work.send(effect.command);
    else if (effect.kind === 'mark') work.mark(effect.text);
    else if (effect.kind === 'quit') work.quit();
  };
  const take = (pressed: Pressed): void => {
    screen = { ...pressed.screen, notice: null };
    if (pressed.screen.notice !== null) work.say(pressed.screen.notice.text);
    if (screen.question !== null) work.say(`${wordsOf(screen.question)[0] ?? ''} y or n`);
    for (const effect of pressed.effects) carryOut(effect);
  };
  return (line) => {
    const text = line.trim();
    const given = facts();
    const asked = questionOf(screen, given.runState);
    if (asked !== null) {
      take(answerQuestion(screen, asked, /^y(?:es)?$/i.test(text) ? 'y' : 'n'));
      return;
    }
    screen = initialScreen;
    if (text === '') work.say(statusSentence(work.store.getState(), work.nowMs()));
    else if (text === 'help' || text === '?') for (const sentence of helpSentences()) work.say(sentence);
    else if (isOfScreen(text))
      work.say(`${text.split(/\s/)[0]} is about a screen, and there is none: help lists the rest`);
    else {
      const ran = runVerb(screen, text, given);
      if (ran.kind === 'done') take(ran.pressed);
      else work.say(ran.fault);
    }
  };
}

function isOfScreen(text: string): boolean {
  const name = text.split(/\s/)[0];
  return verbs.some((verb) => verb.name === name) && !spoken.includes(name ?? '');
}

function helpSentences(): readonly string[] {
  return verbs
    .filter(({ name }) => spoken.includes(name) && name !== 'help')
    .map(({ name, argument, help }) => `${name}${argument === '' ? '' : ` ${argument}`}: ${help}`);
}
