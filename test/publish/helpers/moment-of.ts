import assert from 'node:assert/strict';
import { createHistogramRecorder } from '../../../source/measure/histogram-recorder.js';
import type { SessionEvent } from '../../../source/model/events.js';
import type { HistogramData } from '../../../source/model/histogram.js';
import type { ServerSample } from '../../../source/model/server.js';
import type { Moment, Point } from '../../../source/publish/metrics/metric.js';
import { createMetricView } from '../../../source/publish/metrics/metric-view.js';
import { sampleName } from '../../../source/publish/metrics/sample-name.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';

/** What a view tells after these events, a minute after the session began. */
export function momentOf(events: readonly SessionEvent[]): Moment {
  const atMs = Date.parse(scriptedHead.startedAt) + 60_000;
  const view = createMetricView(scriptedHead, { wallMs: () => atMs }, { collect: () => {} });
  for (const event of events) view.observe(event);
  return view.read();
}

/** Every number of a moment by name and labels, as Prometheus writes them: `plimsoll_settled_total{outcome="ok"}`. */
export function numbersOf({ metrics }: Moment): ReadonlyMap<string, number> {
  return new Map(
    pointsOf(metrics).flatMap(([name, point]) => (point.kind === 'number' ? [[name, point.value] as const] : [])),
  );
}

/** A histogram of a moment by name and labels. */
export function histogramOf({ metrics }: Moment, wanted: string): HistogramData {
  const found = pointsOf(metrics).find(([name]) => name === wanted)?.[1];
  return found?.kind === 'histogram' ? found.data : assert.fail(`there is no histogram ${wanted}`);
}

function pointsOf(metrics: Moment['metrics']): readonly (readonly [string, Point])[] {
  return metrics.flatMap(({ family, points }) =>
    points.map((point) => {
      const labels = point.labels.map(([name, value]) => `${name}="${value}"`).join(',');
      return [`${sampleName(family)}${labels === '' ? '' : `{${labels}}`}`, point] as const;
    }),
  );
}

/** A histogram of these latencies. */
export function histogram(...ms: readonly number[]): HistogramData {
  const recorder = createHistogramRecorder();
  for (const one of ms) recorder.record(one * 1000);
  return recorder.toData();
}

/** A reading of a server with everything in it. */
export function fullSample(change: Partial<ServerSample> = {}): ServerSample {
  return {
    server: 'api-1',
    cpuPercent: 40,
    cores: 4,
    memoryUsedBytes: 3e9,
    memoryTotalBytes: 8e9,
    load1: 1.5,
    rttMs: 2,
    detail: {
      userPercent: 30,
      systemPercent: 10,
      stealPercent: 1,
      ioWaitPercent: 4,
      corePercents: null,
      load5: 1.2,
      load15: 1,
      swapUsedBytes: 1e8,
      swapTotalBytes: 1e9,
      diskReadBytesPerSecond: 1000,
      diskWriteBytesPerSecond: 2000,
      diskBusyPercent: 25,
      networkInBytesPerSecond: 3000,
      networkOutBytesPerSecond: 4000,
      pressure: { cpuPercent: 20, memoryPercent: 0, ioPercent: 5 },
      uptimeSeconds: 1000,
      lossRatio: 0.25,
    },
    ...change,
  };
}
