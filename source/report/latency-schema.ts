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

const figure = amount.nullable();

/** The same of what may not have been measured: then each is null. */
export const latencyFigures = z.strictObject({
  mean: figure,
  p50: figure,
  p90: figure,
  p99: figure,
  p999: figure,
  max: figure,
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
