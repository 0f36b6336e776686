import type { DropReason, MessageClass, MessageEnd, QueueCounts, QueueDetail } from '../model/stream.js';
import { type BackoffLimits, exponentialBackoffMs } from './backoff.js';
import type { Deduplicator, MessageKey } from './deduplicator.js';
import { createDeque, type Deque } from './deque.js';

export type QueueLimits = {
  readonly maxCount: number;
  readonly maxBytes: number;
  /** Places and bytes over those bounds that only critical messages may take. */
  readonly reserve: { readonly count: number; readonly bytes: number };
  /** A message that waited this long is no longer worth sending, unless it came with a time of its own. */
  readonly timeToLiveMs: number;
  /** A message is given up when sending it failed this often. */
  readonly maxAttempts: number;
  /** Wait after a failed sending, growing with each. */
  readonly retryWait: BackoffLimits;
};

export const defaultQueueLimits: QueueLimits = {
  maxCount: 1_000,
  maxBytes: 4 * 1024 * 1024,
  reserve: { count: 100, bytes: 256 * 1024 },
  timeToLiveMs: 60_000,
  maxAttempts: 5,
  retryWait: { baseMs: 100, capMs: 5_000 },
};

/** A message as it is offered. */
export type Offer<Message> = {
  readonly message: Message;
  readonly sizeBytes: number;
  readonly class: MessageClass;
  /** Null: it may come as often as it likes. */
  readonly key: MessageKey | null;
  readonly timeToLiveMs?: number;
  /** In place of the common limit: 1 is for what belongs to one connection and to no other. */
  readonly maxAttempts?: number;
  /** Told once how the message ended. Must not throw, nor call the queue. */
  readonly ended?: (end: MessageEnd) => void;
};

/** A message that is being sent; it stays pending until it is settled. */
export type Taken<Message> = { readonly message: Message };

/**
 * Messages waiting for a connection. Bounded in count, bytes and age, by the class of the message. Critical messages go
 * first, all others in the order they came; one whose sending failed goes back to its place and holds up those of its
 * class behind it until its wait is over, so that order holds. `accepted = sent + dropped + expired + pending` after every
 * call, and each message ends exactly once.
 */
export type BoundedQueue<Message> = {
  /** Puts a message in. False when it is dropped itself; others may be dropped for it. */
  readonly offer: (offer: Offer<Message>) => boolean;
  /**
   * The next message to send; null when there is none, or none may be sent yet. `least` is the lowest class wanted: with
   * `critical` all others stay.
   */
  readonly take: (least?: 'metric' | 'critical') => Taken<Message> | null;
  /** The end of a sending; what was `refused` is not tried again. Settling twice is harmless: the first counts. */
  readonly settle: (taken: Taken<Message>, how: 'sent' | 'failed' | 'refused') => void;
  /** How long until `take` has something, in ms: 0 is now, null is never without another offer. */
  readonly nextInMs: () => number | null;
  /** Gives up what is pending, taken ones too, counted as dropped. For the end, when nobody will send any more. */
  readonly dropAll: () => void;
  readonly counts: () => QueueCounts;
  readonly detail: () => QueueDetail;
};

type Entry<Message> = Offer<Message> & {
  readonly order: number;
  readonly acceptedMs: number;
  readonly expiresAtMs: number;
  attempts: number;
  notBeforeMs: number;
};

