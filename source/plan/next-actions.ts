import { holds, type StepFacts } from './judge-condition.js';
import type { PlanSpec, StepSpec } from './plan-spec.js';
import type { PlanState, StepState } from './plan-state.js';

/** What is to be done next with a plan. */
export type PlanAction =
  | { readonly kind: 'begin'; readonly step: StepSpec }
  | { readonly kind: 'leave'; readonly step: StepSpec; readonly how: 'skipped' | 'blocked'; readonly reason: string }
  /** Nothing before this time, unless a step ends. Wall clock, ms. */
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'end' };

/**
 * What is to be done at a moment, wall clock in ms; nothing while all that is left depends on steps that are under way.
 * `resultOf` gives the answer of a step that has ended.
 */
export function nextActions(
  plan: PlanSpec,
  { isOver, isStopping, steps }: PlanState,
  nowMs: number,
  resultOf: (step: string) => unknown,
): readonly PlanAction[] {
  if (isOver) return [];
  const actions: PlanAction[] = [];
  const states = plan.steps.map((step) => ({ step, state: steps.get(step.name) ?? untouched }));
  // What a stop has cut short is taken up again, even where it was the last.
  const isCut = isStopping && states.some(({ state }) => state.kind === 'ended' && state.ending === 'interrupted');
  if (!isCut && states.every(({ state }) => isDone(state))) return [{ kind: 'end' }];
  if (isStopping) return [];
  const factsOf = (name: string): StepFacts | null => factsIn(steps.get(name), () => resultOf(name));
  for (const { state, step } of states) {
    if (state.kind === 'resting') {
      if (state.untilMs > nowMs) actions.push({ kind: 'wait', untilMs: state.untilMs });
      else actions.push({ kind: 'begin', step });
    }
    if (state.kind !== 'waiting') continue;
    if (!step.after.every((name) => isDone(steps.get(name) ?? untouched))) continue;
    actions.push(decide(plan, step, steps, factsOf));
  }
  return actions;
}

const untouched: StepState = { kind: 'waiting', attempts: 0 };

function isDone(state: StepState): boolean {
  return state.kind === 'ended' || state.kind === 'skipped' || state.kind === 'blocked';
}

function factsIn(state: StepState | undefined, result: () => unknown): StepFacts | null {
  if (state?.kind === 'ended') return { kind: 'ended', ending: state.ending, result: result() };
  return state?.kind === 'skipped' || state?.kind === 'blocked' ? { kind: state.kind } : null;
}

function decide(
  plan: PlanSpec,
  step: StepSpec,
  steps: PlanState['steps'],
  factsOf: (name: string) => StepFacts | null,
): PlanAction {
  // An attempt was begun and came to nothing: what let it begin then still does.
  const state = steps.get(step.name);
  if (state !== undefined && 'attempts' in state && state.attempts > 0) return { kind: 'begin', step };
  if (step.condition !== null && !holds(step.condition, factsOf)) {
    return { kind: 'leave', step, how: 'skipped', reason: 'Its condition does not hold.' };
  }
  const blocking =
    step.condition === null ? step.needs.find((name) => !wentWell(plan, name, steps.get(name))) : undefined;
  if (blocking !== undefined) {
    return { kind: 'leave', step, how: 'blocked', reason: `${blocking} ${howItWent(steps.get(blocking))}.` };
  }
  const silent = step.of.find((reference) => reference.kind === 'step' && !hasSession(steps.get(reference.step)));
  if (silent?.kind !== 'step') return { kind: 'begin', step };
  return { kind: 'leave', step, how: 'blocked', reason: `${silent.step} recorded no session.` };
}

function hasSession(state: StepState | undefined): boolean {
  return state?.kind === 'ended' && state.session !== null;
}

/** Whether others may build on a step. One that was skipped by its own condition is in nobody's way. */
function wentWell(plan: PlanSpec, name: string, state: StepState | undefined): boolean {
  if (state?.kind === 'skipped') return true;
  if (state?.kind !== 'ended') return false;
  const accept = plan.steps.find((step) => step.name === name)?.accept ?? [];
  return state.ending === 'ok' || accept.includes(state.ending);
}

function howItWent(state: StepState | undefined): string {
  if (state?.kind === 'ended') return `ended as ${state.ending}`;
  return state?.kind === 'blocked' ? 'was blocked' : 'is not over';
}
