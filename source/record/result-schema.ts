import { z } from 'zod';
import { discoveryFlags, searchStrategies } from '../model/discovery.js';
import { noLatency } from '../model/histogram.js';
import type { NamedResult } from '../model/run.js';
import { workEndings } from '../model/work-result.js';
import { cooled, jobsResult } from './job-schema.js';
import { amount, count, outcomes, text, validity } from './schema-parts.js';

const arrivals = z.enum(['poisson', 'paced']);
const range = z.tuple([amount, amount]);
const countAndRate = z.object({ count, perSecond: amount });
const latency = z.object({ mean: amount, p50: amount, p90: amount, p99: amount, p999: amount, max: amount });
const figure = amount.nullable();
/** Older recordings have zeros where there was nothing to measure. */
const figures = z.object({ mean: figure, p50: figure, p90: figure, p99: figure, p999: figure, max: figure });
const noTimings = { connect: null, firstByte: null, body: null, server: null };

/** What older recordings lack is filled in. */
const runFields = z.object({
  kind: z.literal('run'),
  target: text,
  arrivals,
  seed: amount,
  pacing: z.enum(['precise', 'economical', 'auto']).default('auto'),
  intended: countAndRate,
  offered: countAndRate,
  achieved: countAndRate,
  outcomes,
  responseTimeMs: figures,
  serviceTimeMs: figures,
  timingsMs: z
    .object({
      connect: latency.nullable(),
      firstByte: latency.nullable(),
      body: latency.nullable(),
      server: latency.nullable(),
    })
    .default(noTimings),
  requests: z.array(z.object({ name: text, outcomes, responseTimeMs: figures, serviceTimeMs: figures })).default([]),
  resent: count.default(0),
  redirected: count.default(0),
  sendLagMs: z.object({ p50: figure, p99: figure, max: figure }),
  durationSeconds: amount,
  ended: z.enum(['finished', 'stopped', 'interrupted', 'tripped']),
  endedBecause: text.nullable().default(null),
  validity,
  objectives: z.array(z.object({ text, met: z.boolean(), value: amount.nullable() })),
});

/** The answer of a run. */
const runResult = runFields.transform((result) => {
  const none = { p50: null, p99: null, max: null };
  return {
    ...withKnownTimes(result),
    requests: result.requests.map(withKnownTimes),
    sendLagMs: result.offered.count === 0 ? none : result.sendLagMs,
  };
});

type Timed = Pick<NamedResult, 'outcomes' | 'responseTimeMs' | 'serviceTimeMs'>;

/** Times are of good answers. */
function withKnownTimes<Result extends Timed>(result: Result): Result {
  return result.outcomes.ok === 0 ? { ...result, responseTimeMs: noLatency, serviceTimeMs: noLatency } : result;
}

const curvePoint = z.object({
  perSecond: amount,
  p50Ms: amount,
  p90Ms: amount,
  p99Ms: amount,
  badRatio: amount,
  load: z
    .object({
      seconds: amount,
      requests: count,
      sent: count,
      outcomes,
      late: count.nullable(),
      responseTimeMs: latency,
      p999Interval95Ms: range.nullable(),
    })
    .optional(),
  intervals95: z.object({ p50Ms: range.nullable(), p90Ms: range.nullable(), p99Ms: range.nullable() }).optional(),
});

const bottleneck = z.object({
  label: text,
  server: text.nullable(),
  resource: text.nullable(),
  headroom: amount.nullable(),
  reason: text.optional(),
  suspects: z
    .array(z.object({ server: text, resource: text, headroom: amount, interval95: range.nullable() }))
    .optional(),
});

