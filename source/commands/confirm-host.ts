import { createInterface } from 'node:readline';
import { plainHost } from '../config/hosts.js';
import { type Io, isAtTerminal } from './io.js';

/** What came of the question: the host's own name, anything else or nothing, or a signal to end. */
export type Confirmation = 'confirmed' | 'refused' | 'interrupted';

/** Whether somebody can be asked: they sit at a terminal, and a question on stderr is seen. */
export function canAsk(io: Io): boolean {
  return isAtTerminal(io) && io.stderr.isTTY === true;
}

/** Asks, before there is any screen, for the name of the host that load would go to. `host` as `plainHost` gives it. */
export function confirmHost(host: string, io: Io): Promise<Confirmation> {
  // The terminal stays in its own line mode, so that there is nothing to give back however the program ends here.
  const lines = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
  return new Promise<Confirmation>((resolve) => {
    let isOver = false;
    const end = (confirmation: Confirmation, typed: string | null): void => {
      if (isOver) return;
      isOver = true;
      ignoreSignals();
      lines.close();
      // Without an answer the cursor still stands behind the question.
      if (typed === null) io.stderr.write('\n');
      resolve(confirmation);
    };
    const ignoreSignals = io.onSignal(() => end('interrupted', null));
    lines.on('close', () => end('refused', null));
    lines.question(`${host} is not this machine. Type its name to send load to it: `, (typed) => {
      end(plainHost(typed.trim()) === host ? 'confirmed' : 'refused', typed);
    });
  });
}
