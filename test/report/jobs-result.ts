import type { JobLevelResult, JobsResult } from '../../source/model/job.js';
import { jobsSentence } from '../../source/model/jobs-sentence.js';

/** One level with one good job, as it was seen on a server and on a process. */
export const jobLevel: JobLevelResult = {
  level: 'level 1',
  number: 1,
  of: 2,
  rows: 2000,
  columns: 12,
  sizeBytes: 180_000,
  atOnce: 1,
  beganAtSeconds: 5.2,
  durationSeconds: 1.284,
  jobs: [
    {
      number: 1,
      id: 'w1-1hf-2',
      state: 'done',
      accuracy: 0.955,
      uploadSeconds: 0.043,
      durationSeconds: 1.241,
      heard: { stream: 22, poll: 0 },
      reason: null,
    },
  ],
  uses: [
    {
      source: 'here',
      kind: 'server',
      readings: 3,
      cpuPercent: { baseline: 6.1, before: 5.5, mean: 41, peak: 55.5, after: 6, increase: 34.9, peakIncrease: 49.4 },
      memoryBytes: null,
      cpuSeconds: 1.05,
    },
    { source: 'target', kind: 'process', readings: 0, cpuPercent: null, memoryBytes: null, cpuSeconds: null },
  ],
  coolDown: [{ server: 'here', atBaseline: true, seconds: 5, limitSeconds: 60 }],
};

const failed: JobLevelResult = {
  ...jobLevel,
  level: 'level 2',
  number: 2,
  rows: 3364,
  columns: 14,
  jobs: [
    {
      ...jobLevel.jobs[0]!,
      number: 2,
      id: null,
      state: 'failed',
      accuracy: null,
      uploadSeconds: null,
      durationSeconds: null,
      reason: 'expected a status from 200 to 299 for POST /datasets, got 413',
    },
  ],
  uses: [],
  coolDown: [],
};

const parts: Omit<JobsResult, 'sentence'> = {
  kind: 'jobs',
  target: 'http://127.0.0.1:8080/',
  workload: 'dataset-job',
  seed: 1,
  atOnce: 1,
  levels: [jobLevel, failed],
  plannedLevels: 2,
  progression: [
    {
      what: 'duration',
      verdict: 'too-few',
      tau: 0,
      pValue: 1,
      factor: 1,
      reversals: [{ from: 'level 1', to: 'level 2', factor: 0.5 }],
      evidence:
        '1 measurements of 1 levels are too few to show a trend of duration: even a perfect one could be chance, p 1.000',
    },
  ],
  authenticity: [
    {
      check: 'counts-agree',
      level: 'level 1',
      verdict: 'authentic',
      evidence: 'client 1, stream 1, server 1; rows: client 2000, server 2000',
    },
  ],
  ended: 'finished',
  durationSeconds: 21.4,
  validity: { valid: true, reasons: [] },
};

/** A session of two levels, the second of which failed. */
export const jobsResult: JobsResult = { ...parts, sentence: jobsSentence(parts) };
