import type { CronTimes } from './cron-times.js';

/** What becomes of a run that is due while the one before it is still under way. */
export const overlapRules = ['skip', 'queue', 'replace'] as const;

type OverlapRule = (typeof overlapRules)[number];

/** What becomes of runs that were due while nothing was there to begin them. */
export const missedRules = ['skip', 'once', 'all'] as const;

type MissedRule = (typeof missedRules)[number];

/** How busy machines may be when a run begins. */
export type LevelLimits = {
  /** CPU use of each machine, 0 to 1; null: any. */
  readonly cpuRatio: number | null;
  /** Memory in use of each machine, 0 to 1; null: any. */
  readonly memoryRatio: number | null;
  /** Config file whose servers count beside this machine; null: this machine alone. */
  readonly config: string | null;
  /** How long a run waits for them before it is left out. */
  readonly waitMs: number;
};

/** One plan and its times. */
export type ScheduleSpec = {
  readonly name: string;
  /** Path of the plan file. */
  readonly plan: string;
  readonly times: CronTimes;
  readonly overlap: OverlapRule;
  readonly missed: MissedRule;
  readonly limits: LevelLimits | null;
};

/** A schedule file. */
export type Timetable = {
  readonly schedules: readonly ScheduleSpec[];
  /** Runs of all schedules that may be under way together. */
  readonly atOnce: number;
};
