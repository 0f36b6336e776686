import type { CallSite } from '../../measure/call-site.js';
import { createMetricRecorder, type MetricRecorder } from '../../measure/metric-recorder.js';
import type { MetricSettings } from '../../measure/metric-settings.js';
import type { MetricSnapshot } from '../../measure/metric-snapshot.js';
import { createSamplingRecorder, type SampledSnapshot } from '../../measure/sampling-recorder.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';

/** What streams measure of their own work, all of one session together. */
export type ReadingMetrics = {
  /** Time to read one message, in microseconds: the one place hot enough to be worth sampling. */
  readonly reading: CallSite;
  readonly message: (sizeBytes: number) => void;
  readonly pong: (rttMs: number) => void;
};

/** Asks for times, and keeps none: for a stream on its own. */
export const noReadingMetrics: ReadingMetrics = {
  reading: { wants: () => true, record: () => {}, recordCritical: () => {} },
  message: () => {},
  pong: () => {},
};

/** All of it up to one moment; `sampled` is null where everything is recorded in full. */
export type OwnMetrics = { readonly full: MetricSnapshot; readonly sampled: SampledSnapshot | null };

/** Metrics that are kept. */
export type KeptMetrics = ReadingMetrics & {
  readonly snapshot: () => OwnMetrics;
  /** Ends its timer and lets every series go; says how many there were. */
  readonly stop: () => number;
};

/** A round trip longer than this is kept by itself, with its time. */
const slowPongMs = 1_000;
const tickMs = 1_000;

/** Recorders as the settings ask for: in full, or the reading of messages sampled. */
export function createReadingMetrics(
  settings: Exclude<MetricSettings, { readonly kind: 'problems' }>,
  clock: Clock,
  random: Random,
): KeptMetrics {
  const recorder: MetricRecorder = createMetricRecorder();
  const sampler = settings.kind === 'sampling' ? createSamplingRecorder(settings.settings, random, clock.nowMs) : null;
  const site = sampler?.site('streams.read', 'us') ?? recorder.distribution('streams.read', 'us');
  const sizes = recorder.distribution('streams.size', 'bytes');
  const pongs = recorder.distribution('streams.ping', 'us');
  const messages = recorder.counter('streams.messages', 'count');
  const bytes = recorder.counter('streams.bytes', 'bytes');
  recorder.tick(clock.nowMs());
  const cancels = [clock.every(tickMs, () => recorder.tick(clock.nowMs()))];
  if (sampler !== null && settings.kind === 'sampling') {
    cancels.push(clock.every(settings.settings.flushIntervalMs, sampler.flush));
  }
  return {
    reading: site,
    message(sizeBytes) {
      messages.add(1);
      bytes.add(sizeBytes);
      sizes.record(sizeBytes);
    },
    pong(rttMs) {
      if (rttMs > slowPongMs) pongs.recordCritical(rttMs * 1000);
      else pongs.record(rttMs * 1000);
    },
    snapshot: () => ({ full: recorder.snapshot(clock.nowMs()), sampled: sampler?.snapshot() ?? null }),
    stop() {
      for (const cancel of cancels) cancel();
      return recorder.clear();
    },
  };
}
