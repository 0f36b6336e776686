import type { ShutdownReport } from '../../model/stream.js';

/** Stops all of them at once and sums up what that did; `durationMs` is the longest's. */
export async function stopAll(
  parts: readonly { readonly stop: () => Promise<ShutdownReport> }[],
): Promise<ShutdownReport> {
  const reports = await Promise.all(parts.map((part) => part.stop()));
  const total = (of: keyof ShutdownReport): number => reports.reduce((sum, report) => sum + report[of], 0);
  return {
    pendingFlushed: total('pendingFlushed'),
    pendingDropped: total('pendingDropped'),
    connectionsClosed: total('connectionsClosed'),
    tasksStopped: total('tasksStopped'),
    metricsCleaned: total('metricsCleaned'),
    durationMs: Math.max(0, ...reports.map((report) => report.durationMs)),
  };
}
