import { z } from 'zod';

const latestMs = 1e11;

/** A time of an event, in ms since its session began. What is later than three years is no time of a session. */
export const atMs = z.number().min(0).max(latestMs);

/** Whether a value is such a time: asked of every row, and so without the schema. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= latestMs;
}
