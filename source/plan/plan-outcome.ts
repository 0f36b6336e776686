import { z } from 'zod';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { listText } from '../model/list-text.js';
import { countText } from '../model/quantity-text.js';
import type { PlanSpec, StepSpec } from './plan-spec.js';
import type { PlanState, StepState } from './plan-state.js';
import { type StepEnding, stepEndings, worstExitCode } from './step-ending.js';

const stepOutcome = z.strictObject({
  name: z.string(),
  do: z.string(),
  outcome: z
    .enum([...stepEndings, 'skipped', 'blocked', 'waiting'])
    .describe(
      '`skipped`: its condition did not hold; `blocked`: what it needs did not go well; `waiting`: not done yet.',
    ),
  accepted: z.boolean().describe('Whether others could build on it, and it leaves the plan a success.'),
  attempts: z.number().int().min(0),
  startedAt: z.string().nullable().describe('Of the last attempt.'),
  endedAt: z.string().nullable(),
  seconds: z.number().min(0).nullable(),
  session: z.string().nullable().describe('Id of the session that it recorded.'),
  sessionFile: z.string().nullable(),
  answer: z.string().nullable().describe('File of its answer as JSON.'),
  reason: z.string().nullable(),
});

/** The answer of `plimsoll plan`, as JSON. */
const planOutcomeSchema = z.strictObject({
  kind: z.literal('plan'),
  name: z.string(),
  run: z.string().describe('Id of this run of the plan.'),
  file: z.string(),
  folder: z.string().describe('Where its journal, its answers and this outcome are kept.'),
  state: z.enum(['complete', 'stopped']).describe('`stopped`: it can be taken up again by `--resume`.'),
  exitCode: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string(),
  sentence: z.string(),
  steps: z.array(stepOutcome),
});

/** The JSON Schema (draft 7) of that answer. */
export function planResultJsonSchema() {
  const schema = planOutcomeSchema.meta({ title: 'plimsoll plan', description: 'The answer of `plimsoll plan`.' });
  return z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
}

export type PlanOutcome = Readonly<z.output<typeof planOutcomeSchema>>;

/** What of a run of a plan is not in its state. Times are wall clock, ms. */
export type RunOfPlan = {
  readonly id: string;
  readonly file: string;
  readonly folder: string;
  readonly beganMs: number;
  readonly endedMs: number;
  /** The file with a step's answer; null where it gave none. */
  readonly answerOf: (step: string) => string | null;
};

/** What came of a plan, step by step. */
export function planOutcome(plan: PlanSpec, state: PlanState, run: RunOfPlan): PlanOutcome {
  const steps = plan.steps.map((step) => outcomeOf(step, state.steps.get(step.name), run));
  const exitCode = planExitCode(plan, state);
  return {
    kind: 'plan',
    name: plan.name,
    run: run.id,
    file: run.file,
    folder: run.folder,
    state: state.isOver ? 'complete' : 'stopped',
    exitCode,
    startedAt: isoTime(run.beganMs),
    endedAt: isoTime(run.endedMs),
    sentence: sentenceOf(plan, steps),
    steps,
  };
}

/** The exit code of a plan: that of its gravest ending which nobody accepts; 130 where it was stopped. */
export function planExitCode(plan: PlanSpec, state: PlanState): ExitCode {
  if (!state.isOver) return exitCodes.interrupted;
  return worstExitCode(plan.steps.flatMap((step) => unacceptedEnding(step, state.steps.get(step.name)) ?? []));
}

function unacceptedEnding({ accept }: StepSpec, state: StepState | undefined): StepEnding | null {
  return state?.kind === 'ended' && !accept.includes(state.ending) ? state.ending : null;
}

function outcomeOf(step: StepSpec, state: StepState | undefined, run: RunOfPlan): PlanOutcome['steps'][number] {
  const head = { name: step.name, do: step.action };
  if (state?.kind !== 'ended') {
    const isLeft = state?.kind === 'skipped' || state?.kind === 'blocked';
    return {
      ...head,
      outcome: isLeft ? state.kind : 'waiting',
      accepted: state?.kind === 'skipped',
      attempts: state !== undefined && 'attempts' in state ? state.attempts : 0,
      startedAt: null,
      endedAt: null,
      seconds: null,
      session: null,
      sessionFile: null,
      answer: null,
      reason: isLeft || state?.kind === 'resting' ? state.reason : null,
    };
  }
  const { attempts, beganMs, endedMs, ending, reason, session } = state;
  return {
    ...head,
    outcome: ending,
    accepted: ending === 'ok' || step.accept.includes(ending),
    attempts,
    startedAt: isoTime(beganMs),
    endedAt: isoTime(endedMs),
    seconds: Math.max(0, Math.round((endedMs - beganMs) / 100) / 10),
    session: session?.id ?? null,
    sessionFile: session?.file ?? null,
    answer: run.answerOf(step.name),
    reason,
  };
}

function sentenceOf({ name }: PlanSpec, steps: PlanOutcome['steps']): string {
  const good = steps.filter(({ outcome }) => outcome === 'ok').length;
  const counts = new Map<string, number>();
  for (const { outcome } of steps) if (outcome !== 'ok') counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const others = [...counts].map(([outcome, count]) => `${countText(count)} ${outcome}`);
  const rest = others.length === 0 ? '' : `; ${listText(others)}`;
  return `${name} did ${countText(good)} of ${countText(steps.length)} ${steps.length === 1 ? 'step' : 'steps'} well${rest}.`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
