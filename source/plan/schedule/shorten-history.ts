import { type ScheduleEvent, type ScheduleState, statesAfter } from './schedule-state.js';

/** A history with only its newest events, before them what those go on from: it makes the same states. */
export function shortened(events: readonly ScheduleEvent[], kept: number): readonly ScheduleEvent[] {
  const cut = Math.max(0, events.length - kept);
  const before = statesAfter(events.slice(0, cut));
  return [...[...before].flatMap(([name, state]) => eventsOf(name, state)), ...events.slice(cut)];
}

/** The fewest events that make a state. */
function eventsOf(schedule: string, { handledMs, phase, queue, times }: ScheduleState): readonly ScheduleEvent[] {
  const about = { schedule, atMs: handledMs };
  const queued = queue.map((dueMs): ScheduleEvent => ({ ...about, kind: 'due', dueMs, how: 'queued' }));
  return [{ ...about, kind: 'seen', times }, ...phaseEvents(schedule, phase, handledMs), ...queued];
}

function phaseEvents(schedule: string, phase: ScheduleState['phase'], atMs: number): readonly ScheduleEvent[] {
  switch (phase.kind) {
    case 'idle':
      return [];
    case 'pending':
      return [{ schedule, atMs: phase.sinceMs, kind: 'due', dueMs: phase.dueMs, how: 'now' }];
    case 'running': {
      const { dueMs, replacedByMs, run } = phase;
      const began: ScheduleEvent = { schedule, atMs, kind: 'began', dueMs, run };
      if (replacedByMs === null) return [began];
      return [began, { schedule, atMs, kind: 'due', dueMs: replacedByMs, how: 'instead' }];
    }
  }
}
