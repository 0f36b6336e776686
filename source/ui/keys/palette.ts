import { type Facts, stay } from './facts.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { typeStroke } from './typing.js';
import { completionsOf, runVerb } from './verbs.js';

/** Entries kept to be recalled. */
const enteredLimit = 50;

/** While the palette is open every stroke but ctrl-c goes there: enter runs, tab completes, up recalls, escape leaves. */
export function typeIntoPalette(screen: ScreenState, stroke: string, facts: Facts): Pressed {
  const { palette } = screen;
  if (palette === null) return stay(screen);
  const { typing } = palette;
  switch (stroke) {
    case 'escape':
      return stay({ ...screen, palette: null });
    case 'enter':
      return enter(screen, typing.text.trim(), facts);
    case 'tab': {
      const [only, ...others] = completionsOf(typing.text, facts);
      if (only === undefined) return stay(screen);
      const text = others.length === 0 ? only.text : commonStart([only, ...others].map((one) => one.text));
      return stay({ ...screen, palette: { typing: { text, recalled: -1 }, fault: null } });
    }
    default: {
      const next = typeStroke(typing, stroke, screen.entered);
      return next === null ? stay(screen) : stay({ ...screen, palette: { typing: next, fault: null } });
    }
  }
}

function enter(screen: ScreenState, text: string, facts: Facts): Pressed {
  const closed: ScreenState = { ...screen, palette: null };
  if (text === '') return stay(closed);
  const entered = [...screen.entered.filter((one) => one !== text), text].slice(-enteredLimit);
  const ran = runVerb({ ...closed, entered }, text, facts);
  if (ran.kind === 'done') return ran.pressed;
  const palette = { typing: { text, recalled: -1 }, fault: ran.fault };
  return stay({ ...screen, palette });
}

/** What all of them begin with. */
function commonStart(texts: readonly string[]): string {
  return texts.reduce((start, text) => {
    let at = 0;
    while (at < start.length && start[at] === text[at]) at += 1;
    return start.slice(0, at);
  });
}
