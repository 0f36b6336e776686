import type { Question } from '../engine/monitor/ssh/ask.js';
import { type SshThread, startSshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
import type { ServerSpec } from '../model/server.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';
import type { AskQuestion, AskUser } from '../ui/ask.js';

/** Load waits so long for logins that need nobody: servers that are slow to answer go on logging in behind it. */
const patienceMs = 3_000;

/** The logins of a session whose screen is up. */
export type ScreenLogins = {
  readonly thread: SshThread;
  /**
   * Logs in ahead of anything that must not be disturbed by it. Resolves once all have ended one way or another; without a
   * question open, after a few seconds.
   */
  readonly ahead: () => Promise<void>;
};

/** Logs in to the servers of a session over SSH, and asks on its screen whatever that takes; null where there are none. */
export function startLogins(
  servers: readonly ServerSpec[],
  clock: Clock,
  random: Random,
  ask: AskUser,
): ScreenLogins | null {
  const remote = servers.filter(({ via }) => via?.kind === 'ssh');
  if (remote.length === 0) return null;
  const thread = startSshThread(clock, random, (question, signal) => ask(screenQuestion(question), signal));
  return { thread, ahead: () => thread.logInAhead(remote, patienceMs) };
}

/** A question as it stands on the screen; the host and all that a server said is safe to print already. */
export function screenQuestion(question: Question): AskQuestion {
  switch (question.kind) {
    case 'host-key':
      return {
        kind: 'yes-no',
        title: 'unknown host key',
        lines: [
          `The host key of ${question.host} is not known:`,
          `${question.keyType} ${question.fingerprint}`,
          "Compare it with the server's own. Accept it, and keep it?",
        ],
      };
    case 'passphrase':
      return {
        kind: 'secret',
        title: 'passphrase',
        lines: [`${question.isRepeated ? 'That was not it. ' : ''}Passphrase of ${question.file}:`],
      };
    case 'prompt':
      return { kind: question.isSecret ? 'secret' : 'text', title: question.host, lines: [question.text] };
  }
}
