import { countedReading } from '../../model/server-rates.js';
import { countedBetween } from './counted-between.js';
import type { Reading } from './reading.js';
import type { Snapshot } from './snapshot.js';

/**
 * What two looks at a machine give, `before` being null at the first: levels as they are, and shares and rates of what it
 * counted between them, by its own clock.
 */
export function readingBetween(before: Snapshot | null, after: Snapshot): Reading {
  return countedReading(countedBetween(before, after), {
    cores: after.container?.cpuCores ?? after.cores,
    memoryUsedBytes: after.memoryUsedBytes,
    memoryTotalBytes: after.memoryTotalBytes,
    load1: after.load?.one ?? null,
    load5: after.load?.five ?? null,
    load15: after.load?.fifteen ?? null,
    swapUsedBytes: after.swapUsedBytes,
    swapTotalBytes: after.swapTotalBytes,
    uptimeSeconds: after.uptimeSeconds,
    lossRatio: null,
  });
}
