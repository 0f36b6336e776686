import type { PlanEvent, SessionFile } from './plan-event.js';
import type { PlanSpec } from './plan-spec.js';
import type { StepEnding } from './step-ending.js';

/** Where one step of a plan stands. */
export type StepState =
  | { readonly kind: 'waiting'; readonly attempts: number }
  | {
      readonly kind: 'running';
      readonly attempts: number;
      readonly beganMs: number;
      readonly session: SessionFile | null;
    }
  /** Before another attempt. */
  | { readonly kind: 'resting'; readonly attempts: number; readonly untilMs: number; readonly reason: string | null }
  | {
      readonly kind: 'ended';
      readonly attempts: number;
      readonly ending: StepEnding;
      readonly session: SessionFile | null;
      readonly reason: string | null;
      /** Of the last attempt. */
      readonly beganMs: number;
      readonly endedMs: number;
    }
  /** Not begun: its own condition did not hold, or a step that it needs did not go well. */
  | { readonly kind: 'skipped' | 'blocked'; readonly reason: string };

/** Where a whole plan stands. */
export type PlanState = {
  readonly steps: ReadonlyMap<string, StepState>;
  /** Nothing more is begun. */
  readonly isStopping: boolean;
  readonly isOver: boolean;
};

/** A plan of which nothing is done yet. */
export function freshState(plan: PlanSpec): PlanState {
  return {
    steps: new Map(plan.steps.map(({ name }) => [name, { kind: 'waiting', attempts: 0 }])),
    isStopping: false,
    isOver: false,
  };
}

/** The state after an event. Events of steps that the plan does not have change nothing. */
export function afterEvent(plan: PlanSpec, state: PlanState, event: PlanEvent): PlanState {
  switch (event.kind) {
    case 'plan/stopped':
      return { ...state, isStopping: true };
    case 'plan/ended':
      return { ...state, isOver: true };
    case 'plan/resumed':
      return { ...state, isStopping: false, steps: resumed(plan, state.steps, event.atMs) };
    default: {
      const before = state.steps.get(event.step);
      if (before === undefined) return state;
      return { ...state, steps: new Map(state.steps).set(event.step, stepAfter(before, event)) };
    }
  }
}

type StepEvent = Extract<PlanEvent, { readonly step: string }>;

function stepAfter(before: StepState, event: StepEvent): StepState {
  const attempts = 'attempts' in before ? before.attempts : 0;
  switch (event.kind) {
    case 'step/begun':
      return { kind: 'running', attempts: attempts + 1, beganMs: event.atMs, session: null };
    case 'step/session':
      return before.kind === 'running' ? { ...before, session: event.session } : before;
    case 'step/rests':
      return { kind: 'resting', attempts, untilMs: event.untilMs, reason: event.reason };
    case 'step/left':
      return { kind: event.how, reason: event.reason };
    case 'step/ended': {
      const { ending, reason, atMs } = event;
      const { session, beganMs } = before.kind === 'running' ? before : { session: null, beganMs: atMs };
      return { kind: 'ended', attempts, ending, reason, session, beganMs, endedMs: atMs };
    }
  }
}

/**
 * Steps as a plan takes them up again. One in the middle of which the program ended, or was interrupted, is done anew, unless
 * it is to be done once: it has been begun, and that was it. What was left out for another's sake is decided anew.
 */
function resumed(plan: PlanSpec, steps: PlanState['steps'], atMs: number): PlanState['steps'] {
  const once = new Set(plan.steps.filter((step) => step.once).map(({ name }) => name));
  return new Map([...steps].map(([name, state]) => [name, resumedStep(state, once.has(name), atMs)]));
}

function resumedStep(state: StepState, once: boolean, atMs: number): StepState {
  switch (state.kind) {
    case 'waiting':
    case 'resting':
      return state;
    case 'skipped':
    case 'blocked':
      return { kind: 'waiting', attempts: 0 };
    case 'ended':
      return state.ending === 'interrupted' && !once ? again(state.attempts) : state;
    case 'running': {
      const { attempts, beganMs, session } = state;
      if (!once) return again(attempts);
      return { kind: 'ended', attempts, ending: 'lost', reason: lostReason, session, beganMs, endedMs: atMs };
    }
  }
}

const lostReason = 'The program ended in the middle of it, and it must not be done twice.';

/** An attempt that was broken off from outside is none. */
function again(attempts: number): StepState {
  return { kind: 'waiting', attempts: attempts - 1 };
}
