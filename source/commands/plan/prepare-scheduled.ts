import { join } from 'node:path';
import type { Settings } from '../../config/settings.js';
import { messageOf } from '../../model/error.js';
import { type ExitCode, exitCodes } from '../../model/exit-code.js';
import { plainText } from '../../model/plain-text.js';
import type { Problem } from '../../model/problem.js';
import { fileKey } from '../../plan/plan-runs.js';
import type { ReadyRun } from '../../plan/schedule/run-schedules.js';
import type { ScheduleSpec } from '../../plan/schedule/schedule-spec.js';
import { stateFolder } from '../../record/sessions-folder.js';
import type { Clock } from '../../time/clock.js';
import type { Io } from '../io.js';
import { problemText } from '../problem-text.js';
import { readPlainFile } from '../read-plain-file.js';
import { checkSteps } from './check-steps.js';
import { newRun, openRun } from './open-run.js';
import { eventText } from './plan-text.js';
import { readPlanFile } from './read-plan-file.js';
import { scheduledReader } from './scheduled-reader.js';
import { type RunTools, startRun } from './start-run.js';

/** What runs of schedules are prepared with. */
export type ScheduledTools = {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly env: Io['env'];
  readonly say: (line: string) => void;
};

/** Makes a run of a schedule's plan ready, as the plan is now: a new one, or one that was under way before. */
export function preparePlan(
  schedule: ScheduleSpec,
  earlier: string | null,
  { clock, env, say, settings }: ScheduledTools,
): ReadyRun | { readonly refusal: string } {
  const reading = readPlanFile(schedule.plan, readPlainFile);
  if (reading.kind === 'problems') return refusal(reading.problems);
  const reader = scheduledReader(reading, settings, env);
  const tell: RunTools['tell'] = (event, state) => {
    const text = eventText(reading.plan, event, state);
    if (text !== null) say(`${schedule.name}: ${text}`);
  };
  try {
    const checked = checkSteps(reading.plan, reader);
    const problems = checked.kind === 'problems' ? checked.problems : checked.unconfirmed;
    if (problems.length > 0) return refusal(problems);
    const runs = join(stateFolder(env), 'plans', fileKey(reading.plan.name, reading.file));
    const run = earlier ?? newRun(runs, reading, clock);
    const begin = (): Started => {
      const opening = openRun(runs, run, reading, clock);
      if (opening.kind === 'refused') return overAlready(exitCodes.usage, opening.reason);
      const tools = { clock, reader, env, say: (line: string) => say(`${schedule.name}: ${line}`), tell };
      const started = startRun(reading, opening, tools);
      const ended = started.ended.then(({ exitCode, outcome }) => ({ exitCode, sentence: outcome.sentence }));
      return { ended, stop: started.stop };
    };
    return {
      run,
      start() {
        try {
          return begin();
        } catch (error) {
          return overAlready(exitCodes.unmeasured, `The run could not be kept: ${messageOf(error)}.`);
        }
      },
    };
  } catch (error) {
    return { refusal: plainText(messageOf(error), longest) };
  }
}

/** A history keeps reasons of a length that can be read. */
const longest = 2000;

function refusal(problems: readonly Problem[]): { readonly refusal: string } {
  return { refusal: plainText(problems.map(problemText).join('; '), longest) };
}

type Started = ReturnType<ReadyRun['start']>;

function overAlready(exitCode: ExitCode, sentence: string): Started {
  return { ended: Promise.resolve({ exitCode, sentence: plainText(sentence, longest) }), stop() {} };
}
