import type { Cause } from '../model/run.js';
import type { LoadMessage } from './load-hub.js';
import type { Stage } from './stage.js';
import { waitInInbox } from './wait-in-inbox.js';

/** What commands and signals have made of a session of jobs. */
export type JobControl = {
  /** How it was ended from outside, at once; null while it was not. */
  readonly ending: () => { readonly how: 'stopped' | 'interrupted'; readonly cause: Cause } | null;
  /** Whether the level under way is to be the last. */
  readonly isLast: () => boolean;
  /** Takes messages until `done` is called or it was ended from outside. `begin` returns the cancellation. */
  readonly waitFor: (begin: (done: () => void) => () => void) => Promise<void>;
};

/** Marks the ends of its waiting in the inbox. */
const waitTimer = -5;

export function createJobControl({ emit, inbox }: Pick<Stage, 'emit' | 'inbox'>): JobControl {
  let ending: ReturnType<JobControl['ending']> = null;
  let isLast = false;
  const say = (text: string): void => emit({ kind: 'note', severity: 'info', text });
  const obey = (message: LoadMessage): void => {
    if (message.kind === 'failure') throw message.error;
    if (message.kind === 'interrupt') ending = { how: 'interrupted', cause: 'signal' };
    if (message.kind !== 'command') return;
    switch (message.command.kind) {
      case 'stop':
        ending = { how: 'stopped', cause: 'key' };
        return;
      case 'abort':
        ending = { how: 'interrupted', cause: 'key' };
        return;
      case 'cool-down':
      case 'accept':
        isLast = true;
        say('no more levels: waiting for the jobs under way, and for the servers');
        return;
      case 'pause':
        say('jobs run on the server and cannot be paused: C ends after those under way, X at once');
        return;
      case 'adjust-rate':
      case 'set-rate':
      case 'hold':
      case 'go-on':
        say('jobs have no rate: + - = and H are for plimsoll run');
        return;
      case 'start':
      case 'resume':
        return;
    }
  };
  return {
    ending: () => ending,
    isLast: () => isLast,
    waitFor: (begin) => waitInInbox({ inbox, timer: waitTimer, obey, isEnded: () => ending !== null }, begin),
  };
}
