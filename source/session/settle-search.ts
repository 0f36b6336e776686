import type { Load } from '../engine/load/load.js';
import type { CooledServer } from '../model/cool-down.js';
import { coolDown } from './cool-down.js';
import type { Ending } from './obey.js';
import { interruptedWords, type Stage } from './stage.js';

/** How a search ended once everything was at rest. Null: by itself. */
export type Settled = { readonly ending: Ending | null; readonly coolDown: readonly CooledServer[] };

/**
 * Brings everything to rest after a search: waits for what is in flight and for the servers, unless whoever ended it has
 * cooled down already, or would not wait.
 */
export async function settleSearch(
  load: Load | null,
  stage: Stage,
  ending: Ending | null,
  drainLimitMs: number,
): Promise<Settled> {
  load?.rest();
  if (ending !== null && (ending.cooled !== null || ending.how === 'interrupted')) {
    return { ending, coolDown: ending.cooled ?? [] };
  }
  const reason = 'waiting for what is in flight';
  const cooled = await coolDown(load, stage, {
    cause: ending?.cause ?? 'plan',
    reason,
    drainLimitMs,
    // Whoever stops, and whoever lost the target, has nothing left to wait for.
    withServers: ending === null || ending.goesOn,
  });
  if (cooled.kind === 'left') {
    const left: Ending = { how: 'interrupted', cause: cooled.cause, goesOn: false, cooled: cooled.servers };
    return { ending: left, coolDown: cooled.servers };
  }
  const stopped: Ending = { how: 'accepted', cause: 'key', goesOn: false, cooled: cooled.servers };
  return { ending: ending ?? (cooled.isStopAsked ? stopped : null), coolDown: cooled.servers };
}

/** Leaves the machine of a session as its last search ended. */
export function endMachine(stage: Stage, ending: Ending | null, done: string): void {
  const cause = ending?.cause ?? 'plan';
  if (ending?.how === 'interrupted') {
    stage.machine.become('aborted', cause, interruptedWords(cause, stage));
  } else {
    stage.machine.become('finished', cause, done);
  }
}
