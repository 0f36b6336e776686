import type { ServerDetail, ServerSample } from '../../model/server.js';
import type { ServerCounted } from '../../model/server-counted.js';

/** Seconds of one core in a mode, and bytes and seconds of disks, network and waiting, since the session began. */
export type NodeCounters = {
  readonly cpuSeconds: ReadonlyMap<string, number>;
  readonly sums: ReadonlyMap<CounterName, number>;
};

type CounterName =
  | 'diskRead'
  | 'diskWritten'
  | 'diskBusy'
  | 'networkIn'
  | 'networkOut'
  | 'waitedCpu'
  | 'waitedMemory'
  | 'waitedIo';

/** A server that was away for longer begins anew: what it did meanwhile is not known. */
const longestGapMs = 90_000;

/**
 * Makes counters, as node_exporter has them, of readings: of what a server counted where it tells that, and else of its rates,
 * each times the time since the reading before. A rate over any span of readings is then what it was.
 */
export function createNodeCounters(): NodeCounters & { readonly add: (sample: ServerSample, atMs: number) => void } {
  const cpuSeconds = new Map<string, number>();
  const sums = new Map<CounterName, number>();
  let lastMs: number | null = null;
  const grow = <Name>(all: Map<Name, number>, name: Name, by: number | null | undefined): void => {
    if (by !== null && by !== undefined && Number.isFinite(by)) all.set(name, (all.get(name) ?? 0) + Math.max(0, by));
  };
  return {
    cpuSeconds,
    sums,
    add({ counted, cpuPercent, detail }, atMs) {
      const seconds = secondsSince(lastMs, atMs, counted);
      lastMs = atMs;
      const share = (percent: number | null | undefined): number | null => shareOf(percent, seconds);
      if (cpuPercent !== null) {
        // Without more detail all work counts as of programs: what is known is only how much of it there is.
        const system = detail?.systemPercent ?? null;
        grow(cpuSeconds, 'user', share(detail?.userPercent ?? (system === null ? cpuPercent : cpuPercent - system)));
        grow(cpuSeconds, 'system', share(system));
        grow(cpuSeconds, 'iowait', share(detail?.ioWaitPercent));
        grow(cpuSeconds, 'steal', share(detail?.stealPercent));
        const rest = 100 - cpuPercent - (detail?.ioWaitPercent ?? 0) - (detail?.stealPercent ?? 0);
        grow(cpuSeconds, 'idle', share(rest));
      }
      const growths = counted === undefined ? byRates(detail, seconds) : byCounts(counted);
      for (const [name, by] of growths) grow(sums, name, by);
    },
  };
}

/** Seconds that a reading is about: by the server's own clock where it tells, else since the reading before. */
function secondsSince(lastMs: number | null, atMs: number, counted: ServerCounted | undefined): number {
  if (counted?.elapsedUs != null) return counted.elapsedUs / 1e6;
  return lastMs === null || atMs - lastMs > longestGapMs ? 0 : Math.max(0, atMs - lastMs) / 1000;
}

type Growth = readonly [CounterName, number | null];

function byCounts(counted: ServerCounted): readonly Growth[] {
  const scaled = (count: number | null, perSecond: number): number | null =>
    count === null ? null : count / perSecond;
  return [
    ['diskRead', counted.diskReadBytes],
    ['diskWritten', counted.diskWrittenBytes],
    ['diskBusy', scaled(counted.diskBusyMs, 1000)],
    ['networkIn', counted.networkInBytes],
    ['networkOut', counted.networkOutBytes],
    ['waitedCpu', scaled(counted.cpuWaitedUs, 1e6)],
    ['waitedMemory', scaled(counted.memoryWaitedUs, 1e6)],
    ['waitedIo', scaled(counted.ioWaitedUs, 1e6)],
  ];
}

function byRates(detail: ServerDetail | undefined, seconds: number): readonly Growth[] {
  if (detail === undefined) return [];
  const times = (perSecond: number | null): number | null => (perSecond === null ? null : perSecond * seconds);
  return [
    ['diskRead', times(detail.diskReadBytesPerSecond)],
    ['diskWritten', times(detail.diskWriteBytesPerSecond)],
    ['diskBusy', shareOf(detail.diskBusyPercent, seconds)],
    ['networkIn', times(detail.networkInBytesPerSecond)],
    ['networkOut', times(detail.networkOutBytesPerSecond)],
    ['waitedCpu', shareOf(detail.pressure.cpuPercent, seconds)],
    ['waitedMemory', shareOf(detail.pressure.memoryPercent, seconds)],
    ['waitedIo', shareOf(detail.pressure.ioPercent, seconds)],
  ];
}

function shareOf(percent: number | null | undefined, seconds: number): number | null {
  return percent === null || percent === undefined ? null : (percent / 100) * seconds;
}
