import type { Load } from '../engine/load/load.js';
import type { CooledServer } from '../model/cool-down.js';
import type { Cause } from '../model/run.js';
import { isBackAtBaseline } from './baseline.js';
import { drain } from './drain.js';
import type { Stage } from './stage.js';

/** How long servers get to come back to their baseline where nobody says, before the cool-down says that they are not. */
export const defaultCoolDownLimitMs = 60_000;

/** Marks the cool-down's own ticks in the inbox. */
const coolDownTimer = -1;

/**
 * How a cool-down ended: by itself or because a stop was enough; or left at once, by key or by signal. `servers`: those
 * that have a baseline, in their order.
 */
export type CooledDown = { readonly servers: readonly CooledServer[] } & (
  | { readonly kind: 'done'; readonly isStopAsked: boolean }
  | { readonly kind: 'left'; readonly cause: Cause }
);

/** What a cool-down is begun with. */
export type CoolDownOrder = {
  readonly cause: Cause;
  readonly reason: string;
  readonly drainLimitMs: number;
  /** False: only for what is in flight is waited. */
  readonly withServers: boolean;
};

/** The words of a cool-down that was asked for by key. */
export const askedByKey = 'cooling down: no new requests until everything is at rest';

/**
 * Cools down: no more arrivals, wait until nothing is in flight and every server that has a baseline is back at it, each
 * at most for the stage's limit. Says what it waits for and how it ended. A stop ends the waiting for servers, an abort or
 * an interrupt all of it. `load` is null where it was closed already.
 */
export async function coolDown(load: Load | null, stage: Stage, order: CoolDownOrder): Promise<CooledDown> {
  const { clock, emit } = stage;
  const baselines: Stage['baselines'] = order.withServers ? stage.baselines : new Map();
  stage.machine.become('cooling', order.cause, order.reason);
  load?.rest();
  const beganMs = clock.nowMs();
  const limitSeconds = stage.coolDownLimitMs / 1000;
  const cooled = new Map<string, CooledServer>();
  const verdicts = (): readonly CooledServer[] =>
    [...baselines.keys()].map(
      (server) =>
        cooled.get(server) ?? { server, atBaseline: false, seconds: secondsSince(beganMs, stage), limitSeconds },
    );
  let isEmpty = true;
  if (load !== null) {
    const drained = await drain(load, stage, order.drainLimitMs);
    if (drained.kind === 'left') return { kind: 'left', cause: drained.cause, servers: verdicts() };
    isEmpty = drained.isEmpty;
    if (!isEmpty) {
      const seconds = Math.round(order.drainLimitMs / 1000);
      emit({
        kind: 'note',
        severity: 'warning',
        text: `requests were still in flight after ${seconds} s of cool-down`,
      });
    }
    if (drained.isStopAsked) return { kind: 'done', isStopAsked: true, servers: verdicts() };
  }
  const waited = await waitForServers({ ...stage, baselines }, beganMs, (server) => {
    cooled.set(server, { server, atBaseline: true, seconds: secondsSince(beganMs, stage), limitSeconds });
    return cooled.size === baselines.size;
  });
  const servers = verdicts();
  if (waited.kind === 'left') return { kind: 'left', cause: waited.cause, servers };
  const late = servers.filter(({ atBaseline }) => !atBaseline).map(({ server }) => server);
  if (late.length > 0 && !waited.isStopAsked) {
    const text = `${late.join(', ')} did not come back to the baseline within ${limitSeconds} s`;
    emit({ kind: 'note', severity: 'warning', text });
  }
  const rest = [
    ...(isEmpty && load !== null ? ['nothing in flight'] : []),
    ...(servers.length > 0 && late.length === 0 ? ['every server back at its baseline'] : []),
  ];
  if (late.length === 0 && rest.length > 0) {
    const seconds = secondsSince(beganMs, stage).toFixed(1);
    emit({ kind: 'note', severity: 'good', text: `cooled down in ${seconds} s: ${rest.join(', ')}` });
  }
  return { kind: 'done', isStopAsked: waited.isStopAsked, servers };
}

type Waited =
  | { readonly kind: 'waited'; readonly isStopAsked: boolean }
  | { readonly kind: 'left'; readonly cause: Cause };

/** Waits for servers; `onBack` is told each that is back at its baseline, and says whether it was the last. */
async function waitForServers(stage: Stage, fromMs: number, onBack: (server: string) => boolean): Promise<Waited> {
  const { baselines, clock, cpu, inbox } = stage;
  const waiting = new Set(baselines.keys());
  if (waiting.size === 0) return { kind: 'waited', isStopAsked: false };
  const stopTimer = clock.every(1000, () => inbox.post({ kind: 'timer', id: coolDownTimer }));
  try {
    for (;;) {
      const message = await inbox.next();
      if (message.kind === 'interrupt') return { kind: 'left', cause: 'signal' };
      if (message.kind === 'failure') throw message.error;
      if (message.kind === 'command') {
        const { kind } = message.command;
        if (kind === 'abort') return { kind: 'left', cause: 'key' };
        if (kind === 'stop') return { kind: 'waited', isStopAsked: true };
        // Enough of waiting, but not of what comes after it.
        if (kind === 'start' || kind === 'accept') return { kind: 'waited', isStopAsked: false };
      }
      if (message.kind !== 'timer' || message.id !== coolDownTimer) continue;
      const readings = cpu.serversBetween(fromMs, clock.nowMs());
      for (const server of [...waiting]) {
        if (!isBackAtBaseline(baselines.get(server)!, readings.get(server) ?? [])) continue;
        waiting.delete(server);
        if (onBack(server)) return { kind: 'waited', isStopAsked: false };
      }
      if (clock.nowMs() - fromMs > stage.coolDownLimitMs) return { kind: 'waited', isStopAsked: false };
    }
  } finally {
    stopTimer();
  }
}

function secondsSince(fromMs: number, { clock }: Stage): number {
  return Math.round((clock.nowMs() - fromMs) / 100) / 10;
}
