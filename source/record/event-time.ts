import { z } from 'zod';

/** A time of an event, in ms since its session began. What is later than three years is no time of a session. */
export const atMs = z.number().min(0).max(1e11);

/** Whether a value is such a time. */
export function isTime(value: unknown): value is number {
  return atMs.safeParse(value).success;
}
