import { z } from 'zod';

/** Schemas of what is read from a record: a value is as they say, or it is left out. Objects lose what they do not name. */
export const count = z.number().int().min(0);
export const amount = z.number();
/** Long enough for anything that plimsoll writes. */
export const text = z.string().max(65_536);
export const validity = z.object({ valid: z.boolean(), reasons: z.array(text) });
export const outcomes = z.object({
  ok: count,
  badStatus: count,
  timeout: count,
  connectionFailed: count,
  unsent: count,
  unfinished: count,
});
