import { createInterface } from 'node:readline';
import { type Io, isAtTerminal } from './io.js';

/** What came of a question: a line, nothing because the terminal ended, or a signal to end. */
export type Typed =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'interrupted' };

/** Whether somebody can be asked: they sit at a terminal, and a question on stderr is seen. */
export function canAsk(io: Io): boolean {
  return isAtTerminal(io) && io.stderr.isTTY === true;
}

/** Asks one question on stderr, where there is no screen. */
export function askLine(question: string, io: Io): Promise<Typed> {
  // The terminal stays in its own line mode, so that there is nothing to give back however the program ends here.
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
  return new Promise<Typed>((resolve) => {
    let isOver = false;
    const end = (typed: Typed): void => {
      if (isOver) return;
      isOver = true;
      ignoreSignals();
      lines.close();
      // Without an answer the cursor still stands behind the question.
      if (typed.kind !== 'line') io.stderr.write('\n');
      resolve(typed);
    };
    const ignoreSignals = io.onSignal(() => end({ kind: 'interrupted' }));
    lines.on('close', () => end({ kind: 'nothing' }));
    lines.question(question, (text) => end({ kind: 'line', text }));
  });
}
