import { latencyFigures } from '../../measure/histogram.js';
import { createHistogramSum, type HistogramSum } from '../../measure/histogram-sum.js';
import { addOutcomes, noOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import { createBatches } from './batches.js';
import { distributionOf } from './distribution.js';
import { latencyDigest } from './latency-digest.js';
import type { LoadDigest } from './load-parts.js';
import { createLoadSlots } from './load-slots.js';
import type { RequestRow } from './row-parts.js';
import { type SoundInterval, soundInterval } from './sound-interval.js';
import { thousandths } from './thousandths.js';

/** Adds up the load of a session. */
export type LoadCollector = {
  /** The interval as it was understood; null where it is none, and nothing is added. */
  readonly add: (interval: unknown) => SoundInterval | null;
  /** Null where there was no load. */
  readonly toLoad: () => LoadDigest | null;
  readonly toRequests: () => readonly RequestRow[];
};

type Named = { outcomes: OutcomeCounts; readonly responseTime: HistogramSum; readonly serviceTime: HistogramSum };

const mostNames = 200;

export function createLoadCollector(): LoadCollector {
  const slots = createLoadSlots();
  const [measured, everything, service, lag] = Array.from({ length: 4 }, createHistogramSum) as [
    HistogramSum,
    HistogramSum,
    HistogramSum,
    HistogramSum,
  ];
  const batches = createBatches();
  const named = new Map<string, Named>();
  let [due, sent, outcomes] = [0, 0, noOutcomes];
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, 0];
  return {
    add(value) {
      const interval = soundInterval(value);
      if (interval === null) return null;
      slots.add(interval);
      everything.add(interval.responseTime);
      due += interval.due;
      sent += interval.sent;
      outcomes = addOutcomes(outcomes, interval.outcomes);
      fromMs = Math.min(fromMs, interval.startMs);
      toMs = Math.max(toMs, interval.startMs + interval.durationMs);
      if (interval.isWarmUp) return interval;
      measured.add(interval.responseTime);
      service.add(interval.serviceTime);
      lag.add(interval.sendLag);
      batches.add({ count: interval.responseTime.count, sumUs: interval.responseTime.sumUs });
      for (const request of interval.requests) addNamed(named, request);
      return interval;
    },
    toLoad() {
      if (toMs === 0) return null;
      const own = measured.toData();
      const response = own.count === 0 ? everything.toData() : own;
      return {
        fromMs: thousandths(fromMs),
        toMs: thousandths(toMs),
        due,
        sent,
        outcomes,
        responseTimeMs: {
          ...latencyDigest(response, own.count === 0 ? [] : batches.list()),
          ...latencyFigures(response),
        },
        serviceTimeMs: latencyFigures(service.toData()),
        sendLagMs: latencyFigures(lag.toData()),
        slotMs: slots.slotMs(),
        slots: slots.toSlots(),
        heatmap: slots.toHeatmap(),
        distribution: distributionOf(response),
      };
    },
    toRequests: () =>
      [...named].map(([name, part]) => ({
        name,
        outcomes: part.outcomes,
        responseTimeMs: latencyFigures(part.responseTime.toData()),
        serviceTimeMs: latencyFigures(part.serviceTime.toData()),
      })),
  };
}

function addNamed(named: Map<string, Named>, request: SoundInterval['requests'][number]): void {
  const known = named.get(request.name);
  if (known === undefined && named.size >= mostNames) return;
  const part = known ?? {
    outcomes: noOutcomes,
    responseTime: createHistogramSum(),
    serviceTime: createHistogramSum(),
  };
  part.outcomes = addOutcomes(part.outcomes, request.outcomes);
  part.responseTime.add(request.responseTime);
  part.serviceTime.add(request.serviceTime);
  named.set(request.name, part);
}
