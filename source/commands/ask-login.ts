import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Question } from '../engine/monitor/ssh/ask.js';
import { type SshThread, startSshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
import type { ServerSpec } from '../model/server.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';
import { canAsk } from './ask-line.js';
import type { Io } from './io.js';

/** What came of logging in before there is a screen. `thread` is null where no server needs one. */
export type AheadEnd =
  | { readonly kind: 'ready'; readonly thread: SshThread | null }
  /** A signal or Ctrl-C came at a question. */
  | { readonly kind: 'interrupted' };

/** Without a question open the screen comes after this: servers that are slow to answer go on logging in behind it. */
const patienceMs = 3_000;

/**
 * Logs in to the servers of a session over SSH while somebody can be asked on plain lines: about unknown host keys, for
 * passphrases and passwords. Once there is a screen, nobody is asked any more.
 */
export async function logInAhead(
  servers: readonly ServerSpec[],
  clock: Clock,
  random: Random,
  io: Io,
): Promise<AheadEnd> {
  const remote = servers.filter(({ via }) => via?.kind === 'ssh');
  if (remote.length === 0) return { kind: 'ready', thread: null };
  const interrupted = Promise.withResolvers<'interrupted'>();
  const ask = async (question: Question): Promise<string | null> => {
    const answer = await askOnTerminal(question, io);
    if (answer === 'interrupted') interrupted.resolve('interrupted');
    return answer === 'interrupted' ? null : answer.text;
  };
  const thread = startSshThread(clock, random, canAsk(io) ? ask : null);
  const end = await Promise.race([thread.logInAhead(remote, patienceMs), interrupted.promise]);
  if (end !== 'interrupted') return { kind: 'ready', thread };
  await thread.close();
  return { kind: 'interrupted' };
}

/** A question as its line on the terminal; the host and all that a server said is safe to print already. */
export function questionText(question: Question): string {
  switch (question.kind) {
    case 'host-key':
      return (
        `The host key of ${question.host} is not known:\n  ${question.keyType} ${question.fingerprint}\n` +
        "Compare it with the server's own. Type yes to accept it and keep it: "
      );
    case 'passphrase':
      return `${question.isRepeated ? 'That was not it. ' : ''}Passphrase of ${question.file}: `;
    case 'prompt':
      return `${question.host}: ${question.text} `;
  }
}

/** Asks on stderr and reads one line; what is secret is not shown. */
export function askOnTerminal(question: Question, io: Io): Promise<'interrupted' | { readonly text: string | null }> {
  const isSecret = question.kind === 'passphrase' || (question.kind === 'prompt' && question.isSecret);
  return askText(questionText(question), isSecret, io);
}

/** Asks on stderr and reads one line, which is not shown where it is secret; null where the input ends. */
export function askText(
  question: string,
  isSecret: boolean,
  io: Io,
): Promise<'interrupted' | { readonly text: string | null }> {
  // Only a line editor keeps a terminal from showing what is typed; what it would show itself goes nowhere.
  const output = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : io.stderr;
  const lines = createInterface({ input: io.stdin, output, terminal: isSecret, historySize: 0 });
  return new Promise((resolve) => {
    let isOver = false;
    const end = (answer: 'interrupted' | { readonly text: string | null }): void => {
      if (isOver) return;
      isOver = true;
      ignoreSignals();
      lines.close();
      // What was typed unseen has not moved the cursor on.
      if (isSecret || answer === 'interrupted' || answer.text === null) io.stderr.write('\n');
      resolve(answer);
    };
    const ignoreSignals = io.onSignal(() => end('interrupted'));
    lines.on('SIGINT', () => end('interrupted'));
    lines.on('close', () => end({ text: null }));
    io.stderr.write(question);
    lines.once('line', (text) => end({ text }));
  });
}
