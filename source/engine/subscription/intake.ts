import type { MetricValues, StreamSpec } from '../../model/stream.js';
import { valueAt } from '../../model/value-at.js';
import { createDeduplicator, type MessageKey } from '../../resilience/deduplicator.js';
import type { FrameHash } from '../../resilience/frame-hash.js';
import type { Clock } from '../../time/clock.js';
import { createDeclaredReader, createMetricReader, parseObject } from './read-metrics.js';
import type { ReadingMetrics } from './reading-metrics.js';

/** What a message turned out to be. */
export type Taking =
  /** `values` is empty where it carries no number; null where its numbers are not handed on, since too many come. */
  | { readonly kind: 'message'; readonly message: object; readonly values: MetricValues | null }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'duplicate' };

/** The messages of one stream, read, counted and held to what one second may bring. */
export type Intake = {
  readonly take: (payload: Buffer) => Taking;
  /** Whether this second has brought as much as is read in one. */
  readonly isFull: () => boolean;
  /** A second has begun. */
  readonly beginSecond: () => void;
  readonly counts: () => IntakeCounts;
};

export type IntakeCounts = {
  readonly messages: number;
  readonly unreadable: number;
  readonly duplicates: number;
  readonly series: { readonly kept: number; readonly refused: number };
  readonly throttledSeconds: number;
  readonly meanReadUs: number | null;
  /** Keys remembered to find duplicates by. */
  readonly remembered: number;
};

/** What is read in a second; over it the sender is held back, so that no stream takes the program's time from the rest. */
const perSecond = { messages: 10_000, bytes: 8 * 1024 * 1024 };

/** Samples handed on in a second; messages over it are read and counted only, so a flood fills neither store nor file. */
const maxSamplesPerSecond = 100;

export function createIntake(spec: StreamSpec, clock: Clock, hash: FrameHash, metrics: ReadingMetrics): Intake {
  const reader = spec.metrics === undefined ? createMetricReader(spec.maxSeries) : createDeclaredReader(spec.metrics);
  const seen = spec.deduplicate === undefined ? null : createDeduplicator(clock.nowMs);
  const idPath = spec.deduplicate?.kind === 'id' ? spec.deduplicate.path.split('.') : null;
  let [messages, unreadable, duplicates, throttledSeconds] = [0, 0, 0, 0];
  let [timed, timedMs] = [0, 0];
  let [secondMessages, secondBytes, secondSamples] = [0, 0, 0];

  /** The key of a message; null for one without an id, which is never a duplicate. */
  const keyOf = (message: object, payload: Buffer): MessageKey | null => {
    if (idPath === null) return hash(payload);
    const id = valueAt(message, idPath);
    return typeof id === 'string' || typeof id === 'number' ? `${typeof id}:${String(id).slice(0, 200)}` : null;
  };
  const look = (payload: Buffer): Taking => {
    const message = parseObject(payload.toString());
    if (message === null) {
      unreadable += 1;
      return { kind: 'unreadable' };
    }
    const key = seen === null ? null : keyOf(message, payload);
    if (key !== null && seen?.remember(key) === false) {
      duplicates += 1;
      return { kind: 'duplicate' };
    }
    messages += 1;
    const values = reader.read(message);
    if (Object.keys(values).length === 0) return { kind: 'message', message, values };
    if (secondSamples >= maxSamplesPerSecond) return { kind: 'message', message, values: null };
    secondSamples += 1;
    return { kind: 'message', message, values };
  };
  return {
    take(payload) {
      secondMessages += 1;
      secondBytes += payload.length;
      metrics.message(payload.length);
      if (!metrics.reading.wants()) return look(payload);
      const beganMs = clock.nowMs();
      const taking = look(payload);
      const tookMs = clock.nowMs() - beganMs;
      timed += 1;
      timedMs += tookMs;
      metrics.reading.record(tookMs * 1000);
      return taking;
    },
    isFull: () => secondMessages >= perSecond.messages || secondBytes >= perSecond.bytes,
    beginSecond() {
      if (secondMessages >= perSecond.messages || secondBytes >= perSecond.bytes) throttledSeconds += 1;
      [secondMessages, secondBytes, secondSamples] = [0, 0, 0];
    },
    counts() {
      return {
        messages,
        unreadable,
        duplicates,
        series: reader.series(),
        throttledSeconds,
        meanReadUs: timed === 0 ? null : (timedMs * 1000) / timed,
        remembered: seen?.size() ?? 0,
      };
    },
  };
}
