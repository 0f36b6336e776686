import { writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { OwnMetrics } from '../engine/subscription/reading-metrics.js';
import { compareSnapshots, type MetricSnapshot } from '../measure/metric-snapshot.js';
import { clockText } from '../model/clock-text.js';
import { messageOf } from '../model/error.js';
import type { SessionHead } from '../model/events.js';
import type { Io } from './io.js';
import { version } from './version.js';

/** Keeps what plimsoll measures of itself as plain JSON, each time with what has changed since the time before. */
export type MetricsKeeper = {
  /** Writes a file of its own beside where plimsoll was started, and says where, or why not. */
  readonly keep: (metrics: OwnMetrics) => Promise<string>;
  /** Writes the file that was named. Null, or why it could not be written. */
  readonly write: (file: string, metrics: OwnMetrics) => string | null;
};

export function createMetricsKeeper(head: Pick<SessionHead, 'id' | 'startedAt'>): MetricsKeeper {
  let before: MetricSnapshot | null = null;
  const jsonOf = ({ full, sampled }: OwnMetrics): string => {
    // Before the first there was nothing: the comparison is with the beginning.
    const earlier: MetricSnapshot = before ?? { ...full, atMs: 0, counters: [], gauges: [], distributions: [] };
    const since = compareSnapshots(earlier, full);
    before = full;
    const { id, startedAt } = head;
    return `${JSON.stringify({ version, session: id, startedAt, full, sampled, since }, null, 2)}\n`;
  };
  return {
    async keep(metrics) {
      const name = `plimsoll-${head.id}-${clockText(metrics.full.atMs).replaceAll(':', '')}-metrics.json`;
      try {
        // Never over what is there already.
        await writeFile(name, jsonOf(metrics), { flag: 'wx' });
        return `written: ${name}`;
      } catch (error) {
        return `the metrics could not be written here: ${messageOf(error)}`;
      }
    },
    write(file, metrics) {
      try {
        writeFileSync(file, jsonOf(metrics));
        return null;
      } catch (error) {
        return `--metrics-file could not write ${file}: ${messageOf(error)}.`;
      }
    },
  };
}

/** Writes the metrics file where one was asked for; what is in the way is said on stderr. */
export function writeMetrics(
  { metricsFile }: { readonly metricsFile: string | null },
  keeper: MetricsKeeper,
  session: { readonly metrics: () => OwnMetrics },
  io: Pick<Io, 'stderr'>,
): void {
  const failed = metricsFile === null ? null : keeper.write(metricsFile, session.metrics());
  if (failed !== null) io.stderr.write(`plimsoll: ${failed}\n`);
}
