import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
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

/** Asks one question on stderr, where there is no screen. What is typed is not shown where it is secret. */
export function askLine(question: string, io: Io, isSecret = false): Promise<Typed> {
  // Only a line editor keeps a terminal from showing what is typed; what it would show itself goes nowhere. Else the terminal
  // stays in its own line mode, so that there is nothing to give back however the program ends here.
  const output = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : io.stderr;
  const lines = createInterface({ input: io.stdin, output, terminal: isSecret, historySize: 0 });
  return new Promise<Typed>((resolve) => {
    let isOver = false;
    const end = (typed: Typed): void => {
      if (isOver) return;
      isOver = true;
      ignoreSignals();
      lines.close();
      // Without an answer, and behind an unseen one, the cursor still stands behind the question.
      if (isSecret || typed.kind !== 'line') io.stderr.write('\n');
      resolve(typed);
    };
    const ignoreSignals = io.onSignal(() => end({ kind: 'interrupted' }));
    lines.on('SIGINT', () => end({ kind: 'interrupted' }));
    lines.on('close', () => end({ kind: 'nothing' }));
    io.stderr.write(question);
    lines.once('line', (text) => end({ kind: 'line', text }));
  });
}
