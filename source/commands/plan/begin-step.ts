import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, messageOf } from '../../model/error.js';
import { type ExitCode, exitCodes } from '../../model/exit-code.js';
import { isObject } from '../../model/plain-object.js';
import { plainText } from '../../model/plain-text.js';
import type { AttemptEnd } from '../../plan/after-attempt.js';
import type { Attempt } from '../../plan/perform-plan.js';
import type { SessionFile } from '../../plan/plan-event.js';
import type { SessionRef, StepSpec } from '../../plan/plan-spec.js';
import type { PlanState } from '../../plan/plan-state.js';
import { numberOf, resultValuesIn } from '../../plan/result-values.js';
import { endingOf } from '../../plan/step-ending.js';
import { parseJson } from '../../record/parse-json.js';
import { carryOut } from '../carry-out.js';
import type { Io } from '../io.js';
import { problemText } from '../problem-text.js';
import { readStep, type StepReader } from './step-command.js';
import { createStepIo, type StepIo } from './step-io.js';

/** What steps of one run of a plan are begun with. */
export type StepTools = {
  readonly reader: StepReader;
  readonly runFolder: string;
  readonly env: Io['env'];
  readonly say: (line: string) => void;
};

/** Answers are small: a bench of many lines has some hundred kilobytes. */
const mostAnswerBytes = 16 * 1024 * 1024;

/** Begins one attempt at a step: its command, by itself, as if it had been typed. */
export function beginStep(
  step: StepSpec,
  state: PlanState,
  onSession: (session: SessionFile) => void,
  { env, reader, runFolder, say }: StepTools,
): Attempt {
  const stepIo = createStepIo(env, (line) => say(`${step.name} | ${line}`), onSession);
  const perform = async (): Promise<AttemptEnd> => {
    const resultOf = (name: string): unknown =>
      state.steps.get(name)?.kind === 'ended' ? answerIn(join(runFolder, `${name}.json`)) : null;
    for (const { value } of resultValuesIn(step.settings).values) {
      if (numberOf(value, resultOf(value.step)) !== null) continue;
      say(`${step.name} | ${value.step} gave no number as ${value.path.join('.')}: ${value.otherwise} is taken`);
    }
    const sessionOf = (reference: SessionRef): string => sessionNamed(reference, state);
    const reading = readStep(step, reader, runFolder, { sessionOf, resultOf });
    if (reading.kind !== 'ok') {
      const reason = plainText(reading.problems.map(problemText).join('; '), 4000);
      say(`${step.name} | ${reason}`);
      return { ending: 'refused', reason };
    }
    const { answer, command } = reading;
    // What an earlier attempt left behind is no answer of this one.
    if (answer.startsWith(runFolder)) rmSync(answer, { force: true });
    const code = await carryOutIn(stepIo, () => carryOut(command, stepIo.io));
    keep(answer);
    return { ending: endingOf(code), reason: code === exitCodes.met ? null : reasonOf(stepIo, answer) };
  };
  return { ended: perform(), stop: stepIo.signal };
}

/** The answer of a step, as its file has it; null without one. */
export function answerIn(file: string): unknown {
  try {
    return statSync(file).size > mostAnswerBytes ? null : parseJson(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function carryOutIn({ io }: StepIo, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) === 'interrupted') return exitCodes.interrupted;
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    return exitCodes.unmeasured;
  }
}

/** Why a step did not end well: what its command complained of, or what its answer says of that. */
function reasonOf(stepIo: StepIo, answer: string): string | null {
  const said = stepIo.complaint() ?? (answer.endsWith('.json') ? whyNot(answerIn(answer)) : null);
  return said === null || said === '' ? null : plainText(said, 4000);
}

function whyNot(answer: unknown): string | null {
  if (!isObject(answer)) return null;
  const { endedBecause, objectives, sentence, validity } = answer;
  if (isObject(validity) && validity.valid === false && Array.isArray(validity.reasons))
    return validity.reasons.join(' ');
  if (typeof sentence === 'string') return sentence;
  if (typeof endedBecause === 'string') return endedBecause;
  if (!Array.isArray(objectives)) return null;
  const missed = objectives.filter((objective) => isObject(objective) && objective.met === false);
  return missed.map((objective) => `${objective.text} was missed (${objective.value}).`).join(' ');
}

/** The journal says that the step has ended: then its answer must outlive the machine too. */
function keep(answer: string): void {
  if (!existsSync(answer)) return;
  const file = openSync(answer, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function sessionNamed(reference: SessionRef, state: PlanState): string {
  return reference.kind === 'recorded' ? reference.reference : (sessionIn(state, reference.step)?.file ?? '');
}

function sessionIn({ steps }: PlanState, name: string): SessionFile | null {
  const state = steps.get(name);
  return state?.kind === 'ended' ? state.session : null;
}
