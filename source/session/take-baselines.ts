import type { Emit } from '../model/events.js';
import type { Cause } from '../model/run.js';
import type { Clock } from '../time/clock.js';
import { type Baseline, baselineOf } from './baseline.js';
import type { CpuLog } from './cpu-log.js';
import type { Inbox } from './inbox.js';
import type { LoadMessage } from './load-hub.js';

/** How busy each server is before load, by name; or somebody ended the waiting. */
export type TakenBaselines =
  | { readonly kind: 'taken'; readonly baselines: ReadonlyMap<string, Baseline> }
  | { readonly kind: 'left'; readonly cause: Cause };

export type BaselineWish = {
  /** The servers to wait for. */
  readonly servers: readonly string[];
  /** Those that gave too few readings by then are left out. 0: only what is known already. */
  readonly limitMs: number;
};

/** Marks its ticks in the inbox. */
const baselineTimer = -3;

/** Takes the baselines of servers, waiting for readings where that is wished. A start or an accept ends the waiting. */
export async function takeBaselines(
  wish: BaselineWish,
  clock: Clock,
  emit: Emit,
  cpu: CpuLog,
  inbox: Inbox<LoadMessage>,
): Promise<TakenBaselines> {
  const known = (): ReadonlyMap<string, Baseline> => {
    const baselines = new Map<string, Baseline>();
    for (const [server, ratios] of cpu.serversBetween(0, clock.nowMs())) {
      const baseline = baselineOf(ratios);
      if (baseline !== null) baselines.set(server, baseline);
    }
    return baselines;
  };
  const isComplete = (): boolean => {
    const baselines = known();
    return wish.servers.every((server) => baselines.has(server));
  };
  if (wish.limitMs <= 0 || isComplete()) return { kind: 'taken', baselines: known() };
  emit({ kind: 'note', severity: 'info', text: 'watching the servers at rest, to know what they are to come back to' });
  const untilMs = clock.nowMs() + wish.limitMs;
  const stopTimer = clock.every(250, () => inbox.post({ kind: 'timer', id: baselineTimer }));
  try {
    while (!isComplete() && clock.nowMs() < untilMs) {
      const message = await inbox.next();
      if (message.kind === 'interrupt') return { kind: 'left', cause: 'signal' };
      if (message.kind !== 'command') continue;
      const { kind } = message.command;
      if (kind === 'stop' || kind === 'abort' || kind === 'cool-down') return { kind: 'left', cause: 'key' };
      if (kind === 'start' || kind === 'accept') break;
    }
  } finally {
    stopTimer();
  }
  return { kind: 'taken', baselines: known() };
}
