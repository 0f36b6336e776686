import { z } from 'zod';
import { discoveryFlags, searchStrategies } from '../model/discovery.js';
import { workEndings } from '../model/work-result.js';
import { latency, outcomes } from './latency-schema.js';
import { amount, arrivals, cooled, count, range, validity } from './schema-parts.js';

const bottleneck = z.strictObject({
  label: z.string(),
  server: z.string().nullable(),
  resource: z.string().nullable(),
  headroom: z.number().nullable().describe('Predicted saturation over the load line.'),
  reason: z.string().optional().describe('Why it is called that.'),
  suspects: z
    .array(
      z.strictObject({
        server: z.string(),
        resource: z.string(),
        headroom: z.number(),
        interval95: z.tuple([z.number(), z.number()]).nullable(),
      }),
    )
    .optional()
    .describe('Every resource that grows with the load, the most suspected first.'),
});

/** The JSON of `plimsoll discover`. */
export const discoveryResultSchema = z
  .strictObject({
    kind: z.literal('discovery'),
    target: z.string().describe('URL under load.'),
    axis: z.literal('rate'),
    arrivals,
    seed: count,
    objectives: z.array(z.string()),
    estimatePerSecond: amount.nullable().describe('The load line; null when `flags` says why there is none.'),
    bracketPerSecond: range.nullable().describe('Highest rate that met the objectives, lowest that missed.'),
    interval95: range.nullable().describe('Confidence interval of the load line.'),
    certifiedPerSecond: amount
      .nullable()
      .describe('Rate that the line is above in 19 searches of 20, and no more than was held in the final probe.'),
    heldPerSecond: amount
      .nullable()
      .optional()
      .describe('Rate held to the end of the final probe; null when none was. Absent in older recordings.'),
    verified: z.boolean(),
    bindingObjective: z.string().nullable().describe('The objective that gives first.'),
    bottleneck: bottleneck.nullable().describe('What gives first.'),
    probeSeconds: amount,
    idleSeconds: amount,
    peakPerSecond: amount.describe('Highest rate that the target was ever given.'),
    badRequests: count,
    sentRequests: count,
    flags: z.array(z.enum(discoveryFlags)),
    curve: z.array(
      z.strictObject({
        perSecond: amount,
        p50Ms: amount,
        p90Ms: amount,
        p99Ms: amount,
        badRatio: amount.max(1),
        load: z
          .strictObject({
            seconds: amount,
            requests: count,
            sent: count,
            outcomes,
            late: count.nullable().describe('Answered well, but after the tightest limit; null where there is none.'),
            responseTimeMs: latency,
            p999Interval95Ms: range.nullable(),
          })
          .optional()
          .describe('All arrivals that were sent at this rate, whenever their answers came.'),
        intervals95: z
          .strictObject({ p50Ms: range.nullable(), p90Ms: range.nullable(), p99Ms: range.nullable() })
          .optional()
          .describe('95 % intervals of the latencies, in ms; null where there were too few answers.'),
      }),
    ),
    kneePerSecond: amount
      .nullable()
      .optional()
      .describe('Where latency begins to run away, by the shape of the curve: an annotation.'),
    strategy: z.enum(searchStrategies).optional().describe('How the line was looked for.'),
    judgedBy: z.enum(['percentile', 'mean']).optional(),
    earlierPerSecond: amount.nullable().optional().describe('The earlier answer that the search began near.'),
    scalability: z
      .strictObject({
        alpha: amount.describe('Contention.'),
        beta: amount.describe('Coherency.'),
        peakPerSecond: amount,
        interval95: z.tuple([amount, amount.nullable()]),
      })
      .nullable()
      .optional()
      .describe('The universal scalability law through the rates that were carried: a model, not a measurement.'),
    coolDown: cooled.optional(),
    durationSeconds: amount,
    validity,
    sentence: z.string().describe('The answer in one plain sentence.'),
  })
  .meta({ title: 'plimsoll discover', description: 'The answer of `plimsoll discover`.' });

const milliseconds = amount.nullable();

/** The JSON of `plimsoll discover --axis work`. */
export const workResultSchema = z
  .strictObject({
    kind: z.literal('discovery'),
    axis: z.literal('work'),
    target: z.string().describe('URL under load.'),
    workload: z.string(),
    seed: count,
    objectives: z.array(z.string()),
    heaviestLevel: count.nullable().describe('The heaviest level that met every objective.'),
    ended: z.enum(workEndings).describe('Why the search ended.'),
    bindingObjective: z.string().nullable().describe('The objective that gives first.'),
    growth: amount.nullable().describe('How many times longer a request takes for each level more.'),
    steps: z.array(
      z.strictObject({
        level: count,
        met: z.boolean(),
        requests: count,
        badRatio: amount.max(1),
        meanMs: milliseconds,
        p50Ms: milliseconds,
        maxMs: milliseconds,
        aborted: z.boolean().describe('A request took several limits.'),
      }),
    ),
    sentRequests: count,
    badRequests: count,
    coolDown: cooled,
    durationSeconds: amount,
    validity,
    sentence: z.string().describe('The answer in one plain sentence.'),
  })
  .meta({ title: 'plimsoll discover --axis work', description: 'The answer of `plimsoll discover --axis work`.' });

const meanAndMax = z.strictObject({ mean: amount, max: amount }).nullable();

/** The JSON of `plimsoll bench` of one system. */
export const benchResultSchema = z
  .strictObject({
    kind: z.literal('bench'),
    target: z.string().describe('URL under load.'),
    workload: z.string(),
    objectives: z.array(z.string()),
    heaviestLevel: count.nullable(),
    heaviest: workResultSchema.describe('How the heaviest level was found.'),
    configurations: z
      .array(
        z.strictObject({
          level: count,
          result: discoveryResultSchema,
          coolDown: cooled,
          servers: z.array(
            z.strictObject({
              server: z.string(),
              samples: count,
              cpuPercent: meanAndMax,
              memoryUsedBytes: meanAndMax,
              memoryTotalBytes: amount.nullable(),
            }),
          ),
          streams: z.array(z.strictObject({ stream: z.string(), messages: count, cpuPercent: meanAndMax })),
        }),
      )
      .describe('The load line at each level, the heaviest first.'),
    durationSeconds: amount,
    validity,
    sentence: z.string().describe('The answer in one plain sentence.'),
  })
  .meta({ title: 'plimsoll bench', description: 'The answer of `plimsoll bench` of one system under one workload.' });

/** The JSON of `plimsoll bench` of several systems or workloads. */
export const suiteResultSchema = z
  .strictObject({
    kind: z.literal('suite'),
    benches: z.array(benchResultSchema),
    unmeasured: z.array(z.strictObject({ target: z.string(), workload: z.string(), reason: z.string() })),
    durationSeconds: amount,
    validity,
    sentence: z.string().describe('The answer in one plain sentence.'),
  })
  .meta({ title: 'plimsoll bench, several', description: 'The answer of `plimsoll bench` of several systems.' });
