import { z } from 'zod';
import { sessionKinds } from '../model/events.js';

export const count = z.number().int().min(0);
export const amount = z.number().min(0);
export const sessionKind = z.enum(sessionKinds);
export const arrivals = z.enum(['poisson', 'paced']);
export const validity = z.strictObject({
  valid: z.boolean(),
  reasons: z.array(z.string()).describe('Why the measurement may not be believed, one sentence each.'),
});
export const range = z.tuple([amount, amount]);
export const cooled = z
  .array(
    z.strictObject({
      server: z.string(),
      atBaseline: z.boolean().describe('Whether it came back to what it does at rest.'),
      seconds: amount,
      limitSeconds: amount,
    }),
  )
  .describe('How the servers came back to rest; empty where none had a baseline.');
