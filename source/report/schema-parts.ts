import { z } from 'zod';

export const count = z.number().int().min(0);
export const amount = z.number().min(0);
export const arrivals = z.enum(['poisson', 'paced']);
export const validity = z.strictObject({
  valid: z.boolean(),
  reasons: z.array(z.string()).describe('Why the measurement may not be believed, one sentence each.'),
});
export const range = z.tuple([amount, amount]);
