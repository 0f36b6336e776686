import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { DiscoveryFlag } from '../../source/model/discovery.js';
import type { ExitCode } from '../../source/model/exit-code.js';
import type { JobResult, JobsResult } from '../../source/model/job.js';
import type { Progression } from '../../source/model/job-checks.js';
import type { Validity } from '../../source/model/load.js';
import type { WorkEnding, WorkResult } from '../../source/model/work-result.js';
import { ciCases } from '../../source/publish/ci/cases.js';
import type { JobEnd } from '../../source/session/session.js';
import { jobLevel, jobsResult } from '../report/jobs-result.js';
import { scriptedAnswer, scriptedRun } from '../store/helpers/scripted-session.js';

const invalid: Validity = { valid: false, reasons: ['The generator was late.'] };

function run(met: boolean, validity?: Validity): JobEnd {
  const objectives = [{ text: 'p99 < 10ms', met, value: 5 }];
  const result = { ...scriptedRun, objectives, ...(validity === undefined ? {} : { validity }) };
  return { kind: 'result', result, isInterrupted: false };
}

/** Stopped by a rule, with every objective met until then. */
function tripped(validity: Validity = { valid: true, reasons: [] }): JobEnd {
  const result = { ...scriptedRun, ended: 'tripped', endedBecause: 'too many errors', validity } as const;
  return { kind: 'result', result, isInterrupted: false };
}

function search(estimatePerSecond: number | null, flags: readonly DiscoveryFlag[], validity?: Validity): JobEnd {
  const result = { ...scriptedAnswer, estimatePerSecond, flags, ...(validity === undefined ? {} : { validity }) };
  return { kind: 'result', result, isInterrupted: false };
}

function work(heaviestLevel: number | null, ended: WorkEnding): WorkResult {
  return {
    kind: 'discovery',
    axis: 'work',
    target: 'http://127.0.0.1/',
    workload: 'fibonacci',
    seed: 1,
    objectives: [],
    heaviestLevel,
    ended,
    bindingObjective: null,
    growth: null,
    steps: [],
    sentRequests: 1,
    badRequests: 0,
    coolDown: [],
    durationSeconds: 1,
    validity: { valid: true, reasons: [] },
    sentence: 'Found.',
  };
}

function bench(lines: readonly (number | null)[], heaviest: WorkResult): JobEnd {
  const configurations = lines.map((estimatePerSecond, level) => {
    const result = { ...scriptedAnswer, estimatePerSecond, flags: [] };
    return { level, result, coolDown: [], servers: [], streams: [] };
  });
  const { heaviestLevel, objectives, target, validity, workload } = heaviest;
  const shared = { objectives, target, validity, workload, durationSeconds: 9, sentence: 'Done.' };
  const result = { kind: 'bench', heaviest, heaviestLevel, configurations, ...shared } as const;
  return { kind: 'result', result, isInterrupted: false };
}

function level(heaviestLevel: number | null, ended: WorkEnding): JobEnd {
  return { kind: 'result', result: work(heaviestLevel, ended), isInterrupted: false };
}

function jobs(
  states: readonly (readonly JobResult['state'][])[],
  verdict: Progression['verdict'],
  change: Partial<JobsResult> = {},
): JobEnd {
  const levels = states.map((level) => ({
    ...jobLevel,
    jobs: level.map((state, index) => ({ ...jobLevel.jobs[0]!, number: index + 1, state })),
  }));
  const progression = [{ ...jobsResult.progression[0]!, verdict }];
  return { kind: 'result', result: { ...jobsResult, levels, progression, ...change }, isInterrupted: false };
}

const rows: readonly (readonly [what: string, end: JobEnd | null, interrupted: boolean, code: number])[] = [
  ['a run that met its objectives', run(true), false, 0],
  ['a run that missed one', run(false), false, 1],
  ['a run that may not be believed', run(true, invalid), false, 3],
  ['a run that was interrupted', run(true), true, 130],
  ['a run that was aborted by key', { ...run(true), isInterrupted: true } as JobEnd, false, 130],
  ['a run that a rule stopped', tripped(), false, 1],
  ['a run that a rule stopped and that may not be believed', tripped(invalid), false, 3],
  ['a target that could not be reached', { kind: 'unmeasured', reason: 'refused' }, false, 3],
  ['a search that found a line', search(814, []), false, 0],
  ['a search that may not be believed', search(814, [], invalid), false, 3],
  ['a line above the highest rate', search(null, ['beyond-max-rate']), false, 0],
  ['an objective missed even at the lowest rate', search(null, ['infeasible']), false, 1],
  ['a generator that was the limit', search(null, ['generator-limited']), false, 3],
  ['a search stopped before it knew anything', search(null, ['stopped']), false, 3],
  ['a heaviest level that was found', level(30, 'missed'), false, 0],
  ['a heaviest level found before the user stopped', level(30, 'stopped'), false, 0],
  ['not even the first level met', level(null, 'infeasible'), false, 1],
  ['no level found before the time was over', level(null, 'budget-reached'), false, 3],
  ['a bench with every line', bench([900, 500], work(30, 'missed')), false, 0],
  ['a bench that lacks a line', bench([900, null], work(30, 'missed')), false, 3],
  ['a bench whose lightest work misses', bench([], work(null, 'infeasible')), false, 1],
  ['jobs that were all done', jobs([['done', 'done']], 'grows'), false, 0],
  ['too few jobs to see a trend', jobs([['done']], 'too-few'), false, 0],
  ['jobs whose cost does not grow', jobs([['done']], 'unrelated'), false, 1],
  ['a job that failed', jobs([['done', 'failed']], 'grows'), false, 1],
  ['a job that took too long', jobs([['timeout']], 'too-few', { ended: 'timeout' }), false, 1],
  ['jobs of a target that was lost', jobs([['failed']], 'too-few', { ended: 'target-lost' }), false, 3],
  ['jobs that cannot be believed', jobs([['done']], 'grows', { validity: invalid }), false, 3],
  ['nothing at all', null, false, 130],
];

for (const [what, end, interrupted, code] of rows) {
  test(`${what} exits with ${code}`, () => assert.equal(exitCodeOf(end, interrupted), code));
}

/** The exit code that the cases for CI stand for; what was interrupted is an error there. */
function codeOfCases(end: JobEnd): ExitCode {
  const outcomes = ciCases(end).map(({ outcome }) => outcome);
  return outcomes.includes('error') ? 3 : outcomes.includes('failed') ? 1 : 0;
}

for (const [what, end, interrupted, code] of rows) {
  if (end === null || interrupted) continue;
  test(`${what} tells CI the same`, () => assert.equal(codeOfCases(end), code === 130 ? 3 : code));
}
