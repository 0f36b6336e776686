import type { Load } from '../engine/load/load.js';
import type { Cause } from '../model/run.js';
import { isBackAtBaseline } from './baseline.js';
import { drain } from './drain.js';
import type { Stage } from './stage.js';

/** How long servers get to come back to their baseline before the cool-down says that they are not. */
const baselineLimitMs = 60_000;

/** Marks the cool-down's own ticks in the inbox. */
const coolDownTimer = -1;

/** How a cool-down ended: by itself or because a stop was enough; or left at once, by key or by signal. */
export type CooledDown = { readonly kind: 'done' } | { readonly kind: 'left'; readonly cause: Cause };

/**
 * Cools down, as asked by key: no more arrivals, wait until nothing is in flight and every server that has a baseline is
 * back at it. Says what it waits for and how it ended. A stop ends the waiting for servers, an abort or an interrupt all of
 * it.
 */
export async function coolDown(load: Load, stage: Stage, drainLimitMs: number): Promise<CooledDown> {
  const { clock, emit, cpu, inbox, baselines } = stage;
  stage.machine.become('cooling', 'key', 'cooling down: no new requests until everything is at rest');
  load.rest();
  const beganMs = clock.nowMs();
  const drained = await drain(load, stage, drainLimitMs);
  if (drained.kind === 'left') return drained;
  if (!drained.isEmpty) {
    const seconds = Math.round(drainLimitMs / 1000);
    emit({ kind: 'note', severity: 'warning', text: `requests were still in flight after ${seconds} s of cool-down` });
  }
  if (drained.isStopAsked) return { kind: 'done' };
  const waiting = new Set(baselines.keys());
  const stopTimer = clock.every(1000, () => inbox.post({ kind: 'timer', id: coolDownTimer }));
  try {
    while (waiting.size > 0) {
      const message = await inbox.next();
      if (message.kind === 'interrupt') return { kind: 'left', cause: 'signal' };
      if (message.kind === 'command') {
        const { kind } = message.command;
        if (kind === 'abort') return { kind: 'left', cause: 'key' };
        if (kind === 'stop' || kind === 'start') return { kind: 'done' };
      }
      if (message.kind !== 'timer' || message.id !== coolDownTimer) continue;
      const readings = cpu.serversBetween(beganMs, clock.nowMs());
      for (const server of [...waiting]) {
        if (isBackAtBaseline(baselines.get(server)!, readings.get(server) ?? [])) waiting.delete(server);
      }
      if (waiting.size > 0 && clock.nowMs() - beganMs > baselineLimitMs) {
        const names = [...waiting].join(', ');
        const text = `${names} did not come back to the baseline within ${baselineLimitMs / 1000} s`;
        emit({ kind: 'note', severity: 'warning', text });
        return { kind: 'done' };
      }
    }
  } finally {
    stopTimer();
  }
  const seconds = ((clock.nowMs() - beganMs) / 1000).toFixed(1);
  const rest = [
    ...(drained.isEmpty ? ['nothing in flight'] : []),
    ...(baselines.size > 0 ? ['every server back at its baseline'] : []),
  ];
  if (rest.length > 0)
    emit({ kind: 'note', severity: 'good', text: `cooled down in ${seconds} s: ${rest.join(', ')}` });
  return { kind: 'done' };
}