/** The answer of a search for the load line. */
export const discoveryResult = z.object({
  kind: z.literal('discovery'),
  axis: z.literal('rate'),
  target: text,
  arrivals,
  seed: amount,
  objectives: z.array(text),
  estimatePerSecond: amount.nullable(),
  bracketPerSecond: range.nullable().default(null),
  interval95: range.nullable(),
  certifiedPerSecond: amount.nullable(),
  heldPerSecond: amount.nullable().optional(),
  verified: z.boolean(),
  bindingObjective: text.nullable(),
  bottleneck: bottleneck.nullable(),
  probeSeconds: amount,
  idleSeconds: amount,
  peakPerSecond: amount,
  badRequests: count,
  sentRequests: count,
  flags: z.array(z.enum(discoveryFlags)),
  curve: z.array(curvePoint),
  kneePerSecond: amount.nullable().optional(),
  strategy: z.enum(searchStrategies).optional(),
  judgedBy: z.enum(['percentile', 'mean']).optional(),
  earlierPerSecond: amount.nullable().optional(),
  scalability: z
    .object({ alpha: amount, beta: amount, peakPerSecond: amount, interval95: z.tuple([amount, amount.nullable()]) })
    .nullable()
    .optional(),
  coolDown: cooled.optional(),
  durationSeconds: amount,
  validity,
  sentence: text,
});

/** The answer of a search for the heaviest work. */
export const workResult = z.object({
  kind: z.literal('discovery'),
  axis: z.literal('work'),
  target: text,
  workload: text,
  seed: amount,
  objectives: z.array(text),
  heaviestLevel: amount.nullable(),
  ended: z.enum(workEndings),
  bindingObjective: text.nullable(),
  growth: amount.nullable(),
  steps: z.array(
    z.object({
      level: amount,
      met: z.boolean(),
      requests: count,
      badRatio: amount,
      meanMs: amount.nullable(),
      p50Ms: amount.nullable(),
      maxMs: amount.nullable(),
      aborted: z.boolean(),
    }),
  ),
  sentRequests: count,
  badRequests: count,
  coolDown: cooled,
  durationSeconds: amount,
  validity,
  sentence: text,
});

const meanAndMax = z.object({ mean: amount, max: amount }).nullable();

const benchResult = z.object({
  kind: z.literal('bench'),
  target: text,
  workload: text,
  objectives: z.array(text),
  heaviestLevel: amount.nullable(),
  heaviest: workResult,
  configurations: z.array(
    z.object({
      level: amount,
      result: discoveryResult,
      coolDown: cooled,
      servers: z.array(
        z.object({
          server: text,
          samples: count,
          cpuPercent: meanAndMax,
          memoryUsedBytes: meanAndMax,
          memoryTotalBytes: amount.nullable(),
        }),
      ),
      streams: z.array(z.object({ stream: text, messages: count, cpuPercent: meanAndMax })),
    }),
  ),
  durationSeconds: amount,
  validity,
  sentence: text,
});

const suiteResult = z.object({
  kind: z.literal('suite'),
  benches: z.array(benchResult),
  unmeasured: z.array(z.object({ target: text, workload: text, reason: text })),
  durationSeconds: amount,
  validity,
  sentence: text,
});

const monitorResult = z.object({
  kind: z.literal('monitor'),
  durationSeconds: amount,
  coolDown: cooled.optional(),
  servers: z.array(
    z.object({
      name: text,
      source: z.enum(['local', 'ssh', 'prometheus']),
      state: z.enum(['connecting', 'live', 'stale', 'down', 'refused']),
      samples: count,
      missed: count,
      cpuPercent: meanAndMax,
      memoryUsedBytes: z.object({ last: amount }).nullable(),
      memoryTotalBytes: amount.nullable(),
      rttMs: z.object({ p50: amount, p99: amount }).nullable(),
      reason: text.nullable(),
    }),
  ),
  streams: z.array(
    z.object({
      name: text,
      url: text,
      state: z.enum(['connecting', 'open', 'waiting', 'closed']),
      messages: count,
      unreadable: count,
      reconnects: count,
      breaker: z.object({ state: z.enum(['closed', 'open', 'half-open']), opened: count }),
      queue: z.object({ sent: count, dropped: count, expired: count, pending: count }),
    }),
  ),
});

/** The answer of any job. */
export const sessionResult = z.union([
  runResult,
  discoveryResult,
  workResult,
  benchResult,
  suiteResult,
  jobsResult,
  monitorResult,
]);
