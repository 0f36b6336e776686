import type { Load } from '../engine/load/load.js';
import { isBackAtBaseline } from './baseline.js';
import type { Stage } from './stage.js';

/** How long servers get to come back to their baseline before the cool-down says that they are not. */
const baselineLimitMs = 60_000;

/** Marks the cool-down's own ticks in the inbox. */
const coolDownTimer = -1;

/**
 * Cools down, as asked by key: no more arrivals, wait until nothing is in flight and every server that has a baseline is
 * back at it. Says what it waits for and how it ended. A stop or an interrupt ends the waiting at once; false then.
 */
export async function coolDown(load: Load, stage: Stage, drainLimitMs: number): Promise<boolean> {
  const { clock, emit, cpu, inbox, baselines } = stage;
  stage.machine.become('cooling', 'key', 'cooling down: no new requests until everything is at rest');
  load.rest();
  const beganMs = clock.nowMs();
  const drained = await load.drain(drainLimitMs);
  if (!drained) {
    const seconds = Math.round(drainLimitMs / 1000);
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
  const rest = [
    ...(drained ? ['nothing in flight'] : []),
    ...(baselines.size > 0 ? ['every server back at its baseline'] : []),
  ];
  if (rest.length > 0)
    emit({ kind: 'note', severity: 'good', text: `cooled down in ${seconds} s: ${rest.join(', ')}` });
  return true;
}
