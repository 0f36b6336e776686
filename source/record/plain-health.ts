import type { SessionEvent } from '../model/events.js';
import { isObject } from '../model/plain-object.js';
import type { CircuitState, QueueCounts, StreamCounts, StreamDetail } from '../model/stream.js';
import { isTime } from './event-time.js';
import { isAmount, isCount, isPlain } from './plain-values.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * How a stream does, as plimsoll writes it, read without a schema: of fifty streams a view has thousands of these. Null of
 * everything else, which may be one all the same: then the schema says so.
 */
export function plainHealth({ atMs, circuit, counts, detail, kind, queue, stream }: Fields): SessionEvent | null {
  if (kind !== 'stream/health' || !isTime(atMs) || !isPlain(stream)) return null;
  const [state, queued, counted] = [circuitOf(circuit), queueOf(queue), countsOf(counts)];
  if (state === null || queued === null || counted === null) return null;
  const told = { atMs, kind, stream, circuit: state, queue: queued, counts: counted } as const;
  if (detail === undefined) return told;
  const more = detailOf(detail);
  return more === null ? null : { ...told, detail: more };
}

function circuitOf(value: unknown): CircuitState | null {
  if (!isObject(value)) return null;
  const { failures, kind, nextProbeAtMs, reason, sinceMs } = value;
  if (kind === 'closed') return isCount(failures) ? { kind, failures } : null;
  if (!isAmount(sinceMs)) return null;
  if (kind === 'half-open') return { kind, sinceMs };
  if (kind !== 'open' || !isAmount(nextProbeAtMs) || !isPlain(reason)) return null;
  return { kind, sinceMs, nextProbeAtMs, reason };
}

function queueOf(value: unknown): QueueCounts | null {
  if (!isObject(value)) return null;
  const { accepted, dropped, expired, pending, sent } = value;
  if (!isCount(accepted) || !isCount(sent) || !isCount(dropped) || !isCount(expired) || !isCount(pending)) return null;
  return { accepted, sent, dropped, expired, pending };
}

function countsOf(value: unknown): StreamCounts | null {
  if (!isObject(value)) return null;
  const { messages, opened, reconnects, unreadable } = value;
  if (!isCount(messages) || !isCount(unreadable) || !isCount(reconnects) || !isCount(opened)) return null;
  return { messages, unreadable, reconnects, opened };
}

function detailOf(value: unknown): StreamDetail | null {
  if (!isObject(value) || !isObject(value.series)) return null;
  const { duplicates, heldBytes, meanReadUs, rttMs, throttledSeconds } = value;
  const { kept, refused } = value.series;
  const queue = queueDetailOf(value.queue);
  if (queue === null || !isAmountOrNull(rttMs) || !isAmount(heldBytes) || !isCount(duplicates)) return null;
  if (!isCount(kept) || !isCount(refused) || !isAmount(throttledSeconds) || !isAmountOrNull(meanReadUs)) return null;
  return { queue, rttMs, heldBytes, duplicates, series: { kept, refused }, throttledSeconds, meanReadUs };
}

function queueDetailOf(value: unknown): StreamDetail['queue'] | null {
  if (!isObject(value) || !isObject(value.droppedFor) || !isObject(value.retried)) return null;
  const { meanWaitMs, peak, pendingBytes } = value;
  const { duplicate, overflow, rejected, shutdown, tooLarge, undeliverable } = value.droppedFor;
  const { lost, pending, sent } = value.retried;
  if (!isAmount(pendingBytes) || !isCount(peak) || !isAmountOrNull(meanWaitMs)) return null;
  if (!isCount(overflow) || !isCount(rejected) || !isCount(duplicate)) return null;
  if (!isCount(tooLarge) || !isCount(undeliverable) || !isCount(shutdown)) return null;
  if (!isCount(sent) || !isCount(lost) || !isCount(pending)) return null;
  return {
    pendingBytes,
    peak,
    droppedFor: { overflow, rejected, duplicate, tooLarge, undeliverable, shutdown },
    retried: { sent, lost, pending },
    meanWaitMs,
  };
}

function isAmountOrNull(value: unknown): value is number | null {
  return value === null || isAmount(value);
}
