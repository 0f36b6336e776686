import { z } from 'zod';
import { type SessionEvent, sessionKinds } from '../model/events.js';
import { alertEvent } from './alert-schema.js';
import { atMs } from './event-time.js';
import { importedFrom } from './imported-schema.js';
import { loadInterval } from './interval-schema.js';
import { jobEvent } from './job-schema.js';
import { discoveryResult, sessionResult, workResult } from './result-schema.js';
import { amount, count, text } from './schema-parts.js';
import { serverFacts, serverSample, serverSpec, serverState } from './server-schema.js';
import { streamHealth, streamSample, streamSpec, streamState } from './stream-schema.js';

const objective = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('latency'),
    text,
    statistic: z.enum(['mean', 'p50', 'p90', 'p99', 'p999']),
    limitMs: amount,
    request: text.optional(),
  }),
  z.object({ kind: z.literal('errors'), text, limitRatio: amount, request: text.optional() }),
  z.object({ kind: z.literal('cpu'), text, limitRatio: amount }),
]);

const head = z.object({
  id: text.regex(/^[\w-]{1,64}$/),
  kind: z.enum(sessionKinds),
  name: text.optional(),
  target: text.nullable(),
  objectives: z.array(objective),
  servers: z.array(serverSpec),
  streams: z.array(streamSpec),
  startedAt: text.refine((value) => Number.isFinite(Date.parse(value))),
  version: text,
  arrivals: z.enum(['poisson', 'paced']),
  seed: amount,
  imported: importedFrom.optional(),
});

const phase = z.enum(['precheck', 'warm-up', 'ramp', 'bracket', 'estimate', 'bisect', 'recover', 'verify', 'done']);
const verdict = z.enum(['meets', 'misses', 'unclear', 'tripped']);
const secondsLeft = amount.optional();

const discoveryEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('phase'), phase, reason: text, secondsLeft }),
  z.object({ kind: z.literal('probe'), perSecond: amount, seconds: amount, phase, secondsLeft }),
  z.object({
    kind: z.literal('verdict'),
    perSecond: amount,
    phase,
    verdict,
    badRatio: amount,
    requests: count,
    reason: text,
  }),
  z.object({ kind: z.literal('bracket'), lowerPerSecond: amount.nullable(), upperPerSecond: amount.nullable() }),
  z.object({
    kind: z.literal('level'),
    level: amount,
    requests: count,
    foretoldMs: amount.nullable(),
    secondsLeft,
  }),
  z.object({
    kind: z.literal('level-verdict'),
    level: amount,
    verdict,
    meanMs: amount,
    badRatio: amount,
    requests: count,
    reason: text,
  }),
]);

const benchEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('configuration'),
    target: text,
    workload: text,
    level: amount.nullable(),
    number: count,
    of: count,
    secondsLeft,
  }),
  z.object({ kind: z.literal('heaviest'), result: workResult }),
  z.object({ kind: z.literal('line'), level: amount, result: discoveryResult }),
]);

const runState = z.enum(['idle', 'warming', 'running', 'paused', 'cooling', 'finished', 'aborted']);
const cause = z.enum(['key', 'rule', 'plan', 'signal']);

/** Every event that a record may hold. */
export const sessionEvent = z.discriminatedUnion('kind', [
  z.object({ atMs, kind: z.literal('session/started'), head }),
  z.object({ atMs, kind: z.literal('session/ended'), reason: text }),
  z.object({ atMs, kind: z.literal('run/state'), from: runState, to: runState, cause, reason: text }),
  z.object({ atMs, kind: z.literal('load/interval'), interval: loadInterval }),
  z.object({
    atMs,
    kind: z.literal('load/rate'),
    perSecond: amount,
    cause,
    reason: text,
    held: z.literal(true).optional(),
  }),
  z.object({ atMs, kind: z.literal('discovery/event'), event: discoveryEvent }),
  z.object({ atMs, kind: z.literal('bench/event'), event: benchEvent }),
  z.object({ atMs, kind: z.literal('job/event'), event: jobEvent }),
  z.object({ atMs, kind: z.literal('alert/event'), event: alertEvent }),
  z.object({ atMs, kind: z.literal('server/sample'), sample: serverSample }),
  z.object({ atMs, kind: z.literal('server/state'), server: text, state: serverState }),
  z.object({ atMs, kind: z.literal('server/facts'), server: text, facts: serverFacts }),
  z.object({ atMs, kind: z.literal('stream/sample'), sample: streamSample }),
  z.object({ atMs, kind: z.literal('stream/state'), stream: text, state: streamState }),
  streamHealth.extend({ atMs }),
  z.object({
    atMs,
    kind: z.literal('note'),
    severity: z.enum(['info', 'good', 'warning', 'critical']),
    text,
    mark: z.literal(true).optional(),
  }),
  z.object({ atMs, kind: z.literal('result'), result: sessionResult }),
]);

/** A type with nothing optional and everything readonly, at any depth, so that two can be compared field by field. */
type Full<Value> = Value extends object
  ? { readonly [Key in keyof Value]-?: Full<Exclude<Value[Key], undefined>> }
  : Value;
type Same<A, B> = [Full<A>, Full<B>] extends [Full<B>, Full<A>] ? true : false;

/** Holds only where the schema and the model have the same fields: one that is forgotten here would be lost on reading. */
export const schemaAgrees: Same<z.output<typeof sessionEvent>, SessionEvent> = true;
