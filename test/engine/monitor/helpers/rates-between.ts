import type { CpuTimes } from '../../../../source/engine/monitor/proc-stat.js';
import type { Snapshot } from '../../../../source/engine/monitor/snapshot.js';

type Number = number | null;

/** The rates of a machine straight from its counters at two looks, with no counts between: what the model must agree with. */
export function ratesBetween(before: Snapshot | null, after: Snapshot) {
  const hasClocks = before !== null && before.clockSeconds !== null && after.clockSeconds !== null;
  const seconds = hasClocks ? after.clockSeconds! - before.clockSeconds! : Number.NaN;
  const last = hasClocks && !(seconds > 0) ? null : before;
  const [busy, user, system, ioWait, steal] = cpuShares(last?.cpu ?? null, after.cpu);
  const [read, written, busyMs] = grown(last?.disks, after.disks, ['readBytes', 'writtenBytes'], 'busyMs');
  const [received, sent] = grown(last?.interfaces, after.interfaces, ['inBytes', 'outBytes']);
  const waited = (of: keyof Snapshot['waited']): Number => {
    const us = went(last?.waited[of], after.waited[of]);
    return hundredths(us === null ? null : Math.min(100, us / (seconds * 1e4)));
  };
  const perSecond = (count: Number | undefined): Number =>
    count === null || count === undefined || Number.isNaN(seconds) ? null : Math.round(count / seconds);
  const quota = after.container?.cpuCores ?? null;
  const usedUs = went(last?.container?.cpuUsedUs, after.container?.cpuUsedUs);
  const ofQuota = quota === null || usedUs === null ? null : Math.min(100, usedUs / (seconds * quota * 1e4));
  const isSame = last?.coreTimes?.length === after.coreTimes?.length;
  const ofCore = (core: number): Number =>
    hundredths(cpuShares(last?.coreTimes?.[core] ?? null, after.coreTimes![core]!)[0]);
  return {
    cpuPercent: hundredths(known(ofQuota) ?? busy),
    userPercent: hundredths(user),
    systemPercent: hundredths(system),
    stealPercent: after.tellsSteal ? hundredths(steal) : null,
    ioWaitPercent: after.tellsIoWait ? hundredths(ioWait) : null,
    corePercents: after.coreTimes?.length ? after.coreTimes.map((_, core) => (isSame ? ofCore(core) : null)) : null,
    diskReadBytesPerSecond: perSecond(read),
    diskWriteBytesPerSecond: perSecond(written),
    diskBusyPercent: hundredths(
      busyMs === null || busyMs === undefined ? null : Math.min(100, busyMs / (seconds * 10)),
    ),
    networkInBytesPerSecond: perSecond(received),
    networkOutBytesPerSecond: perSecond(sent),
    pressure: { cpuPercent: waited('cpu'), memoryPercent: waited('memory'), ioPercent: waited('io') },
  };
}

/** Where no clock went on there is no rate. */
function known(value: Number): Number {
  return value === null || Number.isNaN(value) ? null : value;
}

function hundredths(value: Number | undefined): Number {
  const number = known(value ?? null);
  return number === null ? null : Math.round(number * 100) / 100;
}

function went(before: Number | undefined, after: Number | undefined): Number {
  return before === null || before === undefined || after === null || after === undefined || after < before
    ? null
    : after - before;
}

/** Percents of all work, of user with nice, of system with interrupts, of waiting for I/O, of stolen time. */
function cpuShares(before: CpuTimes | null, after: CpuTimes | null): readonly Number[] {
  if (before === null || after === null) return [];
  for (const field of ['user', 'nice', 'system', 'idle', 'irq', 'softirq', 'steal'] as const) {
    if (before[field] - after[field] >= 300) return [];
  }
  const spent = (...fields: readonly (keyof CpuTimes)[]): number =>
    fields.reduce((sum, field) => sum + Math.max(0, after[field] - before[field]), 0);
  const total = spent('user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal');
  const percent = (ticks: number): Number => (total === 0 ? null : (ticks / total) * 100);
  return [
    percent(spent('user', 'nice', 'system', 'irq', 'softirq')),
    percent(spent('user', 'nice')),
    percent(spent('system', 'irq', 'softirq')),
    percent(spent('iowait')),
    percent(spent('steal')),
  ];
}

/** Sums of counters over those that were there before, and the most of another; null where one went back. */
function grown<Key extends string, Most extends string = never>(
  before: ReadonlyMap<string, { readonly [Name in Key | Most]: Number }> | null | undefined,
  after: ReadonlyMap<string, { readonly [Name in Key | Most]: Number }> | null,
  keys: readonly Key[],
  most?: Most,
): readonly Number[] {
  if (before === null || before === undefined || after === null || after.size === 0) return [];
  const both = [...after].flatMap(([name, now]) => (before.has(name) ? [[before.get(name)!, now] as const] : []));
  const sums = keys.map((key) => both.map(([then, now]) => went(then[key], now[key])));
  if (sums.flat().includes(null)) return [];
  const peaks = most === undefined ? [] : both.flatMap(([then, now]) => went(then[most], now[most]) ?? []);
  return [
    ...sums.map((all) => all.reduce<number>((sum, one) => sum + one!, 0)),
    peaks.length === 0 ? null : Math.max(...peaks),
  ];
}
