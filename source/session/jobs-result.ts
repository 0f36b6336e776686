import { checkProgression, type LevelCost } from '../measure/progression.js';
import type { JobLevelResult, JobsResult } from '../model/job.js';
import type { AuthenticityCheck } from '../model/job-checks.js';
import { jobsSentence } from '../model/jobs-sentence.js';
import type { Validity } from '../model/load.js';
import { cpuCostOf } from './job-uses.js';
import type { JobsPlan } from './perform-jobs.js';

/** What a session of jobs came to. */
export type JobsParts = {
  readonly plan: Pick<JobsPlan, 'target' | 'seed' | 'atOnce' | 'levels'>;
  readonly levels: readonly JobLevelResult[];
  readonly authenticity: readonly AuthenticityCheck[];
  readonly ended: JobsResult['ended'];
  readonly durationSeconds: number;
};

/** Adds the judgements: does the cost go with the level, and may the measurement be believed? */
export function jobsResult({ plan, levels, authenticity, ended, durationSeconds }: JobsParts): JobsResult {
  const result: Omit<JobsResult, 'sentence'> = {
    kind: 'jobs',
    target: plan.target,
    workload: 'dataset-job',
    seed: plan.seed,
    atOnce: plan.atOnce,
    levels,
    plannedLevels: plan.levels.length,
    progression: [
      { what: 'duration', ...checkProgression('duration', durationsOf(levels)) },
      { what: 'CPU time', ...checkProgression('CPU time', cpuCostsOf(levels)) },
    ],
    authenticity,
    ended,
    durationSeconds,
    validity: validityOf(levels, authenticity),
  };
  return { ...result, sentence: jobsSentence(result) };
}

function durationsOf(levels: readonly JobLevelResult[]): readonly LevelCost[] {
  return levels.flatMap((level) =>
    level.jobs.flatMap(({ state, durationSeconds }) =>
      state === 'done' && durationSeconds !== null ? [costOf(level, durationSeconds)] : [],
    ),
  );
}

function cpuCostsOf(levels: readonly JobLevelResult[]): readonly LevelCost[] {
  return levels.flatMap((level) => {
    const cost = level.jobs.every(({ state }) => state === 'done') ? cpuCostOf(level.uses) : null;
    return cost === null ? [] : [costOf(level, cost)];
  });
}

function costOf({ level, rows, columns }: JobLevelResult, cost: number): LevelCost {
  return { level, complexity: rows * columns, cost };
}

function validityOf(levels: readonly JobLevelResult[], checks: readonly AuthenticityCheck[]): Validity {
  const isAnyDone = levels.some(({ jobs }) => jobs.some(({ state }) => state === 'done'));
  const reasons = [
    ...(isAnyDone ? [] : ['No job was done.']),
    ...checks
      .filter(({ verdict }) => verdict === 'suspicious')
      .map(({ check, level, evidence }) => `${suspicions[check]} in ${level}: ${evidence}.`),
  ];
  return { valid: reasons.length === 0, reasons };
}

const suspicions: { readonly [check in AuthenticityCheck['check']]: string } = {
  'load-visible': 'No server shows the load',
  'counts-agree': 'Counts disagree',
  'values-live': 'Readings repeat',
  'results-live': 'Results repeat',
};
