import { soundHistogram } from '../../measure/sound-histogram.js';
import { emptyHistogram, type HistogramData } from '../../model/histogram.js';
import type { NamedLoad } from '../../model/load.js';
import { noOutcomes, type Outcome, type OutcomeCounts, outcomes } from '../../model/outcome.js';
import { isObject } from '../../model/plain-object.js';
import { countOf, finite, nameOf } from './sound.js';

/** Of an interval of load what a report is made of. */
export type SoundInterval = {
  readonly startMs: number;
  readonly durationMs: number;
  readonly phase: string;
  readonly isWarmUp: boolean;
  /** Neither to warm up nor to let a target recover. */
  readonly isMeasured: boolean;
  readonly intendedPerSecond: number;
  readonly due: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly inFlight: number;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
  readonly sendLag: HistogramData;
  readonly requests: readonly NamedLoad[];
};

/** A session is not longer: 400 days. Times beyond it are no times. */
const longestMs = 400 * 86_400_000;
const mostNames = 200;

/** A time of a session's clock out of a recording; null where it is none. A first interval may begin just before 0. */
export function soundTime(value: unknown): number | null {
  const time = finite(value);
  return time === null || time < -1_000 || time > longestMs ? null : Math.max(0, time);
}

/** An interval of load out of a recording; null where it tells no time. What else is missing in it counts as nothing. */
export function soundInterval(value: unknown): SoundInterval | null {
  if (!isObject(value)) return null;
  const startMs = soundTime(value.startMs);
  const durationMs = finite(value.durationMs);
  if (startMs === null || durationMs === null || durationMs <= 0 || durationMs > 86_400_000) return null;
  const phase = nameOf(value.phase) ?? 'running';
  return {
    startMs,
    durationMs,
    phase,
    isWarmUp: phase.startsWith('warm-up'),
    isMeasured: !/^(?:warm-up|recover)/.test(phase),
    intendedPerSecond: Math.min(1e9, Math.max(0, finite(value.intendedPerSecond) ?? 0)),
    due: countOf(value.due),
    sent: countOf(value.sent),
    outcomes: soundOutcomes(value.outcomes),
    inFlight: countOf(value.inFlight),
    responseTime: countedHistogram(value.responseTime),
    serviceTime: countedHistogram(value.serviceTime),
    sendLag: countedHistogram(value.sendLag),
    requests: Array.isArray(value.requests) ? value.requests.slice(0, mostNames).flatMap(namedLoad) : [],
  };
}

function countedHistogram(value: unknown): HistogramData {
  const histogram = soundHistogram(value);
  return countOf(histogram.count) === 0 ? emptyHistogram : histogram;
}

function soundOutcomes(value: unknown): OutcomeCounts {
  if (!isObject(value)) return noOutcomes;
  const counts: { [outcome in Outcome]: number } = { ...noOutcomes };
  for (const outcome of outcomes) counts[outcome] = countOf(value[outcome]);
  return counts;
}

function namedLoad(value: unknown): readonly NamedLoad[] {
  if (!isObject(value)) return [];
  const name = nameOf(value.name);
  if (name === null) return [];
  return [
    {
      name,
      outcomes: soundOutcomes(value.outcomes),
      responseTime: countedHistogram(value.responseTime),
      serviceTime: countedHistogram(value.serviceTime),
    },
  ];
}
