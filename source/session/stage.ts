import type { Emit } from '../model/events.js';
import type { Cause } from '../model/run.js';
import type { Clock } from '../time/clock.js';
import type { Baseline } from './baseline.js';
import type { CpuLog } from './cpu-log.js';
import type { Inbox } from './inbox.js';
import type { LoadMessage } from './load-hub.js';
import type { RunMachine } from './run-machine.js';
import type { StreamWords } from './stream-words.js';
import type { UseLog } from './use-log.js';

/** What a run and a search both play on: the session's clock, its bus, its state, its servers and the door for commands. */
export type Stage = {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly inbox: Inbox<LoadMessage>;
  readonly machine: RunMachine;
  readonly cpu: CpuLog;
  /** Everything that the servers and streams told of themselves. */
  readonly uses: UseLog;
  /** What the messages of streams say beside numbers. */
  readonly words: StreamWords;
  /** How busy each server was before load began. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  /** How long a cool-down waits for servers at most. */
  readonly coolDownLimitMs: number;
  /** What started it: a key, or the plan itself. */
  readonly startedBy: Cause;
  /** Why the session ends before its own end where no key ended it, as a clause. */
  readonly interruption: () => string;
};

/** Why something ended before its end, as a clause. */
export function interruptedWords(cause: Cause, { interruption }: Pick<Stage, 'interruption'>): string {
  return cause === 'key' ? 'aborted by key' : interruption();
}
