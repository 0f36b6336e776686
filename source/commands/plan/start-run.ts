import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExitCode } from '../../model/exit-code.js';
import { performPlan } from '../../plan/perform-plan.js';
import type { PlanEvent } from '../../plan/plan-event.js';
import { type PlanOutcome, planExitCode, planOutcome } from '../../plan/plan-outcome.js';
import { afterEvent, type PlanState } from '../../plan/plan-state.js';
import type { Clock } from '../../time/clock.js';
import { createRandom } from '../../time/random.js';
import type { Io } from '../io.js';
import { answerIn, beginStep } from './begin-step.js';
import type { OpenRun } from './open-run.js';
import type { PlanFile } from './read-plan-file.js';
import type { StepReader } from './step-command.js';

/** What came of a run. */
export type RunEnd = { readonly outcome: PlanOutcome; readonly exitCode: ExitCode };

/** What a run is done with. */
export type RunTools = {
  readonly clock: Clock;
  readonly reader: StepReader;
  readonly env: Io['env'];
  readonly say: (line: string) => void;
  readonly tell: (event: PlanEvent, state: PlanState) => void;
};

/** A run under way. */
export type RunUnderWay = {
  readonly ended: Promise<RunEnd>;
  readonly stop: (reason: string) => void;
  readonly endSteps: () => void;
};

/** Does what is left of an open run, and lets go of it. */
export function startRun(planFile: PlanFile, run: OpenRun, { clock, env, reader, say, tell }: RunTools): RunUnderWay {
  const { plan } = planFile;
  const answerFile = (step: string): string => join(run.folder, `${step}.json`);
  let { state } = run;
  if (run.isResumed && !state.isOver) {
    const event: PlanEvent = { kind: 'plan/resumed', atMs: clock.wallMs() };
    run.journal.append(event);
    state = afterEvent(plan, state, event);
  }
  const performed = performPlan(plan, state, {
    clock,
    // What failed together should not come back together: two runs of a plan differ.
    random: createRandom(Number.parseInt(planFile.hash.slice(0, 8), 16) ^ run.journal.head.atMs),
    append: run.journal.append,
    begin: (step, at, onSession) => beginStep(step, at, onSession, { env, reader, runFolder: run.folder, say }),
    resultOf: (step) => answerIn(answerFile(step)),
    tell,
  });
  const outcomeOf = (end: PlanState): RunEnd => {
    const outcome = planOutcome(plan, end, {
      id: run.id,
      file: planFile.file,
      folder: run.folder,
      beganMs: run.journal.head.atMs,
      endedMs: clock.wallMs(),
      answerOf: (step) => (existsSync(answerFile(step)) ? answerFile(step) : null),
    });
    // No step can be called that: names begin with a letter.
    writeFileSync(join(run.folder, '_outcome.json'), `${JSON.stringify(outcome, null, 2)}\n`, { mode: 0o600 });
    return { outcome, exitCode: planExitCode(plan, end) };
  };
  return {
    stop: performed.stop,
    endSteps: performed.endSteps,
    ended: performed.ended.then(outcomeOf).finally(run.release),
  };
}
