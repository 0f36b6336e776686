import { z } from 'zod';
import { amount, count, text } from './schema-parts.js';

const cause = z.enum(['key', 'rule', 'plan', 'signal']);
const severity = z.enum(['info', 'good', 'warning', 'critical']);
const phase = z.enum(['inactive', 'pending', 'firing', 'resolved']);
const texts = z.record(text.max(64), text);

const alert = z.object({
  id: text.max(64),
  rule: text.max(64),
  labels: texts,
  annotations: texts,
  severity,
  phase,
  value: amount.nullable(),
  activeAtMs: amount,
  notifies: z.boolean(),
});

const mute = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('acknowledged'), note: text, cause }),
  z.object({ kind: z.literal('silenced'), untilMs: amount, note: text }),
  z.object({ kind: z.literal('inhibited'), by: text }),
]);

/** What a record may hold of alerts. */
export const alertEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), alert, from: phase, because: text }),
  z.object({ kind: z.literal('mute'), id: text.max(64), mute: mute.nullable() }),
  z.object({ kind: z.literal('notified'), channel: text, isDelivered: z.boolean(), alerts: count, text }),
  z.object({ kind: z.literal('action'), rule: text, action: z.enum(['stop', 'pause', 'cool-down']), reason: text }),
]);
