import { messageOf } from '../model/error.js';
import type { Emit } from '../model/events.js';
import type { Clock } from '../time/clock.js';

export type HealthWatchOptions = {
  readonly clock: Clock;
  readonly emit: Emit;
  /** Asks once, and takes no longer than it should: null when all is well, else why not. */
  readonly probe: () => Promise<string | null>;
  /** Called once, when the check has failed so often in a row that the target counts as down. */
  readonly onDown: (reason: string) => void;
};

/** A health check is asked so often. */
export const periodMs = 1_000;
/** So many failures in a row count: one or two may be a hiccup of the check itself. */
export const failuresUntilDown = 3;

/**
 * Asks a health check once a second, the first time at once, never twice at the same time. Its first failure in a row is
 * a note, the third is the end. Returns its end, which is harmless to repeat.
 */
export function watchHealth(options: HealthWatchOptions): () => void {
  const { clock, emit } = options;
  let failures = 0;
  let isAsking = false;
  let isOver = false;

  const ask = async (): Promise<void> => {
    if (isAsking || isOver) return;
    isAsking = true;
    const reason = await options.probe().catch(messageOf);
    isAsking = false;
    if (isOver) return;
    failures = reason === null ? 0 : failures + 1;
    if (reason === null) return;
    if (failures === 1) emit({ kind: 'note', severity: 'warning', text: `the health check failed: ${reason}` });
    if (failures < failuresUntilDown) return;
    stop();
    options.onDown(`the health check failed ${failures} times in a row: ${reason}`);
  };
  const cancel = clock.every(periodMs, () => void ask());
  const stop = (): void => {
    isOver = true;
    cancel();
  };
  void ask();
  return stop;
}
