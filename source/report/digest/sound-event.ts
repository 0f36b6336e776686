import { z } from 'zod';
import { plainText } from '../../model/plain-text.js';
import { alertEvent } from '../../record/alert-schema.js';

const largest = 1e15;
const number = z.number().min(-largest).max(largest);
const text = z.string().transform((value) => plainText(value, 400));
const name = z.string().transform((value) => plainText(value, 120));
const atMs = number.transform((value) => Math.max(0, value));
const verdict = z.enum(['meets', 'misses', 'unclear', 'tripped']);
const phase = z.enum(['precheck', 'warm-up', 'ramp', 'bracket', 'estimate', 'bisect', 'recover', 'verify', 'done']);
const cause = z.enum(['key', 'rule', 'plan', 'signal']);
const runState = z.enum(['idle', 'warming', 'running', 'paused', 'cooling', 'finished', 'aborted']);

const searchEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('phase'), phase, reason: text }),
  z.object({ kind: z.literal('probe'), perSecond: number, seconds: number, phase }),
  z.object({
    kind: z.literal('verdict'),
    perSecond: number,
    phase,
    verdict,
    badRatio: number,
    requests: number,
    reason: text,
  }),
  z.object({ kind: z.literal('bracket'), lowerPerSecond: number.nullable(), upperPerSecond: number.nullable() }),
  z.object({ kind: z.literal('level'), level: number, requests: number, foretoldMs: number.nullable() }),
  z.object({
    kind: z.literal('level-verdict'),
    level: number,
    verdict,
    meanMs: number,
    badRatio: number,
    requests: number,
    reason: text,
  }),
]);

const serverState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('live') }),
  z.object({ kind: z.literal('stale'), missed: number }),
  z.object({ kind: z.literal('down'), reason: text }),
  z.object({ kind: z.literal('refused'), reason: text }),
]);

const streamState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('waiting'), reason: text, nextAttemptAtMs: number }),
  z.object({ kind: z.literal('closed') }),
]);

const configuration = z.object({
  kind: z.literal('configuration'),
  target: name,
  workload: name,
  level: number.nullable(),
  number,
  of: number,
});

const jobEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('level'),
    level: z.object({
      level: name,
      number,
      of: number,
      rows: number,
      columns: number,
      sizeBytes: number,
      atOnce: number,
    }),
  }),
  z.object({
    kind: z.literal('job'),
    status: z.object({
      number,
      level: name,
      id: name.nullable(),
      state: z.enum(['uploading', 'running', 'done', 'failed', 'timeout', 'stopped']),
      word: name.nullable(),
      progress: number.nullable(),
      accuracy: number.nullable(),
      via: z.enum(['stream', 'poll']).nullable(),
      elapsedMs: number,
      reason: text.nullable(),
    }),
  }),
]);

/** The events that tell a session's story: rare ones, of which each is a line of the log or a change of phase. */
const storyEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session/ended'), atMs, reason: text }),
  z.object({ kind: z.literal('run/state'), atMs, from: runState, to: runState, cause, reason: text }),
  z.object({ kind: z.literal('load/rate'), atMs, perSecond: number, cause, reason: text }),
  z.object({ kind: z.literal('discovery/event'), atMs, event: searchEvent }),
  z.object({ kind: z.literal('bench/event'), atMs, event: configuration }),
  z.object({ kind: z.literal('job/event'), atMs, event: jobEvent }),
  // Its texts become lines of the log, which makes them safe.
  z.object({ kind: z.literal('alert/event'), atMs, event: alertEvent }),
  z.object({ kind: z.literal('server/state'), atMs, server: name, state: serverState }),
  z.object({ kind: z.literal('stream/state'), atMs, stream: name, state: streamState }),
  z.object({
    kind: z.literal('note'),
    atMs,
    severity: z.enum(['info', 'good', 'warning', 'critical']),
    text: z.string().transform((value) => plainText(value, 600)),
    mark: z.literal(true).exactOptional(),
  }),
]);

export type StoryEvent = z.output<typeof storyEvent>;

/** An event of the story out of a recording, every text in it safe; null where it is none. */
export function soundStoryEvent(event: unknown): StoryEvent | null {
  const reading = storyEvent.safeParse(event);
  return reading.success ? reading.data : null;
}

const circuit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closed'), failures: number }),
  z.object({ kind: z.literal('open'), sinceMs: number, nextProbeAtMs: number, reason: text }),
  z.object({ kind: z.literal('half-open'), sinceMs: number }),
]);

/** The circuit of a stream out of a recording; null where it is none. */
export function soundCircuit(value: unknown): z.output<typeof circuit> | null {
  const reading = circuit.safeParse(value);
  return reading.success ? reading.data : null;
}
