import type { SessionEvent } from '../model/events.js';
import type { HistogramData } from '../model/histogram.js';
import type { LoadInterval, LoadTimings, NamedLoad } from '../model/load.js';
import type { OutcomeCounts } from '../model/outcome.js';
import { isObject } from '../model/plain-object.js';
import { isTime } from './event-time.js';
import { bucketsOf } from './histogram-cells.js';
import { isAmount, isCount, isPlain } from './plain-values.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An interval of load that is as plimsoll writes it, read without a schema: half of a long record are these, and each has a
 * thousand numbers. Null of everything else, which may be one all the same: then the schema says so.
 */
export function plainInterval({ atMs, interval, kind }: Fields): SessionEvent | null {
  if (kind !== 'load/interval' || !isTime(atMs) || !isObject(interval)) return null;
  const { durationMs, intendedPerSecond, phase, startMs } = interval;
  if (!isAmount(startMs) || !isAmount(durationMs) || durationMs < 0 || !isAmount(intendedPerSecond)) return null;
  const { connectionsOpen, due, inFlight, sent, waiting } = interval;
  if (!isCount(due) || !isCount(sent) || !isCount(inFlight) || !isCount(waiting) || !isCount(connectionsOpen))
    return null;
  const outcomes = outcomesOf(interval.outcomes);
  const responseTime = histogramOf(interval.responseTime);
  // One and the same where only one of them is wanted.
  const serviceTime = interval.serviceTime === interval.responseTime ? responseTime : histogramOf(interval.serviceTime);
  const sendLag = histogramOf(interval.sendLag);
  if (!isPlain(phase) || outcomes === null || responseTime === null || serviceTime === null || sendLag === null)
    return null;
  const more = optionalParts(interval);
  if (more === null) return null;
  return {
    atMs,
    kind: 'load/interval',
    interval: {
      startMs,
      durationMs,
      phase,
      intendedPerSecond,
      due,
      sent,
      outcomes,
      inFlight,
      waiting,
      connectionsOpen,
      responseTime,
      serviceTime,
      sendLag,
      ...more,
    },
  };
}

type Optional = Pick<LoadInterval, 'resent' | 'redirected' | 'timings' | 'requests'>;

function optionalParts({ redirected, requests, resent, timings }: Fields): Optional | null {
  if (resent !== undefined && !isCount(resent)) return null;
  if (redirected !== undefined && !isCount(redirected)) return null;
  const told = timings === undefined ? undefined : timingsOf(timings);
  const named = requests === undefined ? undefined : requestsOf(requests);
  if (told === null || named === null) return null;
  return {
    ...(resent === undefined ? {} : { resent }),
    ...(redirected === undefined ? {} : { redirected }),
    ...(told === undefined ? {} : { timings: told }),
    ...(named === undefined ? {} : { requests: named }),
  };
}

function timingsOf(value: unknown): LoadTimings | null {
  if (!isObject(value)) return null;
  const [connect, firstByte] = [histogramOf(value.connect), histogramOf(value.firstByte)];
  const [body, server] = [histogramOf(value.body), histogramOf(value.server)];
  if (connect === null || firstByte === null || body === null || server === null) return null;
  return { connect, firstByte, body, server };
}

function requestsOf(value: unknown): readonly NamedLoad[] | null {
  if (!Array.isArray(value)) return null;
  const requests: NamedLoad[] = [];
  for (const request of value as readonly unknown[]) {
    if (!isObject(request) || !isPlain(request.name)) return null;
    const outcomes = outcomesOf(request.outcomes);
    const responseTime = histogramOf(request.responseTime);
    const serviceTime = histogramOf(request.serviceTime);
    if (outcomes === null || responseTime === null || serviceTime === null) return null;
    requests.push({ name: request.name, outcomes, responseTime, serviceTime });
  }
  return requests;
}

function outcomesOf(value: unknown): OutcomeCounts | null {
  if (!isObject(value)) return null;
  const { badStatus, connectionFailed, ok, timeout, unfinished, unsent } = value;
  if (!isCount(ok) || !isCount(badStatus) || !isCount(timeout)) return null;
  if (!isCount(connectionFailed) || !isCount(unsent) || !isCount(unfinished)) return null;
  return { ok, badStatus, timeout, connectionFailed, unsent, unfinished };
}

function histogramOf(value: unknown): HistogramData | null {
  if (!isObject(value)) return null;
  const { cells, count, maxUs, minUs, sumUs } = value;
  if (!isCount(count) || !isAmount(sumUs) || !isAmount(minUs) || !isAmount(maxUs)) return null;
  const buckets = bucketsOf(cells);
  return buckets === null ? null : { count, sumUs, minUs, maxUs, buckets };
}
