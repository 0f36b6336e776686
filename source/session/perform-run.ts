import type { LoadSpec } from '../engine/load/load.js';
import type { Objective } from '../model/objective.js';
import type { RunResult } from '../model/run.js';
import type { Phase } from '../model/shape.js';
import { drain } from './drain.js';
import { type DriveEnd, driveRun, left } from './drive-run.js';
import { startLoadFor } from './load-hub.js';
import { runResult } from './run-result.js';
import type { Stage } from './stage.js';
import type { RunLimits } from './watch-run.js';

/** One load to be driven: what, along which phases, judged by what, ended early by what. */
export type RunPlan = {
  readonly target: string;
  readonly load: LoadSpec;
  readonly phases: readonly Phase[];
  readonly objectives: readonly Objective[];
  /** No key raises the rate above this; null: no limit. */
  readonly maxPerSecond: number | null;
  readonly limits: RunLimits;
};

/**
 * Drives one load along its phases, obeying commands on the way, and returns its answer. The machine is left in
 * `finished` or `aborted`. Throws PlimsollError when the load engine itself fails.
 */
export async function performRun(plan: RunPlan, stage: Stage): Promise<RunResult> {
  const { clock, machine, cpu } = stage;
  const load = await startLoadFor(plan.load, clock, stage.emit, stage.inbox, cpu);
  try {
    let measuredFromMs: number | null = null;
    let end = await driveRun(plan, stage, load, () => {
      measuredFromMs ??= clock.nowMs();
    });
    const untilMs = clock.nowMs();
    if (end.how !== 'interrupted') {
      if (machine.state() !== 'cooling') machine.become('cooling', end.cause, coolingWords(end));
      const drained = await drain(load, stage, plan.load.timeoutMs + 100);
      if (drained.kind === 'left') end = left(drained.cause, stage);
    }
    await load.close();
    const result = runResult({
      plan,
      totals: load.totals(({ purpose }) => purpose === 'measure'),
      cpuRatios: cpu.serversBetween(measuredFromMs ?? untilMs, untilMs),
      ended: end.how,
      endedBecause: end.because,
    });
    stage.emit({ kind: 'result', result });
    const isAborted = end.how === 'interrupted' || end.how === 'tripped';
    machine.become(isAborted ? 'aborted' : 'finished', end.cause, end.because ?? 'the plan is done');
    return result;
  } finally {
    await load.close();
  }
}

function coolingWords({ how, because }: DriveEnd): string {
  const words = 'waiting for what is in flight';
  return how === 'tripped' ? `${because}; ${words}` : words;
}
