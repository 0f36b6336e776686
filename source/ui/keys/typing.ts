/** A line of text being typed, with those typed before it. */
export type Typing = {
  readonly text: string;
  /** Which of the earlier ones is shown, counted from the newest; -1 is what is being typed. */
  readonly recalled: number;
};

export const noTyping: Typing = { text: '', recalled: -1 };

/** Longer than anything that is typed by hand. */
const longest = 200;

/** What a stroke makes of a line, `earlier` oldest first; null where the stroke is no part of typing. */
export function typeStroke(typing: Typing, stroke: string, earlier: readonly string[]): Typing | null {
  switch (stroke) {
    case 'backspace':
      return { text: [...typing.text].slice(0, -1).join(''), recalled: -1 };
    case 'ctrl-u':
      return noTyping;
    case 'ctrl-w':
      return { text: typing.text.replace(/\S+\s*$/, ''), recalled: -1 };
    case 'up':
    case 'down': {
      const recalled = Math.max(-1, Math.min(earlier.length - 1, typing.recalled + (stroke === 'up' ? 1 : -1)));
      return { text: recalled === -1 ? '' : (earlier.at(-1 - recalled) ?? ''), recalled };
    }
    case 'space':
      return typeText(typing, ' ');
    default:
      return [...stroke].length === 1 ? typeText(typing, stroke) : null;
  }
}

/** Text added at the end, as pasted; what would not stand on one line is left out. */
export function typeText(typing: Typing, text: string): Typing {
  const plain = text.replace(/[\p{Control}\p{Format}]/gu, '');
  return { text: [...(typing.text + plain)].slice(0, longest).join(''), recalled: -1 };
}
