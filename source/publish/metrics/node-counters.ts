import type { ServerSample } from '../../model/server.js';

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
 * Makes counters, as node_exporter has them, of readings that tell rates: each rate times the time since the reading before.
 * A rate over any span of readings is then what it was.
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
    add(sample, atMs) {
      const seconds = lastMs === null || atMs - lastMs > longestGapMs ? 0 : Math.max(0, atMs - lastMs) / 1000;
      lastMs = atMs;
      const { cpuPercent, detail } = sample;
      const share = (percent: number | null | undefined): number | null =>
        percent === null || percent === undefined ? null : (percent / 100) * seconds;
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
      if (detail === undefined) return;
      const times = (perSecond: number | null): number | null => (perSecond === null ? null : perSecond * seconds);
      grow(sums, 'diskRead', times(detail.diskReadBytesPerSecond));
      grow(sums, 'diskWritten', times(detail.diskWriteBytesPerSecond));
      grow(sums, 'diskBusy', share(detail.diskBusyPercent));
      grow(sums, 'networkIn', times(detail.networkInBytesPerSecond));
      grow(sums, 'networkOut', times(detail.networkOutBytesPerSecond));
      grow(sums, 'waitedCpu', share(detail.pressure.cpuPercent));
      grow(sums, 'waitedMemory', share(detail.pressure.memoryPercent));
      grow(sums, 'waitedIo', share(detail.pressure.ioPercent));
    },
  };
}
