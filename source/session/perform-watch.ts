import type { CooledServer } from '../model/cool-down.js';
import type { Clock } from '../time/clock.js';
import type { Baseline } from './baseline.js';
import type { CpuLog } from './cpu-log.js';
import { watchUntilRest } from './watch-until-rest.js';

/** A watch under way, without load. */
type Watching = {
  /** How each server stands, where they were to come to rest; null where nobody waits for that. */
  readonly ended: Promise<readonly CooledServer[] | null>;
  readonly stop: () => void;
};

/** Watches for so long (null: until stopped), or until all servers are back at their baselines, where there are any. */
export function performWatch(
  { baselines, durationMs }: { readonly baselines?: ReadonlyMap<string, Baseline>; readonly durationMs: number | null },
  clock: Clock,
  cpu: CpuLog,
): Watching {
  const over = Promise.withResolvers<void>();
  const rest = baselines === undefined ? null : watchUntilRest(baselines, durationMs, clock, cpu);
  const cancel = durationMs === null ? () => {} : clock.after(durationMs, over.resolve);
  void rest?.rest.then(over.resolve);
  return {
    ended: over.promise.then(() => {
      cancel();
      rest?.stop();
      return rest?.cooled() ?? null;
    }),
    stop: over.resolve,
  };
}
