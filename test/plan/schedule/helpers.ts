import assert from 'node:assert/strict';
import { readSchedules } from '../../../source/plan/schedule/read-schedules.js';
import type { Timetable } from '../../../source/plan/schedule/schedule-spec.js';

/** The timetable of schedules, which must be good ones; each gets what it does not say. */
export function timetableOf(schedules: readonly object[], more: object = {}): Timetable {
  const content = {
    ...more,
    schedules: schedules.map((schedule, index) => ({
      name: `s${index}`,
      plan: 'plan.json',
      cron: '0 * * * *',
      ...schedule,
    })),
  };
  const reading = readSchedules(JSON.stringify(content), '/plans');
  return reading.kind === 'ok' ? reading.timetable : assert.fail(JSON.stringify(reading.problems));
}
