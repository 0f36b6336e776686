import { z } from 'zod';
import { jobEndings } from '../model/job.js';
import { amount, cooled, count, validity } from './schema-parts.js';

const share = z.number().nullable();

const use = z
  .strictObject({
    baseline: z.number().describe('Mean at rest, before the first level.'),
    before: z.number().nullable().describe('Last reading before the level.'),
    mean: z.number(),
    peak: z.number(),
    after: z.number().nullable().describe('Last reading of its cool-down.'),
    increase: z.number().describe('Mean less the baseline.'),
    peakIncrease: z.number().describe('Peak less the baseline.'),
  })
  .nullable()
  .describe('Null where too little was read.');

const level = z.strictObject({
  level: z.string(),
  number: count,
  of: count,
  rows: count,
  columns: count,
  sizeBytes: count,
  atOnce: count,
  beganAtSeconds: amount.describe('Since the session began.'),
  durationSeconds: amount.describe('From the first upload to the end of the last job.'),
  jobs: z.array(
    z.strictObject({
      number: count,
      id: z.string().nullable().describe('As the target named it.'),
      state: z.enum(['done', 'failed', 'timeout', 'stopped']),
      accuracy: share,
      uploadSeconds: amount.nullable(),
      durationSeconds: amount.nullable().describe('From the order to train to the end of the job.'),
      heard: z.strictObject({ stream: count, poll: count }).describe('How often something was heard of it, by way.'),
      reason: z.string().nullable(),
    }),
  ),
  uses: z.array(
    z.strictObject({
      source: z.string(),
      kind: z.enum(['server', 'process']),
      readings: count,
      cpuPercent: use,
      memoryBytes: use,
      cpuSeconds: amount.nullable().describe('CPU time over the baseline, of all cores together.'),
    }),
  ),
  coolDown: cooled,
});

/** The JSON of `plimsoll jobs`. */
export const jobsResultSchema = z
  .strictObject({
    kind: z.literal('jobs'),
    target: z.string().describe('URL of the target.'),
    workload: z.literal('dataset-job'),
    seed: count,
    atOnce: count.describe('Jobs of a level that ran together.'),
    levels: z.array(level).describe('Lightest first.'),
    plannedLevels: count,
    progression: z
      .array(
        z.strictObject({
          what: z.string(),
          verdict: z.enum(['grows', 'falls', 'unrelated', 'too-few']),
          tau: z.number().describe("Kendall's tau-b of complexity and cost."),
          pValue: amount,
          factor: amount.nullable().describe('Cost of the last level over that of the first.'),
          reversals: z.array(z.strictObject({ from: z.string(), to: z.string(), factor: amount })),
          evidence: z.string(),
        }),
      )
      .describe('Whether cost grows with the level.'),
    authenticity: z
      .array(
        z.strictObject({
          check: z.enum(['load-visible', 'counts-agree', 'values-live', 'results-live']),
          level: z.string(),
          verdict: z.enum(['authentic', 'suspicious', 'unknown']),
          evidence: z.string(),
        }),
      )
      .describe('Whether it was measured at all.'),
    ended: z.enum(jobEndings),
    durationSeconds: amount,
    validity,
    sentence: z.string().describe('The answer in plain words.'),
  })
  .meta({ title: 'plimsoll jobs', description: 'The answer of `plimsoll jobs`.' });
