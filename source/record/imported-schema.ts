import { z } from 'zod';
import { type ImportedFigures, importedStatistics, importTools } from '../model/imported.js';
import { amount, text, validity } from './schema-parts.js';

const told = amount.min(0).nullable();

/** Older recordings have one rate, which was of good answers for some programs and of all for others: it is counted again. */
const figures = z
  .object({
    durationSeconds: told,
    requests: told,
    failed: told,
    offeredPerSecond: told.optional(),
    achievedPerSecond: told.optional(),
    latencyMs: z.record(z.enum(importedStatistics), told),
  })
  .transform(({ achievedPerSecond, offeredPerSecond, ...figures }): ImportedFigures => {
    const { durationSeconds, requests } = figures;
    const failed = requests === null || figures.failed === null ? figures.failed : Math.min(requests, figures.failed);
    const rate = (count: number | null): number | null =>
      count === null || durationSeconds === null || durationSeconds === 0 ? null : count / durationSeconds;
    return {
      ...figures,
      failed,
      offeredPerSecond: offeredPerSecond === undefined ? rate(requests) : offeredPerSecond,
      achievedPerSecond:
        achievedPerSecond === undefined
          ? rate(requests === null || failed === null ? null : requests - failed)
          : achievedPerSecond,
    };
  });

/** Where an imported session comes from, as the head of its record says. */
export const importedFrom = z.object({
  tool: z.enum(importTools),
  file: text,
  loop: z.enum(['open', 'closed', 'unknown']),
  connections: told,
  figures,
  validity,
});
