import { createInterface } from 'node:readline';
import type { SessionEvent } from '../model/events.js';
import type { Session } from '../session/session.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { createLineCommands, lineGreeting } from '../ui/line-commands.js';
import type { Io } from './io.js';

/** What lines typed beside the sentences of a session steer. */
export type LineSteering = {
  readonly session: Session;
  readonly store: Store;
  readonly clock: Clock;
  readonly isReadOnly: boolean;
  readonly say: (sentence: string) => void;
  /** Takes a mark as an event of the session. */
  readonly tell: (event: SessionEvent) => void;
};

/** Carries out the lines that somebody types while a session goes by in sentences; returns the end of listening. */
export function steerByLines({ session, store, clock, isReadOnly, say, tell }: LineSteering, io: Io): () => void {
  const command = createLineCommands({
    store,
    isReadOnly,
    say,
    nowMs: () => clock.nowMs(),
    send: (wanted) => session.send(wanted),
    mark: (text) => tell({ atMs: clock.nowMs(), kind: 'note', severity: 'info', text, mark: true }),
    quit: () => void session.close('quit'),
  });
  const lines = createInterface({ input: io.stdin, terminal: false });
  lines.on('line', command);
  say(lineGreeting);
  return () => lines.close();
}
