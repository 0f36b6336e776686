import type { Inbox } from './inbox.js';
import type { LoadMessage } from './load-hub.js';

/** Somebody who takes messages while he waits. */
export type Waiter = {
  readonly inbox: Inbox<LoadMessage>;
  /** Marks the ends of his waiting in the inbox. */
  readonly timer: number;
  /** What it returns is waited for, where it is a promise. */
  readonly obey: (message: LoadMessage) => unknown;
  /** Whether there is nothing more to wait for, since he was ended from outside. */
  readonly isEnded: () => boolean;
};

/** Obeys messages until `done` is called or the waiter is ended. `begin` returns the cancellation. */
export async function waitInInbox(
  { inbox, timer, obey, isEnded }: Waiter,
  begin: (done: () => void) => () => void,
): Promise<void> {
  let isOver = false;
  // The end is a message of its own, since at rest no other may come; the flag, since a pause takes messages too.
  const cancel = begin(() => {
    isOver = true;
    inbox.post({ kind: 'timer', id: timer });
  });
  try {
    while (!isOver && !isEnded()) await obey(await inbox.next());
  } finally {
    cancel();
  }
}
