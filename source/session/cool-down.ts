import type { Load } from '../engine/load/load.js';
import type { Emit } from '../model/events.js';
import type { Clock } from '../time/clock.js';
import { type Baseline, isBackAtBaseline } from './baseline.js';
import type { CpuLog } from './cpu-log.js';
import type { Inbox } from './inbox.js';
import type { LoadMessage } from './load-hub.js';

/** How long servers get to come back to their baseline before the cool-down says that they are not. */
const baselineLimitMs = 60_000;

/** Marks the cool-down's own ticks in the inbox. */
const coolDownTimer = -1;

export type CoolDown = {
  readonly load: Load;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly cpu: CpuLog;
  readonly inbox: Inbox<LoadMessage>;
  /** By server; those without a baseline are not waited for. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  readonly drainLimitMs: number;
};

/**
 * Cools down: no more arrivals, wait until nothing is in flight and every server is back at its baseline. Says what it
 * waits for and how it ended. A stop or an interrupt ends the waiting at once; false then.
 */
export async function coolDown(parts: CoolDown): Promise<boolean> {
  const { load, clock, emit, cpu, inbox, baselines } = parts;
  load.rest();
  const beganMs = clock.nowMs();
  const drained = await load.drain(parts.drainLimitMs);
  if (!drained) {
    const seconds = Math.round(parts.drainLimitMs / 1000);
    emit({ kind: 'note', severity: 'warning', text: `requests were still in flight after ${seconds} s of cool-down` });
  }
  const waiting = new Set(baselines.keys());
  const stopTimer = clock.every(1000, () => inbox.post({ kind: 'timer', id: coolDownTimer }));
  try {
    while (waiting.size > 0) {
      const message = await inbox.next();
      if (message.kind === 'interrupt') {
        inbox.post(message);
        return false;
      }
      if (message.kind === 'command' && (message.command.kind === 'stop' || message.command.kind === 'start'))
        return false;
      if (message.kind !== 'timer' || message.id !== coolDownTimer) continue;
      const readings = cpu.serversBetween(beganMs, clock.nowMs());
      for (const server of [...waiting]) {
        if (isBackAtBaseline(baselines.get(server)!, readings.get(server) ?? [])) waiting.delete(server);
      }
      if (waiting.size > 0 && clock.nowMs() - beganMs > baselineLimitMs) {
        const names = [...waiting].join(', ');
        const text = `${names} did not come back to the baseline within ${baselineLimitMs / 1000} s`;
        emit({ kind: 'note', severity: 'warning', text });
        return true;
      }
    }
  } finally {
    stopTimer();
  }
  const seconds = ((clock.nowMs() - beganMs) / 1000).toFixed(1);
  const back = baselines.size > 0 ? ', every server back at its baseline' : '';
  emit({ kind: 'note', severity: 'good', text: `cooled down in ${seconds} s: nothing in flight${back}` });
  return true;
}
