import type { ScheduleSpec, Timetable } from './schedule-spec.js';
import type { ScheduleEvent, ScheduleState } from './schedule-state.js';

/** What is to be done next with schedules. */
export type ScheduleAction =
  /** Keeps a decision; what follows from it is asked for afterwards. */
  | { readonly kind: 'happen'; readonly event: ScheduleEvent }
  | { readonly kind: 'measure'; readonly schedule: ScheduleSpec }
  | { readonly kind: 'start'; readonly schedule: ScheduleSpec; readonly dueMs: number }
  /** The run under way gives way to a later one. */
  | { readonly kind: 'stop'; readonly schedule: ScheduleSpec };

/** What is known of how busy the machines are for a schedule that waits to begin. */
export type Readiness =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'free' }
  | { readonly kind: 'busy'; readonly reason: string; readonly askAgainMs: number };

/** A time that passed longer ago than this was missed; before that, it is only late. */
const missedAfterMs = 60_000;

/** Missed times longer ago than this are forgotten, whatever the rule. */
const longestMissedMs = 31 * 24 * 3_600_000;

/** Times that wait for others, of one schedule. */
const longestQueue = 100;

/** What is to be done at a moment; nothing until the next time that `nextWakeMs` gives, or until something happens. */
export function nextScheduleActions(
  { atOnce, schedules }: Timetable,
  states: ReadonlyMap<string, ScheduleState>,
  nowMs: number,
  readinessOf: (schedule: string) => Readiness,
): readonly ScheduleAction[] {
  for (const schedule of schedules) {
    const event = decision(schedule, states.get(schedule.name) ?? null, nowMs, readinessOf(schedule.name));
    // Each decision may change what the next one is.
    if (event !== null) return [{ kind: 'happen', event }];
  }
  const actions: ScheduleAction[] = [];
  const known = schedules.flatMap((schedule) => {
    const state = states.get(schedule.name);
    return state === undefined ? [] : [{ schedule, state }];
  });
  let free = atOnce - known.filter(({ state }) => state.phase.kind === 'running').length;
  // Whoever has been due the longest begins first.
  const pending = known
    .flatMap(({ schedule, state: { phase } }) => (phase.kind === 'pending' ? [{ schedule, dueMs: phase.dueMs }] : []))
    .sort((one, other) => one.dueMs - other.dueMs);
  for (const { schedule, dueMs } of pending) {
    if (free <= 0) break;
    const readiness = schedule.limits === null ? isFree : readinessOf(schedule.name);
    if (readiness.kind === 'free') actions.push({ kind: 'start', schedule, dueMs });
    if (readiness.kind === 'unknown') actions.push({ kind: 'measure', schedule });
    if (readiness.kind === 'busy' && readiness.askAgainMs <= nowMs) actions.push({ kind: 'measure', schedule });
    // One that machines are too busy for does not keep others waiting.
    if (readiness.kind !== 'busy') free -= 1;
  }
  for (const { schedule, state } of known) {
    if (state.phase.kind === 'running' && state.phase.replacedByMs !== null) actions.push({ kind: 'stop', schedule });
  }
  return actions;
}

const isFree: Readiness = { kind: 'free' };

/** The next moment after `nowMs` at which time alone makes something to be done; null: none comes. */
export function nextWakeMs(
  { schedules }: Timetable,
  states: ReadonlyMap<string, ScheduleState>,
  nowMs: number,
  readinessOf: (schedule: string) => Readiness,
): number | null {
  const times = schedules.flatMap(({ name, times: cron }) => {
    const state = states.get(name);
    if (state === undefined) return [];
    const readiness = readinessOf(name);
    const asked = state.phase.kind === 'pending' && readiness.kind === 'busy' ? [readiness.askAgainMs] : [];
    const due = cron.next(state.handledMs);
    return due === null ? asked : [...asked, due];
  });
  // What could be done since before now waits for something other than time.
  const toCome = times.filter((time) => time > nowMs);
  return toCome.length === 0 ? null : Math.min(...toCome);
}

/** What is decided of one schedule at a moment; null: nothing. */
function decision(
  schedule: ScheduleSpec,
  state: ScheduleState | null,
  nowMs: number,
  readiness: Readiness,
): ScheduleEvent | null {
  const { limits, missed, name, overlap, times } = schedule;
  const about = { schedule: name, atMs: nowMs };
  const known = `${times.text} ${times.zone}`;
  // Other times than before begin now: nothing of theirs has been missed.
  if (state === null || state.times !== known) return { ...about, kind: 'seen', times: known };
  const { handledMs, phase, queue } = state;
  if (
    phase.kind === 'pending' &&
    limits !== null &&
    readiness.kind === 'busy' &&
    nowMs - phase.sinceMs >= limits.waitMs
  ) {
    return { ...about, kind: 'left', dueMs: phase.dueMs, why: 'limits', reason: readiness.reason };
  }
  const horizonMs = Math.max(handledMs, nowMs - longestMissedMs);
  const due = times.next(horizonMs);
  if (due === null || due > nowMs) return null;
  if (due < nowMs - missedAfterMs) {
    const late = lateTimes(schedule, due, nowMs);
    const kept = missed === 'skip' ? 0 : missed === 'once' ? 1 : longestQueue;
    const dropped = late.slice(0, Math.max(0, late.length - kept));
    const last = dropped.at(-1);
    if (last !== undefined) return { ...about, kind: 'missed', fromMs: due, toMs: last, count: dropped.length };
    // All that are left are to be made up for, one after the other.
    return { ...about, kind: 'due', dueMs: due, how: phase.kind === 'idle' ? 'now' : 'queued' };
  }
  if (phase.kind === 'idle') return { ...about, kind: 'due', dueMs: due, how: 'now' };
  switch (overlap) {
    case 'queue':
      if (queue.length < longestQueue) return { ...about, kind: 'due', dueMs: due, how: 'queued' };
      return { ...about, kind: 'left', dueMs: due, why: 'overlap', reason: `${longestQueue} runs wait already.` };
    case 'skip':
      return { ...about, kind: 'left', dueMs: due, why: 'overlap', reason: 'The run before it is not over.' };
    case 'replace': {
      const old = phase.kind === 'pending' ? phase.dueMs : phase.replacedByMs;
      if (old === null) return { ...about, kind: 'due', dueMs: due, how: 'instead' };
      return { ...about, kind: 'left', dueMs: old, why: 'replaced', reason: 'A later run has taken its place.' };
    }
  }
}

/** Every time from `first` on that was missed. */
function lateTimes({ times }: ScheduleSpec, first: number, nowMs: number): readonly number[] {
  const late: number[] = [];
  for (let due: number | null = first; due !== null && due < nowMs - missedAfterMs; due = times.next(due))
    late.push(due);
  return late;
}
