import { parentPort, workerData } from 'node:worker_threads';
import type { SessionEventBody } from '../../../model/events.js';
import type { ServerSpec } from '../../../model/server.js';
import { createSystemClock } from '../../../time/clock.js';
import { createRandom } from '../../../time/random.js';
import type { Ask, Question } from './ask.js';
import { createSshWatches } from './ssh-watches.js';

/** What the thread is made with. `originMs` is the zero of the session's clock, on the `processNowMs()` scale. */
export type ThreadSpec = { readonly originMs: number; readonly seed: number; readonly canAsk: boolean };

/** What the thread is told. */
export type ThreadOrder =
  | { readonly kind: 'log-in-ahead'; readonly servers: readonly ServerSpec[]; readonly patienceMs: number }
  | { readonly kind: 'watch'; readonly servers: readonly ServerSpec[] }
  | { readonly kind: 'retry'; readonly server: string }
  | { readonly kind: 'show-cores'; readonly server: string | null }
  | { readonly kind: 'answer'; readonly id: number; readonly text: string | null }
  | { readonly kind: 'stop' };

/** What the thread says. */
export type ThreadWord =
  | { readonly kind: 'event'; readonly event: SessionEventBody }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  /** The answer to a question is not needed any more. */
  | { readonly kind: 'withdrawn'; readonly id: number }
  | { readonly kind: 'logged-in-ahead' }
  | { readonly kind: 'stopped' };

// Node cuts small buffers from slabs of 64 KB, and a slab stays for as long as any of its pieces does. Of each handshake the
// SSH client keeps a few dozen bytes for good, which by slabs were 20 KB a server.
Buffer.poolSize = 1024;

if (parentPort !== null) serve(parentPort, workerData as ThreadSpec);

function serve(port: NonNullable<typeof parentPort>, { originMs, seed, canAsk }: ThreadSpec): void {
  const answers = new Map<number, (text: string | null) => void>();
  let questions = 0;
  const say = (word: ThreadWord): void => port.postMessage(word);
  const ask: Ask = (question, signal) =>
    new Promise((resolve) => {
      questions += 1;
      const id = questions;
      const withdraw = (): void => {
        if (!answers.delete(id)) return;
        say({ kind: 'withdrawn', id });
        resolve(null);
      };
      answers.set(id, resolve);
      signal?.addEventListener('abort', withdraw, { once: true });
      say({ kind: 'question', id, question });
    });
  const watches = createSshWatches(
    createSystemClock(originMs),
    createRandom(seed),
    (event) => say({ kind: 'event', event }),
    canAsk ? ask : null,
  );
  port.on('message', (order: ThreadOrder) => {
    switch (order.kind) {
      case 'log-in-ahead':
        void watches.logInAhead(order.servers, order.patienceMs).then(() => say({ kind: 'logged-in-ahead' }));
        return;
      case 'watch':
        watches.watch(order.servers);
        return;
      case 'retry':
        watches.retry(order.server);
        return;
      case 'show-cores':
        watches.showCores(order.server);
        return;
      case 'answer':
        answers.get(order.id)?.(order.text);
        answers.delete(order.id);
        return;
      case 'stop':
        watches.close();
        say({ kind: 'stopped' });
        return;
    }
  });
}
