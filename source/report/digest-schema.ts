import { z } from 'zod';
import { importTools } from '../model/imported.js';
import type { Digest } from './digest/digest.js';
import { jobsResultSchema } from './jobs-schema.js';
import { latencyFigures, outcomes, latency as percentiles } from './latency-schema.js';
import { monitorResultSchema, runResultSchema, type Same } from './result-schema.js';
import { amount, arrivals, count, range, sessionKind, validity } from './schema-parts.js';
import { benchResultSchema, discoveryResultSchema, suiteResultSchema, workResultSchema } from './search-schema.js';

const interval = range.nullable().describe('95 % interval; null where there was too little to tell one.');
const latency = z.strictObject({
  ...percentiles.shape,
  count,
  intervals95: z.strictObject({ p50: interval, p90: interval, p99: interval, p999: interval }),
});
const severity = z.enum(['info', 'good', 'warning', 'critical']);

const slot = z.strictObject({
  startMs: amount,
  intendedPerSecond: amount,
  offeredPerSecond: amount,
  achievedPerSecond: amount,
  badPerSecond: amount,
  inFlight: amount,
  latencyMs: z.strictObject({ p50: amount, p90: amount, p99: amount, p999: amount, max: amount }).nullable(),
});

const load = z.strictObject({
  fromMs: amount,
  toMs: amount,
  due: count,
  sent: count,
  outcomes,
  responseTimeMs: z
    .strictObject({ ...latency.shape, ...latencyFigures.shape })
    .describe('Warm-up left out, unless there was nothing else; null where nothing was answered well.'),
  serviceTimeMs: latencyFigures,
  sendLagMs: latencyFigures.describe("The generator's own lateness."),
  slotMs: amount.describe('Length of a slot: it doubles as sessions get longer.'),
  slots: z.array(slot).describe('Percentiles of each are of added histograms.'),
  heatmap: z.strictObject({
    rowsMs: z.array(amount).describe('Ends of the rows, one more than rows.'),
    cells: z.array(z.tuple([amount, count, count])).describe('Slot start, row, answers.'),
  }),
  distribution: z.strictObject({
    buckets: z.array(z.strictObject({ fromMs: amount, toMs: amount, count })),
    quantiles: z.array(z.strictObject({ quantile: amount, ms: amount })),
  }),
});

const series = z.strictObject({
  name: z.string(),
  unit: z.enum(['percent', 'bytes', 'bytes-per-second', 'ms', 'number']),
  count,
  min: z.number(),
  mean: z.number(),
  max: z.number(),
  last: z.number(),
  slotMs: amount,
  slots: z.array(z.tuple([amount, z.number(), z.number(), z.number()])).describe('Start, min, mean, max.'),
});

const rate = z.strictObject({
  configuration: z.string().nullable().describe('Where one session measures several.'),
  perSecond: amount.describe('Asked for.'),
  seconds: amount,
  offeredPerSecond: amount,
  achievedPerSecond: amount,
  requests: count,
  outcomes,
  late: count.nullable().describe('Answered well, but after the tightest limit.'),
  responseTimeMs: latency.nullable(),
  verdict: z.enum(['meets', 'misses', 'unclear', 'tripped']).nullable().describe('The last of a search.'),
  misses: count.describe('Trials of a search that missed here, or were stopped for overload.'),
});

const told = amount.nullable().describe('Null where it was not told.');

const imported = z.strictObject({
  tool: z.enum(importTools),
  file: z.string(),
  loop: z.enum(['open', 'closed', 'unknown']).describe('Whether requests waited for replies.'),
  connections: told,
  figures: z.strictObject({
    durationSeconds: told,
    requests: told,
    failed: told,
    offeredPerSecond: told,
    achievedPerSecond: told,
    latencyMs: z.strictObject({ mean: told, p50: told, p90: told, p95: told, p99: told, p999: told, max: told }),
  }),
  validity,
});

