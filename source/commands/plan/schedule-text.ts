import type { HistoryEntry } from '../../plan/schedule/schedule-history.js';
import type { ScheduleEvent } from '../../plan/schedule/schedule-state.js';

/** What an event of a schedule is told as. */
export function scheduleEventText(event: ScheduleEvent): string {
  const { schedule } = event;
  switch (event.kind) {
    case 'seen':
      return `${schedule}: known from now on`;
    case 'due':
      return `${schedule}: due${{ now: '', queued: ', behind the one before it', instead: ', in place of the one before it' }[event.how]}`;
    case 'left':
      return `${schedule}: left out: ${event.reason}`;
    case 'missed':
      return `${schedule}: ${event.count} missed, the last at ${isoTime(event.toMs)}`;
    case 'began':
      return `${schedule}: run ${event.run}`;
    case 'ended':
      return `${schedule}: exit code ${event.exitCode}: ${event.sentence}`;
  }
}

/** The history as text, a line each, the newest last. */
export function historyText(entries: readonly HistoryEntry[]): string {
  if (entries.length === 0) return 'nothing has been due yet';
  const width = Math.max(...entries.map(({ schedule }) => schedule.length));
  return entries
    .map(({ dueAt, exitCode, outcome, reason, schedule }) => {
      const ending = exitCode === null ? outcome : `exit code ${exitCode}`;
      return `${dueAt.slice(0, 16)}Z  ${schedule.padEnd(width)}  ${ending.padEnd(13)}  ${reason ?? ''}`.trimEnd();
    })
    .join('\n');
}

/** Times to come as text, by the clocks of each schedule's zone and with their offset from UTC. */
export function dueText(
  times: readonly {
    readonly schedule: string;
    readonly zone: string;
    readonly cron: string;
    readonly due: readonly string[];
  }[],
): string {
  const lines = times.flatMap(({ cron, due, schedule, zone }) => [
    `${schedule}: ${cron} (${zone})`,
    ...(due.length === 0 ? ['  never'] : due.map((at) => `  ${at.slice(0, 10)} ${at.slice(11, 16)} ${at.slice(19)}`)),
  ]);
  return [...lines, 'Nothing was begun.'].join('\n');
}

function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
