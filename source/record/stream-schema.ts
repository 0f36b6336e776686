import { z } from 'zod';
import type { StreamHeader } from '../model/stream.js';
import { amount, count, text } from './schema-parts.js';

const number = amount.nullable();

/** A program that prints a secret is not recorded, nor is any other value that is no text. */
const header: z.ZodType<StreamHeader> = text;

/** What is recorded of streams. */
export const streamSpec = z.object({
  name: text,
  url: text,
  server: text.nullable(),
  metrics: z
    .array(z.object({ name: text, path: text, kind: z.enum(['counter', 'gauge']), unit: text.nullable() }))
    .optional(),
  headers: z.array(z.tuple([text, header])).optional(),
  deduplicate: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('frame') }),
      z.object({ kind: z.literal('id'), path: text }),
    ])
    .optional(),
  maxSeries: amount.optional(),
});

export const streamSample = z.object({
  stream: text,
  server: text.nullable(),
  values: z.record(text, number),
  rttMs: number,
});

export const streamState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('waiting'), reason: text, nextAttemptAtMs: amount }),
  z.object({ kind: z.literal('closed') }),
]);

const circuit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closed'), failures: count }),
  z.object({ kind: z.literal('open'), sinceMs: amount, nextProbeAtMs: amount, reason: text }),
  z.object({ kind: z.literal('half-open'), sinceMs: amount }),
]);

export const streamHealth = z.object({
  kind: z.literal('stream/health'),
  stream: text,
  circuit,
  queue: z.object({ accepted: count, sent: count, dropped: count, expired: count, pending: count }),
  counts: z.object({ messages: count, unreadable: count, reconnects: count, opened: count }),
  detail: z
    .object({
      queue: z.object({
        pendingBytes: amount,
        peak: count,
        droppedFor: z.object({
          overflow: count,
          rejected: count,
          duplicate: count,
          tooLarge: count,
          undeliverable: count,
          shutdown: count,
        }),
        retried: z.object({ sent: count, lost: count, pending: count }),
        meanWaitMs: number,
      }),
      rttMs: number,
      heldBytes: amount,
      duplicates: count,
      series: z.object({ kept: count, refused: count }),
      throttledSeconds: amount,
      meanReadUs: number,
    })
    .optional(),
});