/** The JSON of `plimsoll report --format json`. */
export const digestSchema = z
  .strictObject({
    kind: z.literal('report'),
    session: z.strictObject({
      id: z.string(),
      kind: sessionKind,
      target: z.string().nullable(),
      startedAt: z.string().describe('ISO 8601.'),
      endedAt: z.string().nullable().describe('ISO 8601.'),
      state: z.enum(['complete', 'interrupted', 'recording', 'damaged']),
      endReason: z.string().nullable(),
      durationSeconds: amount,
      version: z.string().nullable().describe('Of the plimsoll that recorded it.'),
    }),
    imported: imported.nullable().describe('What another program told of it; null where plimsoll measured it.'),
    asked: z.strictObject({
      objectives: z.array(
        z.strictObject({
          text: z.string(),
          limitMs: amount.nullable(),
          statistic: z.enum(['mean', 'p50', 'p90', 'p99', 'p999']).nullable(),
          request: z.string().nullable(),
        }),
      ),
      arrivals: arrivals.nullable(),
      seed: z.number().nullable(),
      servers: z.array(z.strictObject({ name: z.string(), address: z.string(), group: z.string().nullable() })),
      streams: z.array(z.strictObject({ name: z.string(), url: z.string(), server: z.string().nullable() })),
    }),
    config: z.string().nullable().describe('The config that it was asked with, as JSON text and without secrets.'),
    recipe: z
      .strictObject({ command: z.string(), flags: z.array(z.string()), config: z.string().nullable() })
      .nullable()
      .describe('How it can be asked for again: a command, flags, and a config file as JSON text without secrets.'),
    generator: z
      .strictObject({
        node: z.string(),
        system: z.string(),
        release: z.string(),
        architecture: z.string(),
        cpuModel: z.string().nullable(),
        cores: amount,
        memoryBytes: amount,
      })
      .nullable()
      .describe('The machine that it was measured from.'),
    answer: z
      .union([
        runResultSchema,
        discoveryResultSchema,
        workResultSchema,
        benchResultSchema,
        suiteResultSchema,
        jobsResultSchema,
        monitorResultSchema,
      ])
      .nullable()
      .describe('The last answer; null where the session ended without one.'),
    sentence: z.string(),
    severity,
    phases: z.array(z.strictObject({ name: z.string(), fromMs: amount, toMs: amount })),
    load: load.nullable().describe('Null where no load was sent.'),
    rates: z.array(rate),
    requests: z.array(
      z.strictObject({ name: z.string(), outcomes, responseTimeMs: latencyFigures, serviceTimeMs: latencyFigures }),
    ),
    servers: z.array(
      z.strictObject({
        name: z.string(),
        group: z.string().nullable(),
        state: z.string(),
        reason: z.string().nullable(),
        samples: count,
        cores: z.number().nullable(),
        memoryTotalBytes: z.number().nullable(),
        platform: z.string().nullable(),
        series: z.array(series),
      }),
    ),
    streams: z.array(
      z.strictObject({
        name: z.string(),
        url: z.string().nullable(),
        server: z.string().nullable(),
        state: z.string(),
        circuit: z.string(),
        messages: count,
        unreadable: count,
        reconnects: count,
        opened: count,
        queue: z.strictObject({ sent: count, dropped: count, expired: count, pending: count }),
        series: z.array(series),
      }),
    ),
    events: z.array(
      z.strictObject({
        atMs: amount,
        severity,
        topic: z.string(),
        text: z.string(),
        times: count,
        isMark: z.boolean(),
      }),
    ),
    remarks: z.array(z.string()).describe('What of the recording is not told here, and why.'),
  })
  .meta({ title: 'plimsoll report', description: 'The answer of `plimsoll report --format json`.' });

/** Holds only where schema and type agree in both directions. */
export const digestSchemaAgrees: Same<z.output<typeof digestSchema>, Digest> = true;
