import { summariseLatency } from '../../measure/histogram.js';
import { createHistogramRecorder } from '../../measure/histogram-recorder.js';
import { smoothQuantileUs } from '../../measure/quantile-estimate.js';
import type { ImportedFigures } from '../../model/imported.js';
import { type ImportedRequest, noFigures } from './reading.js';

/** Counts the requests of a whole test. */
export type FiguresCounter = {
  readonly add: (request: ImportedRequest) => void;
  readonly requests: () => number;
  readonly figures: () => ImportedFigures;
};

export function figuresCounter(): FiguresCounter {
  const latency = createHistogramRecorder();
  let [requests, failed] = [0, 0];
  let firstMs = Number.POSITIVE_INFINITY;
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    add({ latencyMs, outcome, startMs }) {
      requests += 1;
      if (outcome === 'ok') latency.record(latencyMs * 1000);
      else failed += 1;
      firstMs = Math.min(firstMs, startMs);
      lastMs = Math.max(lastMs, startMs + latencyMs);
    },
    requests: () => requests,
    figures() {
      if (requests === 0) return noFigures;
      const durationSeconds = (lastMs - firstMs) / 1000;
      const data = latency.toData();
      const { max, mean, p50, p90, p99, p999 } = summariseLatency(data);
      const latencyMs = { mean, p50, p90, p95: smoothQuantileUs(data, 0.95) / 1000, p99, p999, max };
      return {
        durationSeconds,
        requests,
        failed,
        perSecond: durationSeconds > 0 ? (requests - failed) / durationSeconds : null,
        latencyMs: data.count === 0 ? noFigures.latencyMs : latencyMs,
      };
    },
  };
}
