import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../model/error.js';
import type { Emit } from '../../../model/events.js';
import type { ServerSpec } from '../../../model/server.js';
import { type Clock, processNowMs } from '../../../time/clock.js';
import type { Random } from '../../../time/random.js';
import type { Ask } from './ask.js';
import type { ThreadOrder, ThreadSpec, ThreadWord } from './ssh-thread.js';

/**
 * The access of a session to servers over SSH, on a thread of its own: key exchanges and a fleet's frames never keep a key
 * press or a frame of the screen waiting.
 */
export type SshThread = {
  /**
   * Logs in to servers before anything is watched. Resolves once all have ended one way or another, or after `patienceMs`
   * without a question open; what has not ended goes on.
   */
  readonly logInAhead: (servers: readonly ServerSpec[], patienceMs: number) => Promise<void>;
  /** Begins to watch; what is seen reaches `emit`. */
  readonly watch: (servers: readonly ServerSpec[], emit: Emit) => void;
  readonly retry: (server: string) => void;
  readonly showCores: (server: string | null) => void;
  /** Ends every connection and the thread. Twice is harmless; nothing is emitted afterwards. */
  readonly close: () => Promise<void>;
};

/**
 * V8 lets the space of new objects grow to 48 MB, where most of a fleet's readings wait as garbage: a sixteenth is enough. How
 * far old objects may pile up before they are collected goes by the limit of all of them: at 256 MB by a third of what is
 * alive, by default up to four times as much. Servers are about 25 KB each, so that a thousand are far from the limit.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 256 };

/** A thread that does not say that it has stopped is ended all the same. */
const longestStopMs = 2_000;

/** Starts the thread. `ask` is null where there is nobody: then what is unknown or locked is refused with a sentence. */
export function startSshThread(clock: Clock, random: Random, ask: Ask | null): SshThread {
  const workerData: ThreadSpec = {
    originMs: processNowMs() - clock.nowMs(),
    seed: Math.floor(random() * 2 ** 32),
    canAsk: ask !== null,
  };
  const worker = new Worker(new URL('./ssh-thread.js', import.meta.url), { workerData, resourceLimits });
  const loggedIn = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  let watched: readonly ServerSpec[] = [];
  let emit: Emit = () => {};
  let closing: Promise<void> | null = null;
  /** Questions that stand. */
  const open = new Map<number, AbortController>();
  const order = (given: ThreadOrder): void => worker.postMessage(given);

  worker.on('message', (word: ThreadWord) => {
    switch (word.kind) {
      case 'event':
        if (closing === null) emit(word.event);
        return;
      case 'question': {
        const { id, question } = word;
        const withdrawal = new AbortController();
        open.set(id, withdrawal);
        void (ask?.(question, withdrawal.signal) ?? Promise.resolve(null))
          .catch(() => null)
          .then((text) => {
            open.delete(id);
            order({ kind: 'answer', id, text });
          });
        return;
      }
      case 'withdrawn':
        open.get(word.id)?.abort();
        return;
      case 'logged-in-ahead':
        loggedIn.resolve();
        return;
      case 'stopped':
        gone.resolve();
        return;
    }
  });
  const fail = (reason: string): void => {
    for (const question of open.values()) question.abort();
    loggedIn.resolve();
    gone.resolve();
    if (closing !== null) return;
    for (const { name } of watched) {
      emit({ kind: 'server/state', server: name, state: { kind: 'refused', reason } });
    }
  };
  worker.on('error', (error) => fail(`the thread that watches servers failed: ${messageOf(error)}`));
  worker.on('exit', () => fail('the thread that watches servers has ended'));

  return {
    logInAhead(servers, patienceMs) {
      order({ kind: 'log-in-ahead', servers, patienceMs });
      return loggedIn.promise;
    },
    watch(servers, to) {
      watched = servers;
      emit = to;
      order({ kind: 'watch', servers });
    },
    retry: (server) => order({ kind: 'retry', server }),
    showCores: (server) => order({ kind: 'show-cores', server }),
    close() {
      closing ??= (async () => {
        order({ kind: 'stop' });
        const cancel = clock.after(longestStopMs, gone.resolve);
        await gone.promise;
        for (const question of open.values()) question.abort();
        cancel();
        await worker.terminate();
      })();
      return closing;
    },
  };
}
