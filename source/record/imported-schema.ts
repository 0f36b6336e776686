import { z } from 'zod';
import { importedStatistics, importTools } from '../model/imported.js';
import { amount, text, validity } from './schema-parts.js';

const told = amount.min(0).nullable();

/** Where an imported session comes from, as the head of its record says. */
export const importedFrom = z.object({
  tool: z.enum(importTools),
  file: text,
  loop: z.enum(['open', 'closed', 'unknown']),
  connections: told,
  figures: z.object({
    durationSeconds: told,
    requests: told,
    failed: told,
    perSecond: told,
    latencyMs: z.record(z.enum(importedStatistics), told),
  }),
  validity,
});
