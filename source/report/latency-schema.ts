import { z } from 'zod';
import { amount, count } from './schema-parts.js';

/** Percentiles in milliseconds. */
export const latency = z.strictObject({
  mean: amount,
  p50: amount,
  p90: amount,
  p99: amount,
  p999: amount,
  max: amount,
});

/** How arrivals ended. */
export const outcomes = z.strictObject({
  ok: count,
  badStatus: count,
  timeout: count,
  connectionFailed: count,
  unsent: count,
  unfinished: count,
});
