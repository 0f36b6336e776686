import { type CoreTicks, nothingCounted, type ServerCounted } from '../../model/server-counted.js';
import { type CpuTicks, type CpuTimes, ticksBetween } from './proc-stat.js';
import type { Container, Snapshot } from './snapshot.js';

/**
 * What a machine counted between two looks, `before` being null at the first. A counter that went back (wrapped, reset,
 * rebooted, hot-plugged) gives null for this once: a gap, never a spike.
 */
export function countedBetween(before: Snapshot | null, after: Snapshot): ServerCounted {
  const elapsedUs = elapsedBetween(before, after);
  // A clock that did not go on: nothing of before is comparable. Without a clock, shares of CPU still are.
  const isComparable = elapsedUs !== null || before?.clockSeconds == null || after.clockSeconds === null;
  const last = isComparable ? before : null;
  return {
    ...nothingCounted,
    elapsedUs,
    ...cpuBetween(last, after),
    ...disksBetween(last, after),
    ...networkBetween(last, after),
    cpuWaitedUs: growth(last?.waited.cpu, after.waited.cpu),
    memoryWaitedUs: growth(last?.waited.memory, after.waited.memory),
    ioWaitedUs: growth(last?.waited.io, after.waited.io),
    containerCpuUs: containerBetween(last?.container, after.container),
    coreTicks: coresBetween(last?.coreTimes ?? null, after.coreTimes),
  };
}

/** By the machine's clock; null at the first look, and where that clock did not go on. */
function elapsedBetween(before: Snapshot | null, after: Snapshot): number | null {
  if (before === null || before.clockSeconds === null || after.clockSeconds === null) return null;
  const us = whole((after.clockSeconds - before.clockSeconds) * 1e6);
  return us === 0 ? null : us;
}

/** How far a counter went on; null where either is missing or it went back. */
function growth(before: number | null | undefined, after: number | null | undefined): number | null {
  return before === null || before === undefined || after === null || after === undefined
    ? null
    : whole(after - before);
}

/** A count as it is kept; null where it is none. Some systems tell parts of a byte. */
function whole(count: number): number | null {
  const rounded = Math.round(count);
  return rounded >= 0 && Number.isSafeInteger(rounded) ? Math.abs(rounded) : null;
}

function cpuBetween(before: Snapshot | null, after: Snapshot): Partial<ServerCounted> {
  const spent = cpuTicks(before, after);
  if (spent === null) return {};
  const { tellsIoWait, tellsSteal } = after;
  return {
    userTicks: whole(spent.user),
    systemTicks: whole(spent.system),
    idleTicks: whole(spent.idle + (tellsIoWait ? 0 : spent.ioWait) + (tellsSteal ? 0 : spent.steal)),
    ioWaitTicks: tellsIoWait ? whole(spent.ioWait) : null,
    stealTicks: tellsSteal ? whole(spent.steal) : null,
  };
}

function cpuTicks(before: Snapshot | null, after: Snapshot): CpuTicks | null {
  if (after.cpuShares !== null) {
    // Averaged by the system, in whole percents: a hundred ticks, however long they took.
    const { userPercent: user, systemPercent: system } = after.cpuShares;
    return { user, system, idle: Math.max(0, 100 - user - system), ioWait: 0, steal: 0 };
  }
  return before === null || before.cpu === null || after.cpu === null ? null : ticksBetween(before.cpu, after.cpu);
}

/** CPU of a container that has a quota. */
function containerBetween(before: Container | null | undefined, after: Container | null): number | null {
  return after === null || after.cpuCores === null ? null : growth(before?.cpuUsedUs, after.cpuUsedUs);
}

function coresBetween(
  before: readonly CpuTimes[] | null,
  after: readonly CpuTimes[] | null,
): readonly (CoreTicks | null)[] | null {
  if (after === null || after.length === 0) return null;
  // A core that came or went moves all that follow it.
  const isSame = before !== null && before.length === after.length;
  return after.map((times, index) => {
    const spent = isSame ? ticksBetween(before[index]!, times) : null;
    if (spent === null) return null;
    const { user, system, idle, ioWait, steal } = spent;
    const [busy, total] = [whole(user + system), whole(user + system + idle + ioWait + steal)];
    return busy === null || total === null ? null : { busy, total };
  });
}

function disksBetween(before: Snapshot | null, after: Snapshot): Partial<ServerCounted> {
  if (before === null || before.disks === null || after.disks === null || after.disks.size === 0) return {};
  let read = 0;
  let written = 0;
  let busiest: number | null = null;
  for (const [name, now] of after.disks) {
    const then = before.disks.get(name);
    // A disk that has just come has a past that is not of this interval.
    if (then === undefined) continue;
    const readNow = growth(then.readBytes, now.readBytes);
    const writtenNow = growth(then.writtenBytes, now.writtenBytes);
    if (readNow === null || writtenNow === null) return {};
    read += readNow;
    written += writtenNow;
    // The kernel's busy time is a 32-bit count of milliseconds, and wraps by itself every 49 days.
    const busyMs = growth(then.busyMs, now.busyMs);
    if (busyMs !== null) busiest = Math.max(busiest ?? 0, busyMs);
  }
  return { diskReadBytes: whole(read), diskWrittenBytes: whole(written), diskBusyMs: busiest };
}

function networkBetween(before: Snapshot | null, after: Snapshot): Partial<ServerCounted> {
  if (before === null || before.interfaces === null || after.interfaces === null) return {};
  if (after.interfaces.size === 0) return {};
  let received = 0;
  let sent = 0;
  for (const [name, now] of after.interfaces) {
    const then = before.interfaces.get(name);
    if (then === undefined) continue;
    const inNow = growth(then.inBytes, now.inBytes);
    const outNow = growth(then.outBytes, now.outBytes);
    if (inNow === null || outNow === null) return {};
    received += inNow;
    sent += outNow;
  }
  return { networkInBytes: whole(received), networkOutBytes: whole(sent) };
}