/** An empty queue. Time is noticed at the next call: there is no timer to stop. `seen` finds duplicates, where given. */
export function createBoundedQueue<Message>(
  nowMs: () => number,
  random: () => number,
  limits: QueueLimits = defaultQueueLimits,
  seen: Deduplicator | null = null,
): BoundedQueue<Message> {
  type Line = Deque<Entry<Message>>;
  const lines: { readonly [name in MessageClass]: Line } = {
    metric: createDeque(),
    command: createDeque(),
    critical: createDeque(),
  };
  const all = Object.values(lines);
  const taken = new Set<Entry<Message>>();
  const droppedFor = { overflow: 0, rejected: 0, duplicate: 0, tooLarge: 0, undeliverable: 0, shutdown: 0 };
  const retried = { sent: 0, lost: 0, pending: 0 };
  let [accepted, sent, dropped, expired, pending, pendingBytes, peak, waitedMs] = [0, 0, 0, 0, 0, 0, 0, 0];
  /** No pending message expires before this; it may be earlier than the first that does. */
  let soonestExpiryMs = Number.POSITIVE_INFINITY;

  const end = (entry: Entry<Message>, how: MessageEnd): void => {
    pending -= 1;
    pendingBytes -= entry.sizeBytes;
    if (entry.attempts > 0) {
      retried.pending -= 1;
      if (how.kind === 'sent') retried.sent += 1;
      else retried.lost += 1;
    }
    if (how.kind === 'dropped') count(how.why);
    else if (how.kind === 'expired') expired += 1;
    if (how.kind !== 'sent' && entry.key !== null) seen?.forget(entry.key);
    entry.ended?.(how);
  };
  const count = (why: DropReason): void => {
    dropped += 1;
    droppedFor[why] += 1;
  };
  const expire = (): void => {
    const now = nowMs();
    if (now < soonestExpiryMs) return;
    soonestExpiryMs = Number.POSITIVE_INFINITY;
    for (const line of all) {
      line.sift((entry) => {
        if (entry.expiresAtMs <= now) {
          end(entry, { kind: 'expired' });
          return false;
        }
        soonestExpiryMs = Math.min(soonestExpiryMs, entry.expiresAtMs);
        return true;
      });
    }
  };
  const hasRoom = (sizeBytes: number, isCritical: boolean): boolean => {
    const { reserve } = limits;
    const isWithinCount = pending < limits.maxCount + (isCritical ? reserve.count : 0);
    return isWithinCount && pendingBytes + sizeBytes <= limits.maxBytes + (isCritical ? reserve.bytes : 0);
  };
  /** Makes room as far as the class may; null when there is none to be had. */
  const refusal = (offer: Offer<Message>): DropReason | null => {
    if (offer.sizeBytes > limits.maxBytes || limits.maxCount < 1) return 'tooLarge';
    if (offer.key !== null && seen?.has(offer.key)) return 'duplicate';
    const isCritical = offer.class === 'critical';
    while (!hasRoom(offer.sizeBytes, isCritical)) {
      if (offer.class === 'command') return 'rejected';
      const oldest = lines.metric.shift();
      if (oldest === null) return 'overflow';
      end(oldest, { kind: 'dropped', why: 'overflow' });
    }
    return null;
  };
  const isDue = (entry: Entry<Message> | null): entry is Entry<Message> =>
    entry !== null && entry.notBeforeMs <= nowMs();
  /** The line whose first message is to be sent next. */
  const nextLine = (least: 'metric' | 'critical'): Line | null => {
    if (isDue(lines.critical.first())) return lines.critical;
    if (least === 'critical') return null;
    const [metric, command] = [lines.metric.first(), lines.command.first()];
    if (isDue(metric) && (!isDue(command) || metric.order < command.order)) return lines.metric;
    return isDue(command) ? lines.command : null;
  };

  return {
    offer(offer) {
      expire();
      accepted += 1;
      const why = refusal(offer);
      if (why !== null) {
        count(why);
        offer.ended?.({ kind: 'dropped', why });
        return false;
      }
      if (offer.key !== null) seen?.remember(offer.key);
      const now = nowMs();
      const expiresAtMs = now + (offer.timeToLiveMs ?? limits.timeToLiveMs);
      soonestExpiryMs = Math.min(soonestExpiryMs, expiresAtMs);
      lines[offer.class].push({
        ...offer,
        order: accepted,
        acceptedMs: now,
        expiresAtMs,
        attempts: 0,
        notBeforeMs: now,
      });
      pending += 1;
      pendingBytes += offer.sizeBytes;
      peak = Math.max(peak, pending);
      return true;
    },
    take(least = 'metric') {
      expire();
      const entry = nextLine(least)?.shift() ?? null;
      if (entry === null) return null;
      taken.add(entry);
      return entry;
    },
    settle(given, how) {
      const entry = given as Entry<Message>;
      if (!taken.delete(entry)) return;
      const now = nowMs();
      if (how === 'sent') {
        sent += 1;
        waitedMs += now - entry.acceptedMs;
        end(entry, { kind: 'sent', attempts: entry.attempts + 1, waitedMs: now - entry.acceptedMs });
        return;
      }
      if (entry.attempts === 0) retried.pending += 1;
      entry.attempts += 1;
      if (how === 'refused' || entry.attempts >= (entry.maxAttempts ?? limits.maxAttempts)) {
        end(entry, { kind: 'dropped', why: 'undeliverable' });
        return;
      }
      entry.notBeforeMs = now + exponentialBackoffMs(limits.retryWait, entry.attempts, random);
      soonestExpiryMs = Math.min(soonestExpiryMs, entry.expiresAtMs);
      putBack(lines[entry.class], entry);
    },
    nextInMs() {
      expire();
      const firsts = all.map((line) => line.first()).filter((entry) => entry !== null);
      return firsts.length === 0 ? null : Math.max(0, Math.min(...firsts.map((entry) => entry.notBeforeMs)) - nowMs());
    },
    dropAll() {
      expire();
      for (const entry of taken) end(entry, { kind: 'dropped', why: 'shutdown' });
      taken.clear();
      for (const line of all) {
        for (let entry = line.shift(); entry !== null; entry = line.shift()) {
          end(entry, { kind: 'dropped', why: 'shutdown' });
        }
      }
    },
    counts() {
      expire();
      return { accepted, sent, dropped, expired, pending };
    },
    detail() {
      expire();
      return {
        pendingBytes,
        peak,
        droppedFor: { ...droppedFor },
        retried: { ...retried },
        meanWaitMs: sent === 0 ? null : waitedMs / sent,
      };
    },
  };
}

/** Messages that failed together come back one by one: each goes behind those that were accepted before it. */
function putBack<Message>(line: Deque<Entry<Message>>, entry: Entry<Message>): void {
  const before: Entry<Message>[] = [];
  for (let first = line.first(); first !== null && first.order < entry.order; first = line.first()) {
    before.push(first);
    line.shift();
  }
  line.unshift(entry);
  for (const earlier of before.reverse()) line.unshift(earlier);
}
