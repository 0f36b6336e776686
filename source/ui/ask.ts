import { noTyping, type Typing, typeStroke, typeText } from './keys/typing.js';

/** Something that an engine needs to know from whoever sits at the terminal: a host key, a passphrase, a host's name. */
export type AskQuestion = {
  readonly title: string;
  /** What it is about, in sentences; they are wrapped. */
  readonly lines: readonly string[];
  readonly kind: 'yes-no' | 'text' | 'secret';
  /** The only answer that will do, as a host's own name has to be typed; anything else is refused with a sentence. */
  readonly expected?: string;
};

/**
 * Asks, and resolves with the answer: `yes` for yes, the text typed, or null where it was refused, the screen closed, or the
 * question taken back by its signal.
 */
export type AskUser = (question: AskQuestion, signal?: AbortSignal) => Promise<string | null>;

/** The question that stands, and what is typed so far. */
export type AskState = {
  readonly question: AskQuestion;
  readonly typing: Typing;
  readonly fault: string | null;
};

/** The questions of one viewer, one after the other. */
export type Asker = {
  readonly ask: AskUser;
  readonly current: () => AskState | null;
  /** Takes a stroke while a question stands; false while none does. */
  readonly stroke: (stroke: string) => boolean;
  readonly paste: (text: string) => boolean;
  /** Refuses everything that stands and comes. */
  readonly close: () => void;
};

/** `onChange` is called whenever another question stands or its answer has grown. */
export function createAsker(onChange: () => void): Asker {
  const waiting: { readonly question: AskQuestion; readonly answer: (text: string | null) => void }[] = [];
  let typing: Typing = noTyping;
  let fault: string | null = null;
  let isClosed = false;

  const change = (next: Typing, wrong: string | null = null): void => {
    typing = next;
    fault = wrong;
    onChange();
  };
  const settle = (text: string | null): void => {
    waiting.shift()?.answer(text);
    change(noTyping);
  };
  const takeBack = (entry: (typeof waiting)[number]): void => {
    const at = waiting.indexOf(entry);
    if (at === 0) settle(null);
    else if (at > 0) waiting.splice(at, 1)[0]?.answer(null);
  };
  const enter = (question: AskQuestion): void => {
    const { expected } = question;
    if (expected === undefined || typing.text.trim() === expected) settle(typing.text);
    else change(noTyping, `expected ${expected}, got ${typing.text === '' ? 'nothing' : typing.text}`);
  };
  return {
    ask: (question, signal) =>
      new Promise((resolve) => {
        if (isClosed || signal?.aborted === true) {
          resolve(null);
          return;
        }
        const entry = { question, answer: resolve };
        waiting.push(entry);
        signal?.addEventListener('abort', () => takeBack(entry), { once: true });
        onChange();
      }),
    current: () => (waiting[0] === undefined ? null : { question: waiting[0].question, typing, fault }),
    stroke(stroke) {
      const question = waiting[0]?.question;
      if (question === undefined) return false;
      if (stroke === 'escape') settle(null);
      else if (question.kind === 'yes-no') {
        if (stroke === 'y' || stroke === 'Y') settle('yes');
        else if (stroke === 'n' || stroke === 'N') settle(null);
      } else if (stroke === 'enter') enter(question);
      else change(typeStroke(typing, stroke, []) ?? typing, fault);
      return true;
    },
    paste(text) {
      const question = waiting[0]?.question;
      if (question === undefined || question.kind === 'yes-no') return question !== undefined;
      change(typeText(typing, text.replace(/[\r\n]+$/, '')));
      return true;
    },
    close() {
      isClosed = true;
      for (const { answer } of waiting.splice(0)) answer(null);
    },
  };
}
