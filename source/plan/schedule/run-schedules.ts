import { messageOf } from '../../model/error.js';
import { exitCodes } from '../../model/exit-code.js';
import { plainText } from '../../model/plain-text.js';
import type { Clock } from '../../time/clock.js';
import { nextScheduleActions, nextWakeMs, type Readiness } from './next-schedule-actions.js';
import type { ScheduleSpec, Timetable } from './schedule-spec.js';
import { afterScheduleEvent, type ScheduleEvent, type ScheduleState } from './schedule-state.js';

/** How a run of a plan ended. */
export type ScheduledEnd = { readonly exitCode: number; readonly sentence: string };

/** A run of a plan that is ready to begin: its id is kept before it does anything. */
export type ReadyRun = {
  readonly run: string;
  readonly start: () => { readonly ended: Promise<ScheduledEnd>; readonly stop: (reason: string) => void };
};

/** What schedules are run with. */
export type ScheduleTools = {
  readonly clock: Clock;
  /** Keeps an event for good before it returns. What it throws ends everything. */
  readonly append: (event: ScheduleEvent) => void;
  /** Makes a run ready, new or (with its id) one that was under way before; or says in a sentence why not. */
  readonly prepare: (schedule: ScheduleSpec, run: string | null) => ReadyRun | { readonly refusal: string };
  /** Why the machines are too busy; null: they are not. */
  readonly measure: (schedule: ScheduleSpec) => Promise<string | null>;
  readonly tell: (event: ScheduleEvent) => void;
  /** The wall clock may be set, and machines may sleep: so often it is looked at, at least. */
  readonly longestWaitMs: number;
};

/** Schedules under way. */
export type ScheduleRunner = {
  /** Once all is at rest after a stop; rejects where events could not be kept. */
  readonly ended: Promise<void>;
  /** Ends what is under way properly, to be taken up again by the next start; a second time, at once. */
  readonly stop: (reason: string) => void;
};

/** How long machines that are too busy are left alone before they are asked again. */
const askAgainMs = 30_000;

/** Begins runs as they become due, from where `states` says that schedules stand. */
export function runSchedules(
  timetable: Timetable,
  states: ReadonlyMap<string, ScheduleState>,
  tools: ScheduleTools,
): ScheduleRunner {
  const { clock } = tools;
  const running = new Map<string, { readonly stop: (reason: string) => void; isGivingWay: boolean }>();
  const readiness = new Map<string, Readiness>();
  const readinessOf = (name: string): Readiness => readiness.get(name) ?? { kind: 'unknown' };
  let current = states;
  let isStopping = false;
  let failure: { readonly error: unknown } | null = null;
  let cancelWait = (): void => {};
  let settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  const ended = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const stopAll = (reason: string): void => {
    for (const { stop } of running.values()) stop(reason);
  };

  const happen = (event: ScheduleEvent): boolean => {
    if (failure !== null) return false;
    try {
      tools.append(event);
    } catch (error) {
      failure = { error };
      stopAll('the history could not be kept');
      return false;
    }
    current = afterScheduleEvent(current, event);
    tools.tell(event);
    return true;
  };

  /** Begins a run, or takes one up again whose id is known. */
  const begin = (schedule: ScheduleSpec, dueMs: number, earlier: string | null): void => {
    const { name } = schedule;
    readiness.delete(name);
    const ready = tools.prepare(schedule, earlier);
    const about = { schedule: name, atMs: clock.wallMs(), dueMs } as const;
    if ('refusal' in ready) {
      if (earlier === null) happen({ ...about, kind: 'left', why: 'refused', reason: ready.refusal });
      else happen({ ...about, kind: 'ended', run: earlier, exitCode: exitCodes.usage, sentence: ready.refusal });
      return;
    }
    const { run } = ready;
    if (earlier === null && !happen({ ...about, kind: 'began', run })) return;
    const started = ready.start();
    running.set(name, { stop: started.stop, isGivingWay: false });
    const done = ({ exitCode, sentence }: ScheduledEnd): void => {
      const isGivingWay = running.get(name)?.isGivingWay === true;
      running.delete(name);
      // What a stop of the whole has ended is not over: the next start takes it up again.
      if (!isStopping || isGivingWay || exitCode !== exitCodes.interrupted) {
        happen({ schedule: name, atMs: clock.wallMs(), kind: 'ended', dueMs, run, exitCode, sentence });
      }
      turn();
    };
    started.ended.then(done, (error: unknown) => done({ exitCode: exitCodes.unmeasured, sentence: shortText(error) }));
  };

  const measure = (schedule: ScheduleSpec): void => {
    const { name } = schedule;
    readiness.set(name, { kind: 'measuring' });
    const known = (reason: string | null): void => {
      const busy = { kind: 'busy', reason: reason ?? '', askAgainMs: clock.wallMs() + askAgainMs } as const;
      readiness.set(name, reason === null ? { kind: 'free' } : busy);
      turn();
    };
    tools.measure(schedule).then(known, (error: unknown) => known(shortText(error)));
  };

  const giveWay = ({ name }: ScheduleSpec): void => {
    const run = running.get(name);
    if (run === undefined || run.isGivingWay) return;
    run.isGivingWay = true;
    run.stop('a later run takes its place');
  };

  /** Does all that can be done now. */
  const turn = (): void => {
    cancelWait();
    cancelWait = () => {};
    while (!isStopping && failure === null) {
      const actions = nextScheduleActions(timetable, current, clock.wallMs(), readinessOf);
      let hasChanged = false;
      for (const action of actions) {
        switch (action.kind) {
          case 'happen':
            if (action.event.kind === 'left') readiness.delete(action.event.schedule);
            hasChanged = happen(action.event);
            break;
          case 'start':
            begin(action.schedule, action.dueMs, null);
            hasChanged = true;
            break;
          case 'measure':
            measure(action.schedule);
            break;
          case 'stop':
            giveWay(action.schedule);
            break;
        }
      }
      if (!hasChanged) break;
    }
    if (isStopping || failure !== null) {
      if (running.size > 0) return;
      if (failure === null) settle.resolve();
      else settle.reject(failure.error);
      return;
    }
    const wakeMs = nextWakeMs(timetable, current, clock.wallMs(), readinessOf) ?? Number.POSITIVE_INFINITY;
    const waitMs = Math.max(1, Math.min(tools.longestWaitMs, wakeMs - clock.wallMs()));
    cancelWait = clock.after(waitMs, turn);
  };

  clock.after(0, () => {
    for (const schedule of timetable.schedules) {
      const phase = current.get(schedule.name)?.phase;
      if (phase?.kind === 'running') begin(schedule, phase.dueMs, phase.run);
    }
    turn();
  });
  return {
    ended,
    stop(reason) {
      isStopping = true;
      stopAll(reason);
      turn();
    },
  };
}

/** A history keeps reasons of a length that can be read. */
function shortText(error: unknown): string {
  return plainText(messageOf(error), 2000);
}
