import { quantileUs } from '../../measure/histogram.js';
import { createHistogramSum, type HistogramSum } from '../../measure/histogram-sum.js';
import type { LoadInterval, LoadTimings, NamedLoad } from '../../model/load.js';
import { addOutcomes, noOutcomes, type OutcomeCounts, outcomes } from '../../model/outcome.js';
import type { Collector } from './collector.js';
import { families } from './families.js';
import type { Family, Labels } from './metric.js';
import type { Part } from './part.js';

const quantiles = [0.5, 0.9, 0.99, 0.999] as const;
const timings = ['connect', 'firstByte', 'body', 'server'] as const satisfies readonly (keyof LoadTimings)[];
/** Names of requests beyond these have no numbers of their own: each costs 28 KB. */
const mostNames = 200;

type Named = { outcomes: OutcomeCounts; readonly responseTime: HistogramSum };

/** The load: counters and histograms over the whole session, gauges of its last interval while there is load. */
export function createLoadPart(): Part {
  let last: LoadInterval | null = null;
  const sums = { due: 0, sent: 0, resent: 0, redirected: 0, outcomes: noOutcomes };
  let hasLoad = false;
  const responseTime = createHistogramSum();
  const serviceTime = createHistogramSum();
  const sendLag = createHistogramSum();
  const parts = new Map<keyof LoadTimings, HistogramSum>();
  const names = new Map<string, Named>();

  const take = (interval: LoadInterval): void => {
    last = interval;
    hasLoad = true;
    sums.due += interval.due;
    sums.sent += interval.sent;
    sums.resent += interval.resent ?? 0;
    sums.redirected += interval.redirected ?? 0;
    sums.outcomes = addOutcomes(sums.outcomes, interval.outcomes);
    responseTime.add(interval.responseTime);
    serviceTime.add(interval.serviceTime);
    sendLag.add(interval.sendLag);
    for (const part of timings) {
      const data = interval.timings?.[part];
      if (data === undefined || data.count === 0) continue;
      const sum = parts.get(part) ?? createHistogramSum();
      sum.add(data);
      parts.set(part, sum);
    }
    for (const named of interval.requests ?? []) takeNamed(named);
  };
  const takeNamed = ({ name, outcomes: counts, responseTime: data }: NamedLoad): void => {
    let named = names.get(name);
    if (named === undefined) {
      if (names.size >= mostNames) return;
      named = { outcomes: noOutcomes, responseTime: createHistogramSum() };
      names.set(name, named);
    }
    named.outcomes = addOutcomes(named.outcomes, counts);
    named.responseTime.add(data);
  };
  return {
    observe(event) {
      if (event.kind === 'load/interval') take(event.interval);
      // Where no load is sent, the last second of it says nothing any more.
      else if (event.kind === 'run/state' && !['running', 'warming', 'cooling'].includes(event.to)) last = null;
    },
    collect(collector) {
      if (last !== null) collectLast(last, collector);
      if (!hasLoad) return;
      const { put, histogram } = collector;
      put(families.arrivals, [], sums.due);
      put(families.sent, [], sums.sent);
      put(families.resent, [], sums.resent);
      put(families.redirected, [], sums.redirected);
      putOutcomes(families.settled, [], sums.outcomes, collector);
      histogram(families.responseTime, [], responseTime.toData());
      histogram(families.serviceTime, [], serviceTime.toData());
      histogram(families.sendLag, [], sendLag.toData());
      for (const [part, sum] of parts) histogram(families.part, [['part', part]], sum.toData());
      for (const [name, named] of names) {
        const labels: Labels = [['request', name]];
        putOutcomes(families.requestSettled, labels, named.outcomes, collector);
        histogram(families.requestResponseTime, labels, named.responseTime.toData());
      }
    },
  };
}

function collectLast(interval: LoadInterval, { put }: Collector): void {
  const seconds = interval.durationMs / 1000;
  put(families.intended, [], interval.intendedPerSecond);
  put(families.offered, [], interval.sent / seconds);
  put(families.achieved, [], interval.outcomes.ok / seconds);
  put(families.inFlight, [], interval.inFlight);
  put(families.waiting, [], interval.waiting);
  put(families.connectionsOpen, [], interval.connectionsOpen);
  if (interval.responseTime.count === 0) return;
  for (const quantile of quantiles) {
    const labels: Labels = [['quantile', String(quantile)]];
    put(families.quantile, labels, quantileUs(interval.responseTime, quantile) / 1e6);
  }
}

function putOutcomes(family: Family, labels: Labels, counts: OutcomeCounts, { put }: Collector): void {
  for (const outcome of outcomes) put(family, [...labels, ['outcome', outcome]], counts[outcome]);
}
