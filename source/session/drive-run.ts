import type { Load } from '../engine/load/load.js';
import type { Stopping } from '../engine/load/stop-rule.js';
import type { AlertAction } from '../model/alert.js';
import type { Cause, LoadCommand, RunResult } from '../model/run.js';
import type { Phase } from '../model/shape.js';
import { askedByKey, coolDown } from './cool-down.js';
import { afterElapsed, beginCourse, type Course, nextPhase, presentPhase, presentRate } from './course.js';
import type { RunPlan } from './perform-run.js';
import { interruptedWords, type Stage } from './stage.js';
import { type Steering, steer } from './steer.js';
import { createRunWatch, levelTimer } from './watch-run.js';

/** How the driving of a run ended. */
export type DriveEnd = {
  readonly how: RunResult['ended'];
  readonly cause: Cause;
  /** Why it ended before its plan did, as one clause; null where it did not. */
  readonly because: string | null;
};

const planDone: DriveEnd = { how: 'finished', cause: 'plan', because: null };

/**
 * Drives a load along its plan, obeying commands and asking the stop rules on the way, until the plan is done or
 * something ends it. `onMeasure` is called when the first measured phase begins.
 */
export async function driveRun(plan: RunPlan, stage: Stage, load: Load, onMeasure: () => void): Promise<DriveEnd> {
  const { clock, emit, inbox, machine } = stage;
  const watch = createRunWatch(plan.limits, plan.load.timeoutMs, stage, load);
  let course = beginCourse(plan.phases);
  let driving: { readonly phase: Phase; readonly beganMs: number } | null = null;

  const tellRate = (phase: Phase, cause: Cause, reason: string): void => {
    const held = course.heldPerSecond === null ? {} : { held: true as const };
    const perSecond = presentRate(course);
    emit({ kind: 'load/rate', perSecond, cause, reason: reason === '' ? phase.name : reason, ...held });
  };
  /** Drives what is present in the course; the end of the run where nothing is. */
  const go = (cause: Cause, reason: string): DriveEnd | null => {
    const phase = presentPhase(course);
    if (phase === null) return planDone;
    // The load before the words: what telling takes must not come between the course and what is really sent.
    load.drive(phase);
    driving = { phase, beganMs: clock.nowMs() };
    if (phase.purpose === 'measure') onMeasure();
    machine.become(phase.purpose === 'warm-up' ? 'warming' : 'running', cause, reason || `${phase.name} begins`);
    tellRate(phase, cause, reason);
    return null;
  };
  const drivenPhase = (): Phase | null => driving?.phase ?? null;
  /** The course as it is at this moment. */
  const courseNow = (): Course => (driving === null ? course : afterElapsed(course, clock.nowMs() - driving.beganMs));
  const stopped = (stopping: Exclude<Stopping, { readonly kind: 'proceed' }>): DriveEnd => {
    load.rest();
    const isFault = stopping.kind === 'fail';
    const text = `${isFault ? 'stopped sending' : 'the run has what it was made for'}: ${stopping.reason}`;
    emit({ kind: 'note', severity: isFault ? 'critical' : 'good', text });
    return { how: isFault ? 'tripped' : 'finished', cause: 'rule', because: stopping.reason };
  };
  const change = (command: Steering): DriveEnd | null => {
    const now = courseNow();
    const phase = presentPhase(now);
    if (phase === null) return planDone;
    const steered = steer(now, command, plan.maxPerSecond);
    if (steered.kind === 'stays') {
      emit({ kind: 'note', severity: 'warning', text: steered.words });
      return null;
    }
    course = steered.course;
    if (steered.remark !== null) emit({ kind: 'note', severity: 'warning', text: steered.remark });
    if (driving !== null) return go('key', steered.words);
    tellRate(phase, 'key', steered.words);
    return null;
  };
  const pause = (cause: Cause, reason: string): null => {
    if (driving === null) return null;
    load.rest();
    course = courseNow();
    driving = null;
    watch.rest();
    machine.become('paused', cause, reason);
    return null;
  };
  const coolOff = async (cause: Cause, reason: string, because: string): Promise<DriveEnd> => {
    watch.rest();
    const drainLimitMs = plan.load.timeoutMs + 100;
    const cooled = await coolDown(load, stage, { cause, reason, drainLimitMs, withServers: true });
    return cooled.kind === 'left'
      ? left(cooled.cause, stage)
      : { how: cause === 'rule' ? 'tripped' : 'stopped', cause, because };
  };
  const followRule = async (action: AlertAction, reason: string): Promise<DriveEnd | null> => {
    switch (action) {
      case 'pause':
        return pause('rule', reason);
      case 'cool-down':
        return coolOff('rule', reason, reason);
      case 'stop':
        return drivenPhase() === null ? null : stopped({ kind: 'fail', reason });
    }
  };
  const obey = async (command: LoadCommand): Promise<DriveEnd | null> => {
    switch (command.kind) {
      case 'pause':
        return pause('key', 'paused: nothing is sent, what is in flight goes on');
      case 'resume':
        if (driving !== null) return null;
        watch.begin();
        return go('key', 'resumed');
      case 'adjust-rate':
      case 'set-rate':
      case 'hold':
      case 'go-on':
        return change(command);
      case 'cool-down':
        return coolOff('key', askedByKey, 'cooled down by key');
      case 'stop':
        load.rest();
        return { how: 'stopped', cause: 'key', because: 'stopped by key' };
      case 'abort':
        return left('key', stage);
      case 'start':
      case 'accept':
        return null;
    }
  };

  watch.begin();
  let end = go(stage.startedBy, '');
  try {
    while (end === null) {
      const message = await inbox.next();
      switch (message.kind) {
        case 'phase-end':
          if (message.phase !== drivenPhase()) break;
          course = nextPhase(course);
          end = go('plan', '');
          break;
        case 'command':
          end = await obey(message.command);
          break;
        case 'interval':
        case 'timer':
        case 'down': {
          const stopping: Stopping =
            message.kind === 'interval'
              ? watch.onInterval(message.interval)
              : message.kind === 'down'
                ? { kind: 'fail', reason: `${message.reason} (trip-wire health check)` }
                : message.id === levelTimer
                  ? watch.onLevel()
                  : { kind: 'proceed' };
          if (drivenPhase() !== null && stopping.kind !== 'proceed') end = stopped(stopping);
          break;
        }
        case 'rule':
          end = await followRule(message.action, message.reason);
          break;
        case 'interrupt':
          end = left('signal', stage);
          break;
        case 'failure':
          throw message.error;
        case 'window':
        case 'drained':
          break;
      }
    }
  } finally {
    watch.rest();
  }
  return end;
}

/** The end of a run that nobody waits for. */
export function left(cause: Cause, stage: Stage): DriveEnd {
  return { how: 'interrupted', cause, because: interruptedWords(cause, stage) };
}
