import { z } from 'zod';
import { jobEndings } from '../model/job.js';
import { amount, count, text, validity } from './schema-parts.js';

/** How servers came back to rest. */
export const cooled = z.array(
  z.object({ server: text, atBaseline: z.boolean(), seconds: amount, limitSeconds: amount }),
);

const number = amount.nullable();

const level = z.object({
  level: text,
  number: count,
  of: count,
  rows: count,
  columns: count,
  sizeBytes: count,
  atOnce: count,
});

const use = z
  .object({
    baseline: amount,
    before: number,
    mean: amount,
    peak: amount,
    after: number,
    increase: amount,
    peakIncrease: amount,
  })
  .nullable();

const levelResult = level.extend({
  beganAtSeconds: amount,
  durationSeconds: amount,
  jobs: z.array(
    z.object({
      number: count,
      id: text.nullable(),
      state: z.enum(['done', 'failed', 'timeout', 'stopped']),
      accuracy: number,
      uploadSeconds: number,
      durationSeconds: number,
      heard: z.object({ stream: count, poll: count }),
      reason: text.nullable(),
    }),
  ),
  uses: z.array(
    z.object({
      source: text,
      kind: z.enum(['server', 'process']),
      readings: count,
      cpuPercent: use,
      memoryBytes: use,
      cpuSeconds: number,
    }),
  ),
  coolDown: cooled,
});

/** Where a session of dataset jobs stands. */
export const jobEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('level'), level }),
  z.object({
    kind: z.literal('job'),
    status: z.object({
      number: count,
      level: text,
      id: text.nullable(),
      state: z.enum(['uploading', 'running', 'done', 'failed', 'timeout', 'stopped']),
      word: text.nullable(),
      progress: number,
      accuracy: number,
      via: z.enum(['stream', 'poll']).nullable(),
      elapsedMs: amount,
      reason: text.nullable(),
    }),
  }),
  z.object({ kind: z.literal('level-done'), result: levelResult }),
]);

/** The answer of dataset jobs. */
export const jobsResult = z.object({
  kind: z.literal('jobs'),
  target: text,
  workload: z.literal('dataset-job'),
  seed: amount,
  atOnce: count,
  levels: z.array(levelResult),
  plannedLevels: count,
  progression: z.array(
    z.object({
      what: text,
      verdict: z.enum(['grows', 'falls', 'unrelated', 'too-few']),
      tau: amount,
      pValue: amount,
      factor: number,
      reversals: z.array(z.object({ from: text, to: text, factor: amount })),
      evidence: text,
    }),
  ),
  authenticity: z.array(
    z.object({
      check: z.enum(['load-visible', 'counts-agree', 'values-live', 'results-live']),
      level: text,
      verdict: z.enum(['authentic', 'suspicious', 'unknown']),
      evidence: text,
    }),
  ),
  ended: z.enum(jobEndings),
  durationSeconds: amount,
  validity,
  sentence: text,
});
