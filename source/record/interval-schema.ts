import { z } from 'zod';
import { amount, count, outcomes, text } from './schema-parts.js';

/** A histogram, with its buckets. */
export const histogram = z.object({
  count,
  sumUs: amount,
  minUs: amount,
  maxUs: amount,
  // Not a schema for each number: there are a thousand of them in an interval, and an interval for each second.
  buckets: z.custom<number[]>(areBuckets),
});

/** Pairs of an index, each above the one before, and a count. */
function areBuckets(value: unknown): value is number[] {
  if (!Array.isArray(value) || value.length % 2 !== 0) return false;
  const numbers: readonly unknown[] = value;
  let last = -1;
  for (let at = 0; at < numbers.length; at += 2) {
    const [index, times] = [numbers[at], numbers[at + 1]];
    if (typeof index !== 'number' || !Number.isInteger(index) || index <= last || index > 65_535) return false;
    if (typeof times !== 'number' || !Number.isSafeInteger(times) || times < 0) return false;
    last = index;
  }
  return true;
}

/** What is told of one interval of a load. */
export const loadInterval = z.object({
  startMs: amount,
  durationMs: amount.min(0),
  phase: text,
  intendedPerSecond: amount,
  due: count,
  sent: count,
  outcomes,
  inFlight: count,
  waiting: count,
  connectionsOpen: count,
  resent: count.optional(),
  redirected: count.optional(),
  responseTime: histogram,
  serviceTime: histogram,
  sendLag: histogram,
  timings: z.object({ connect: histogram, firstByte: histogram, body: histogram, server: histogram }).optional(),
  requests: z.array(z.object({ name: text, outcomes, responseTime: histogram, serviceTime: histogram })).optional(),
});
