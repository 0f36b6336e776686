import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';
import { type AttemptEnd, afterAttempt } from './after-attempt.js';
import { nextActions } from './next-actions.js';
import type { PlanEvent, SessionFile } from './plan-event.js';
import type { PlanSpec, StepSpec } from './plan-spec.js';
import { afterEvent, type PlanState } from './plan-state.js';

/** One attempt under way. */
export type Attempt = {
  /** Never rejects for what a step may come to; what it rejects with counts as `unmeasured`. */
  readonly ended: Promise<AttemptEnd>;
  /** Asks for a proper end, and says why where no signal does, as a clause; a second time, for an end at once. */
  readonly stop: (why: string | null) => void;
};

/** What a plan is done with. */
export type PlanTools = {
  readonly clock: Clock;
  readonly random: Random;
  /** Keeps an event for good before it returns. What it throws ends the plan. */
  readonly append: (event: PlanEvent) => void;
  readonly begin: (step: StepSpec, state: PlanState, onSession: (session: SessionFile) => void) => Attempt;
  /** The answer of a step that has ended; null without one. */
  readonly resultOf: (step: string) => unknown;
  /** Is told every event once it is kept, with the state after it. */
  readonly tell: (event: PlanEvent, state: PlanState) => void;
};

/** A plan under way. */
export type PlanRun = {
  /** The state at its end, or where it was stopped; rejects where its events could not be kept. */
  readonly ended: Promise<PlanState>;
  /** Ends the steps under way properly, and begins no more; a second time, at once. */
  readonly stop: (reason: string) => void;
  /** Ends the steps under way properly, and goes on with what may still be done. */
  readonly endSteps: () => void;
};

/** A step that has not ended so long after it was asked to is left at once. */
const patienceMs = 60_000;

/** Does what is left of a plan. */
export function performPlan(plan: PlanSpec, from: PlanState, tools: PlanTools): PlanRun {
  const { clock } = tools;
  const running = new Map<string, { readonly attempt: Attempt; isTimedOut: boolean }>();
  let state = from;
  let failure: { readonly error: unknown } | null = null;
  let cancelWait = (): void => {};
  let settle: { readonly resolve: (state: PlanState) => void; readonly reject: (error: unknown) => void };
  const ended = new Promise<PlanState>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const stopAll = (why: string | null = null): void => {
    for (const { attempt } of running.values()) attempt.stop(why);
  };

  /** Keeps an event, and then only lets it count. */
  const happen = (event: PlanEvent): boolean => {
    if (failure !== null) return false;
    try {
      tools.append(event);
    } catch (error) {
      failure = { error };
      stopAll();
      return false;
    }
    state = afterEvent(plan, state, event);
    tools.tell(event, state);
    return true;
  };

  const begin = (step: StepSpec): void => {
    const { name, timeoutMs } = step;
    if (!happen({ kind: 'step/begun', step: name, atMs: clock.wallMs() })) return;
    const attempt = tools.begin(step, state, (session) => void happen({ kind: 'step/session', step: name, session }));
    const entry = { attempt, isTimedOut: false };
    running.set(name, entry);
    let cancel = (): void => {};
    if (timeoutMs !== null) {
      cancel = clock.after(timeoutMs, () => {
        entry.isTimedOut = true;
        const why = `its time limit of ${timeoutMs / 1000} s was over`;
        attempt.stop(why);
        cancel = clock.after(patienceMs, () => attempt.stop(why));
      });
    }
    const done = ({ ending, reason }: AttemptEnd): void => {
      cancel();
      running.delete(name);
      // It may have come to its own end at the same moment.
      const isCut = entry.isTimedOut && ending === 'interrupted';
      const end: AttemptEnd = isCut
        ? { ending: 'timed-out', reason: `Its time limit of ${(timeoutMs ?? 0) / 1000} s was over.` }
        : { ending, reason };
      const current = state.steps.get(name);
      const attempts = current?.kind === 'running' ? current.attempts : 1;
      happen(afterAttempt(step, attempts, end, clock.wallMs(), tools.random));
      turn();
    };
    attempt.ended.then(done, (error: unknown) => {
      // A journal keeps reasons of a length that can be read.
      done({ ending: 'unmeasured', reason: plainText(messageOf(error), 2000) });
    });
  };

  /** Does all that can be done now. */
  const turn = (): void => {
    cancelWait();
    cancelWait = () => {};
    for (;;) {
      const actions = failure === null ? nextActions(plan, state, clock.wallMs(), tools.resultOf) : [];
      const left = actions.find((action) => action.kind === 'leave');
      if (left !== undefined) {
        // What this means for others is decided after it.
        happen({ kind: 'step/left', step: left.step.name, how: left.how, reason: left.reason });
        continue;
      }
      if (actions.some(({ kind }) => kind === 'end')) happen({ kind: 'plan/ended', atMs: clock.wallMs() });
      for (const action of actions) if (action.kind === 'begin') begin(action.step);
      const untilMs = Math.min(
        ...actions.map((action) => (action.kind === 'wait' ? action.untilMs : Number.POSITIVE_INFINITY)),
      );
      if (Number.isFinite(untilMs)) cancelWait = clock.after(Math.max(1, untilMs - clock.wallMs()), turn);
      break;
    }
    if (running.size > 0) return;
    if (failure !== null) settle.reject(failure.error);
    else if (state.isOver || state.isStopping) settle.resolve(state);
  };

  // Whoever began it has its promise first.
  clock.after(0, turn);
  return {
    ended,
    endSteps: () => stopAll('ended at the keyboard'),
    stop(reason) {
      if (!state.isStopping && !state.isOver) happen({ kind: 'plan/stopped', atMs: clock.wallMs(), reason });
      stopAll();
      turn();
    },
  };
}
