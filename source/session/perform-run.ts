import type { Load, LoadSpec } from '../engine/load/load.js';
import type { LoadTotals } from '../model/load.js';
import type { Objective } from '../model/objective.js';
import type { Cause, RunResult } from '../model/run.js';
import type { Phase } from '../model/shape.js';
import { peakRate, rateAt } from '../model/shape.js';
import { coolDown } from './cool-down.js';
import { startLoadFor } from './load-hub.js';
import { restOfPhase, scalePhase } from './plan.js';
import { type RunFacts, runResult } from './run-result.js';
import type { Stage } from './stage.js';

/** One load to be driven: what, along which phases, judged by what. */
export type RunPlan = {
  readonly target: string;
  readonly load: LoadSpec;
  readonly phases: readonly Phase[];
  readonly objectives: readonly Objective[];
  /** No key raises the rate above this; null: no limit. */
  readonly maxPerSecond: number | null;
};

type Ended = RunResult['ended'];

/**
 * Drives one load along its phases, obeying commands on the way, and returns its answer. The machine is left in
 * `finished` or `aborted`. Throws PlimsollError when the load engine itself fails.
 */
export async function performRun(plan: RunPlan, stage: Stage): Promise<RunResult> {
  const load = await startLoadFor(plan.load, stage.clock, stage.emit, stage.inbox, stage.cpu);
  try {
    const measured: { fromMs: number | null } = { fromMs: null };
    const ended = await drive(plan, stage, load, measured);
    const untilMs = stage.clock.nowMs();
    if (ended.how !== 'interrupted') {
      if (stage.machine.state() !== 'cooling')
        stage.machine.become('cooling', ended.cause, 'waiting for what is in flight');
      await load.drain(plan.load.timeoutMs + 100);
    }
    await load.close();
    const totals: LoadTotals = load.totals((phase) => phase.purpose === 'measure');
    const cpuRatios = stage.cpu.serversBetween(measured.fromMs ?? untilMs, untilMs);
    const facts: RunFacts = { plan, totals, cpuRatios, ended: ended.how };
    const result = runResult(facts);
    stage.emit({ kind: 'result', result });
    const aborted = ended.how === 'interrupted';
    stage.machine.become(aborted ? 'aborted' : 'finished', ended.cause, endWords[ended.how]);
    return result;
  } finally {
    await load.close();
  }
}

const endWords: { readonly [ended in Ended]: string } = {
  finished: 'the plan is done',
  stopped: 'stopped before the end of the plan',
  interrupted: 'interrupted',
};

/** The loop of a run: takes messages until the plan is done or somebody ends it. */
async function drive(
  plan: RunPlan,
  stage: Stage,
  load: Load,
  measured: { fromMs: number | null },
): Promise<{ readonly how: Ended; readonly cause: Cause }> {
  const { clock, emit, inbox, machine } = stage;
  const queue: Phase[] = [...plan.phases];
  let current: Phase | null = null;
  let beganMs = 0;

  const begin = (phase: Phase, cause: Cause, reason: string): void => {
    current = phase;
    beganMs = clock.nowMs();
    if (phase.purpose === 'measure') measured.fromMs ??= beganMs;
    machine.become(phase.purpose === 'warm-up' ? 'warming' : 'running', cause, reason);
    emit({ kind: 'load/rate', perSecond: rateAt(phase.shape, 0), cause, reason: phase.name });
    load.drive(phase);
  };
  const interruptCurrent = (): Phase | null => {
    const rest = current === null ? null : restOfPhase(current, clock.nowMs() - beganMs);
    current = null;
    return rest;
  };

  const first = queue.shift();
  if (first === undefined) return { how: 'finished', cause: 'plan' };
  begin(first, stage.startedBy, `${first.name} begins`);
  let paused: Phase | null = null;

  for (;;) {
    const message = await inbox.next();
    switch (message.kind) {
      case 'phase-end': {
        if (message.phase !== current) break;
        const next = queue.shift();
        if (next === undefined) return { how: 'finished', cause: 'plan' };
        begin(next, 'plan', `${next.name} begins`);
        break;
      }
      case 'interrupt':
        load.rest();
        return { how: 'interrupted', cause: 'signal' };
      case 'failure':
        throw message.error;
      case 'command': {
        const { command } = message;
        switch (command.kind) {
          case 'pause':
            if (current === null) break;
            paused = interruptCurrent();
            load.rest();
            machine.become('paused', 'key', 'paused: nothing is sent, what is in flight goes on');
            break;
          case 'resume': {
            if (machine.state() !== 'paused') break;
            const next: Phase | undefined = paused ?? queue.shift();
            paused = null;
            if (next === undefined) return { how: 'finished', cause: 'plan' };
            begin(next, 'key', 'resumed');
            break;
          }
          case 'adjust-rate': {
            const now: Phase | null = current === null ? paused : interruptCurrent();
            const factor = boundedFactor(command.factor, [...(now === null ? [] : [now]), ...queue], plan.maxPerSecond);
            if (factor === 1) {
              emit({ kind: 'note', severity: 'warning', text: `the rate stays: --max-rate is ${plan.maxPerSecond}/s` });
            }
            queue.splice(0, queue.length, ...queue.map((phase) => scalePhase(phase, factor)));
            const scaled: Phase | null = now === null ? null : scalePhase(now, factor);
            if (machine.state() === 'paused') paused = scaled;
            else if (scaled !== null) begin(scaled, 'key', `rate ${percent(factor)}`);
            break;
          }
          case 'cool-down':
            await coolDown(load, stage, plan.load.timeoutMs + 100);
            return { how: 'stopped', cause: 'key' };
          case 'stop':
            load.rest();
            return { how: 'stopped', cause: 'key' };
          case 'start':
            break;
        }
        break;
      }
      case 'window':
      case 'timer':
        break;
    }
  }
}

/** The factor, lowered so that no phase rises above the limit. */
function boundedFactor(factor: number, phases: readonly Phase[], maxPerSecond: number | null): number {
  if (maxPerSecond === null || factor <= 1) return factor;
  const peak = Math.max(0, ...phases.map((phase) => peakRate(phase.shape)));
  return peak === 0 ? factor : Math.max(1, Math.min(factor, maxPerSecond / peak));
}

function percent(factor: number): string {
  const change = Math.round((factor - 1) * 1000) / 10;
  return `${change >= 0 ? '+' : ''}${change} %`;
}
