import type { ServerDetail } from '../../model/server.js';
import { type CpuShares, type CpuTimes, cpuPercentBetween, cpuSharesBetween } from './proc-stat.js';
import type { Reading } from './reading.js';
import type { Container, Snapshot } from './snapshot.js';

/**
 * What two looks at a machine give, `before` being null at the first. Rates are differences of counters over the time that
 * passed on the machine's own clock. A counter that went back (wrapped, reset, rebooted, hot-plugged) gives null for this
 * once: a gap, never a spike.
 */
export function readingBetween(before: Snapshot | null, after: Snapshot): Reading {
  const seconds = secondsBetween(before, after);
  // A clock that did not go on: nothing of before is comparable. Without a clock, shares of CPU still are.
  const isComparable = seconds !== null || before?.clockSeconds == null || after.clockSeconds === null;
  const last = isComparable ? before : null;
  const shares = cpuBetween(last, after);
  const disks = disksBetween(last, after, seconds);
  const network = networkBetween(last, after, seconds);
  const waited = (of: keyof Snapshot['waited']): number | null => {
    const us = growth(last?.waited[of] ?? null, after.waited[of]);
    return us === null || seconds === null ? null : hundredths(Math.min(100, us / (seconds * 1e4)));
  };
  const detail: ServerDetail = {
    userPercent: hundredths(shares?.userPercent ?? null),
    systemPercent: hundredths(shares?.systemPercent ?? null),
    stealPercent: hundredths(shares !== null && after.tellsSteal ? shares.stealPercent : null),
    ioWaitPercent: hundredths(shares !== null && after.tellsIoWait ? shares.ioWaitPercent : null),
    corePercents: coresBetween(last?.coreTimes ?? null, after.coreTimes),
    load5: after.load?.five ?? null,
    load15: after.load?.fifteen ?? null,
    swapUsedBytes: after.swapUsedBytes,
    swapTotalBytes: after.swapTotalBytes,
    diskReadBytesPerSecond: whole(disks?.readBytesPerSecond ?? null),
    diskWriteBytesPerSecond: whole(disks?.writeBytesPerSecond ?? null),
    diskBusyPercent: hundredths(disks?.busyPercent ?? null),
    networkInBytesPerSecond: whole(network?.inBytesPerSecond ?? null),
    networkOutBytesPerSecond: whole(network?.outBytesPerSecond ?? null),
    pressure: { cpuPercent: waited('cpu'), memoryPercent: waited('memory'), ioPercent: waited('io') },
    uptimeSeconds: after.uptimeSeconds,
    lossRatio: null,
  };
  return {
    cpuPercent: hundredths(
      quotaPercent(last?.container ?? null, after.container, seconds) ?? shares?.busyPercent ?? null,
    ),
    cores: after.container?.cpuCores ?? after.cores,
    memoryUsedBytes: after.memoryUsedBytes,
    memoryTotalBytes: after.memoryTotalBytes,
    load1: after.load?.one ?? null,
    detail,
  };
}

/** Counters of hundredths of a second tell no more, and every reading of a fleet is recorded. */
function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

function whole(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** Seconds of the machine's clock between two looks; null at the first, and where that clock did not go on. */
function secondsBetween(before: Snapshot | null, after: Snapshot): number | null {
  if (before === null || before.clockSeconds === null || after.clockSeconds === null) return null;
  const seconds = after.clockSeconds - before.clockSeconds;
  return seconds > 0 ? seconds : null;
}

/** How far a counter went on; null where either is missing or it went back. */
function growth(before: number | null, after: number | null): number | null {
  return before === null || after === null || after < before ? null : after - before;
}

function cpuBetween(before: Snapshot | null, after: Snapshot): CpuShares | null {
  if (after.cpuShares !== null) {
    const { userPercent, systemPercent } = after.cpuShares;
    return { busyPercent: userPercent + systemPercent, userPercent, systemPercent, stealPercent: 0, ioWaitPercent: 0 };
  }
  if (before === null || before.cpu === null || after.cpu === null) return null;
  return cpuSharesBetween(before.cpu, after.cpu);
}

/** CPU of a container that has a quota, as a share of that quota. It may be over 100 for a moment: then it is at its end. */
function quotaPercent(before: Container | null, after: Container | null, seconds: number | null): number | null {
  if (after === null || after.cpuCores === null || seconds === null) return null;
  const us = growth(before?.cpuUsedUs ?? null, after.cpuUsedUs);
  return us === null ? null : Math.min(100, us / (seconds * after.cpuCores * 1e4));
}

function coresBetween(
  before: readonly CpuTimes[] | null,
  after: readonly CpuTimes[] | null,
): readonly (number | null)[] | null {
  if (after === null || after.length === 0) return null;
  // A core that came or went moves all that follow it.
  const isSame = before !== null && before.length === after.length;
  return after.map((times, index) => (isSame ? hundredths(cpuPercentBetween(before[index]!, times)) : null));
}

type DiskRates = {
  readonly readBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  readonly busyPercent: number | null;
};

function disksBetween(before: Snapshot | null, after: Snapshot, seconds: number | null): DiskRates | null {
  if (before === null || seconds === null || before.disks === null || after.disks === null || after.disks.size === 0)
    return null;
  let read = 0;
  let written = 0;
  let busiest: number | null = null;
  for (const [name, now] of after.disks) {
    const then = before.disks.get(name);
    // A disk that has just come has a past that is not of this interval.
    if (then === undefined) continue;
    const readNow = growth(then.readBytes, now.readBytes);
    const writtenNow = growth(then.writtenBytes, now.writtenBytes);
    if (readNow === null || writtenNow === null) return null;
    read += readNow;
    written += writtenNow;
    // The kernel's busy time is a 32-bit count of milliseconds, and wraps by itself every 49 days.
    const busyMs = growth(then.busyMs, now.busyMs);
    if (busyMs !== null) busiest = Math.max(busiest ?? 0, Math.min(100, busyMs / (seconds * 10)));
  }
  return { readBytesPerSecond: read / seconds, writeBytesPerSecond: written / seconds, busyPercent: busiest };
}

type NetworkRates = { readonly inBytesPerSecond: number; readonly outBytesPerSecond: number };

function networkBetween(before: Snapshot | null, after: Snapshot, seconds: number | null): NetworkRates | null {
  if (before === null || seconds === null || before.interfaces === null || after.interfaces === null) return null;
  if (after.interfaces.size === 0) return null;
  let received = 0;
  let sent = 0;
  for (const [name, now] of after.interfaces) {
    const then = before.interfaces.get(name);
    if (then === undefined) continue;
    const inNow = growth(then.inBytes, now.inBytes);
    const outNow = growth(then.outBytes, now.outBytes);
    if (inNow === null || outNow === null) return null;
    received += inNow;
    sent += outNow;
  }
  return { inBytesPerSecond: received / seconds, outBytesPerSecond: sent / seconds };
}
