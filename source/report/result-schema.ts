import { z } from 'zod';
import type { BenchResult, SuiteResult } from '../model/bench.js';
import type { ComparisonResult, TrendResult } from '../model/comparison.js';
import type { DiscoveryResult } from '../model/discovery.js';
import { importTools } from '../model/imported.js';
import type { JobsResult } from '../model/job.js';
import type { MonitorResult } from '../model/monitor-result.js';
import type { RunResult } from '../model/run.js';
import type { WorkResult } from '../model/work-result.js';
import type { SessionSummary } from '../record/session-row.js';
import type { comparisonResultSchema, trendResultSchema } from './compare/comparison-schema.js';
import type { jobsResultSchema } from './jobs-schema.js';
import { latency, latencyFigures, outcomes } from './latency-schema.js';
import { amount, arrivals, cooled, count, sessionKind, validity } from './schema-parts.js';
import type { benchResultSchema, discoveryResultSchema, suiteResultSchema, workResultSchema } from './search-schema.js';

const countAndRate = z.strictObject({ count, perSecond: amount });

/** The JSON of `plimsoll run`. */
export const runResultSchema = z
  .strictObject({
    kind: z.literal('run'),
    target: z.string().describe('URL under load.'),
    arrivals,
    seed: count,
    pacing: z.enum(['precise', 'economical', 'auto']).describe('How arrivals were kept to their due times.'),
    intended: countAndRate.describe('Arrivals that the plan asked for.'),
    offered: countAndRate.describe('Requests really sent.'),
    achieved: countAndRate.describe('Good answers.'),
    outcomes: outcomes.describe('How arrivals ended; the sum is the intended count.'),
    responseTimeMs: latencyFigures.describe(
      'From when an arrival was due to its answer, of good ones: what a user waits. Null where there was none.',
    ),
    serviceTimeMs: latencyFigures.describe('From when a request was sent to its answer.'),
    timingsMs: z
      .strictObject({
        connect: latency.nullable().describe('Opening a connection, where an arrival waited for it.'),
        firstByte: latency.nullable().describe('From when a request was sent to the first byte of its answer.'),
        body: latency.nullable().describe('From the first byte of an answer to its last.'),
        server: latency.nullable().describe('What the server says that it took: the `Server-Timing` of its answers.'),
      })
      .describe('Where the time of good answers went; null where nothing was measured.'),
    requests: z
      .array(
        z.strictObject({ name: z.string(), outcomes, responseTimeMs: latencyFigures, serviceTimeMs: latencyFigures }),
      )
      .describe('By name of request, or step of a flow; empty where there is but one name.'),
    resent: count.describe(
      'Requests sent again because a kept connection turned out closed; `offered` counts them once.',
    ),
    redirected: count.describe('Requests sent on because an answer led elsewhere on the same origin.'),
    sendLagMs: z
      .strictObject({ p50: amount.nullable(), p99: amount.nullable(), max: amount.nullable() })
      .describe("The generator's own lateness."),
    durationSeconds: amount,
    ended: z
      .enum(['finished', 'stopped', 'interrupted', 'tripped'])
      .describe('`tripped`: by a stop rule or a trip-wire.'),
    endedBecause: z.string().nullable().describe('Why it ended before its plan; null when it did not.'),
    validity,
    objectives: z.array(
      z.strictObject({
        text: z.string(),
        met: z.boolean(),
        value: z
          .number()
          .nullable()
          .describe(
            'In ms or percent. Of all arrivals: a quantile that lies among those that failed, which count as late, is null, as is what was not measured.',
          ),
      }),
    ),
  })
  .meta({ title: 'plimsoll run', description: 'The answer of `plimsoll run`.' });

/** The JSON of `plimsoll monitor`. */
export const monitorResultSchema = z
  .strictObject({
    kind: z.literal('monitor'),
    durationSeconds: amount,
    coolDown: cooled.optional().describe('How the servers came back to rest; absent where nobody waited for that.'),
    servers: z.array(
      z.strictObject({
        name: z.string(),
        source: z.enum(['local', 'ssh', 'prometheus']),
        state: z.enum(['connecting', 'live', 'stale', 'down', 'refused']),
        samples: count,
        missed: count,
        cpuPercent: z.strictObject({ mean: amount, max: amount }).nullable(),
        memoryUsedBytes: z.strictObject({ last: amount }).nullable(),
        memoryTotalBytes: amount.nullable(),
        rttMs: z.strictObject({ p50: amount, p99: amount }).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    streams: z.array(
      z.strictObject({
        name: z.string(),
        url: z.string(),
        state: z.enum(['connecting', 'open', 'waiting', 'closed']),
        messages: count,
        unreadable: count,
        reconnects: count,
        breaker: z.strictObject({ state: z.enum(['closed', 'open', 'half-open']), opened: count }),
        queue: z.strictObject({ sent: count, dropped: count, expired: count, pending: count }),
      }),
    ),
  })
  .meta({ title: 'plimsoll monitor', description: 'The answer of `plimsoll monitor`.' });

/** The JSON of `plimsoll sessions`. */
export const sessionListSchema = z
  .array(
    z.strictObject({
      id: z.string(),
      file: z.string().describe('Path of the session file.'),
      kind: sessionKind,
      importedFrom: z.enum(importTools).nullable().describe('The program that measured it; null where plimsoll did.'),
      target: z.string().nullable(),
      name: z.string().nullable().describe('What the user calls it.'),
      startedAt: z.string().describe('ISO 8601.'),
      endedAt: z.string().nullable().describe('ISO 8601.'),
      state: z.enum(['complete', 'interrupted', 'recording']),
    }),
  )
  .meta({ title: 'plimsoll sessions', description: 'The answer of `plimsoll sessions --json`.' });

/** A type with everything in it readonly, so that a schema's type can be compared with the model's. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;
/** True when each of two types can stand for the other, any depth. */
export type Same<A, B> = [Frozen<A>, Frozen<B>] extends [Frozen<B>, Frozen<A>] ? true : false;

/** Holds only where schema and model agree in both directions: a field added to one alone does not compile. */
export const schemasAgree: {
  readonly run: Same<z.output<typeof runResultSchema>, RunResult>;
  readonly discovery: Same<z.output<typeof discoveryResultSchema>, DiscoveryResult>;
  readonly work: Same<z.output<typeof workResultSchema>, WorkResult>;
  readonly bench: Same<z.output<typeof benchResultSchema>, BenchResult>;
  readonly suite: Same<z.output<typeof suiteResultSchema>, SuiteResult>;
  readonly jobs: Same<z.output<typeof jobsResultSchema>, JobsResult>;
  readonly monitor: Same<z.output<typeof monitorResultSchema>, MonitorResult>;
  readonly comparison: Same<z.output<typeof comparisonResultSchema>, ComparisonResult>;
  readonly trend: Same<z.output<typeof trendResultSchema>, TrendResult>;
  readonly sessions: Same<z.output<typeof sessionListSchema>, readonly SessionSummary[]>;
} = {
  run: true,
  discovery: true,
  work: true,
  bench: true,
  suite: true,
  jobs: true,
  monitor: true,
  comparison: true,
  trend: true,
  sessions: true,
};
