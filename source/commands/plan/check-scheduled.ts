import type { Settings } from '../../config/settings.js';
import type { Problem } from '../../model/problem.js';
import type { Timetable } from '../../plan/schedule/schedule-spec.js';
import type { Io } from '../io.js';
import { readPlainFile } from '../read-plain-file.js';
import { checkSteps } from './check-steps.js';
import { readLimitServers } from './measure-levels.js';
import { readPlanFile } from './read-plan-file.js';
import { scheduledReader } from './scheduled-reader.js';

/** Everything that is wrong with the plans of a timetable, and with the configs of its limits. */
export function checkScheduledPlans(
  { schedules }: Timetable,
  settings: Settings,
  io: Pick<Io, 'env'>,
): readonly Problem[] {
  return schedules.flatMap((schedule, index) => {
    const placed = (problems: readonly Problem[]): readonly Problem[] =>
      problems.map((problem) => ({ ...problem, path: `schedules[${index}] (${schedule.name}): ${problem.path}` }));
    const limits = schedule.limits === null ? { kind: 'ok' as const } : readLimitServers(schedule.limits, settings, io);
    const ofLimits = limits.kind === 'ok' ? [] : placed(limits.problems);
    const reading = readPlanFile(schedule.plan, readPlainFile);
    if (reading.kind === 'problems') return [...ofLimits, ...placed(reading.problems)];
    const checked = checkSteps(reading.plan, scheduledReader(reading, settings, io.env));
    return [...ofLimits, ...placed(checked.kind === 'problems' ? checked.problems : checked.unconfirmed)];
  });
}
