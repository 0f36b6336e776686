import type { ServerDetail, ServerSample } from './server.js';
import type { CoreTicks, CountName, ServerCounted } from './server-counted.js';

/** What of a reading is made of counts. */
type ServerRates = Pick<ServerSample, 'cpuPercent'> &
  Pick<ServerDetail, Exclude<RateName, 'cpuPercent'> | 'corePercents' | 'pressure'>;

/** A rate that is one number, but for pressure. */
export type RateName = keyof typeof serverRates;

/** What of a reading is told as it is; what the machine lacks is null. */
export type ServerLevels = Pick<ServerSample, 'cores' | 'memoryUsedBytes' | 'memoryTotalBytes' | 'load1'> &
  Omit<ServerDetail, keyof ServerRates>;

/** How one number is made, and of which counts alone. `cores` are those of the sample. */
type ServerRate = {
  readonly of: readonly CountName[];
  readonly from: (counted: ServerCounted, cores: number | null) => number | null;
};

const ticks = ['userTicks', 'systemTicks', 'idleTicks', 'ioWaitTicks', 'stealTicks'] as const;

/** Every number that is made of counts, but for pressure. Rounded: ticks of hundredths of a second tell no more. */
export const serverRates = {
  cpuPercent: {
    of: [...ticks, 'elapsedUs', 'containerCpuUs'],
    from: (counted, cores) => hundredths(quotaPercent(counted, cores) ?? busyPercent(counted)),
  },
  userPercent: { of: ticks, from: (counted) => hundredths(shareOf(counted.userTicks, counted)) },
  systemPercent: { of: ticks, from: (counted) => hundredths(shareOf(counted.systemTicks, counted)) },
  stealPercent: { of: ticks, from: (counted) => hundredths(shareOf(counted.stealTicks, counted)) },
  ioWaitPercent: { of: ticks, from: (counted) => hundredths(shareOf(counted.ioWaitTicks, counted)) },
  diskReadBytesPerSecond: {
    of: ['elapsedUs', 'diskReadBytes'],
    from: (counted) => perSecond(counted.diskReadBytes, counted),
  },
  diskWriteBytesPerSecond: {
    of: ['elapsedUs', 'diskWrittenBytes'],
    from: (counted) => perSecond(counted.diskWrittenBytes, counted),
  },
  diskBusyPercent: {
    of: ['elapsedUs', 'diskBusyMs'],
    from: (counted) => hundredths(timePercent(counted.diskBusyMs, 10, counted)),
  },
  networkInBytesPerSecond: {
    of: ['elapsedUs', 'networkInBytes'],
    from: (counted) => perSecond(counted.networkInBytes, counted),
  },
  networkOutBytesPerSecond: {
    of: ['elapsedUs', 'networkOutBytes'],
    from: (counted) => perSecond(counted.networkOutBytes, counted),
  },
} as const satisfies { readonly [name: string]: ServerRate };

/** The shares and rates of what was counted: the same live and on reading a recording. `cores` are those of the sample. */
export function ratesOf(counted: ServerCounted, cores: number | null): ServerRates {
  const waited = (us: number | null): number | null => hundredths(timePercent(us, 1e4, counted));
  return {
    cpuPercent: serverRates.cpuPercent.from(counted, cores),
    userPercent: serverRates.userPercent.from(counted),
    systemPercent: serverRates.systemPercent.from(counted),
    stealPercent: serverRates.stealPercent.from(counted),
    ioWaitPercent: serverRates.ioWaitPercent.from(counted),
    corePercents: counted.coreTicks?.map(corePercent) ?? null,
    diskReadBytesPerSecond: serverRates.diskReadBytesPerSecond.from(counted),
    diskWriteBytesPerSecond: serverRates.diskWriteBytesPerSecond.from(counted),
    diskBusyPercent: serverRates.diskBusyPercent.from(counted),
    networkInBytesPerSecond: serverRates.networkInBytesPerSecond.from(counted),
    networkOutBytesPerSecond: serverRates.networkOutBytesPerSecond.from(counted),
    pressure: {
      cpuPercent: waited(counted.cpuWaitedUs),
      memoryPercent: waited(counted.memoryWaitedUs),
      ioPercent: waited(counted.ioWaitedUs),
    },
  };
}

/** A reading of a server that counts: what it tells as it is, and what is made of its counts. */
export function countedReading(counted: ServerCounted, levels: ServerLevels): Omit<ServerSample, 'server' | 'rttMs'> {
  const { cores, memoryUsedBytes, memoryTotalBytes, load1 } = levels;
  const rates = ratesOf(counted, cores);
  // Field by field: recordings of ten hours have two million of them.
  return {
    cpuPercent: rates.cpuPercent,
    cores,
    memoryUsedBytes,
    memoryTotalBytes,
    load1,
    detail: {
      userPercent: rates.userPercent,
      systemPercent: rates.systemPercent,
      stealPercent: rates.stealPercent,
      ioWaitPercent: rates.ioWaitPercent,
      corePercents: rates.corePercents,
      load5: levels.load5,
      load15: levels.load15,
      swapUsedBytes: levels.swapUsedBytes,
      swapTotalBytes: levels.swapTotalBytes,
      diskReadBytesPerSecond: rates.diskReadBytesPerSecond,
      diskWriteBytesPerSecond: rates.diskWriteBytesPerSecond,
      diskBusyPercent: rates.diskBusyPercent,
      networkInBytesPerSecond: rates.networkInBytesPerSecond,
      networkOutBytesPerSecond: rates.networkOutBytesPerSecond,
      pressure: rates.pressure,
      uptimeSeconds: levels.uptimeSeconds,
      lossRatio: levels.lossRatio,
    },
    counted,
  };
}

function hundredths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

/** Seconds between the looks; null where the clock did not go on. */
function secondsOf({ elapsedUs }: ServerCounted): number | null {
  return elapsedUs === null || elapsedUs <= 0 ? null : elapsedUs / 1e6;
}

/** All the time that cores spent: work, idling and waiting for I/O, and what was stolen. Null where no tick passed. */
function totalOf({ userTicks, systemTicks, idleTicks, ioWaitTicks, stealTicks }: ServerCounted): number | null {
  if (userTicks === null || systemTicks === null || idleTicks === null) return null;
  const total = userTicks + systemTicks + idleTicks + (ioWaitTicks ?? 0) + (stealTicks ?? 0);
  return total > 0 ? total : null;
}

function shareOf(spent: number | null, counted: ServerCounted): number | null {
  const total = totalOf(counted);
  return spent === null || total === null ? null : (spent / total) * 100;
}

function busyPercent(counted: ServerCounted): number | null {
  return shareOf((counted.userTicks ?? 0) + (counted.systemTicks ?? 0), counted);
}

/** CPU of a container as a share of its quota. It may be over 100 for a moment: then it is at its end. */
function quotaPercent(counted: ServerCounted, cores: number | null): number | null {
  if (counted.containerCpuUs === null || cores === null || cores <= 0) return null;
  const seconds = secondsOf(counted);
  if (seconds === null) return null;
  return Math.min(100, counted.containerCpuUs / (seconds * cores * 1e4));
}

function corePercent(core: CoreTicks | null): number | null {
  return core === null || core.total <= 0 ? null : hundredths(Math.min(100, (core.busy / core.total) * 100));
}

function perSecond(count: number | null, counted: ServerCounted): number | null {
  const seconds = secondsOf(counted);
  return count === null || seconds === null ? null : Math.round(count / seconds);
}

/** A time as a share of that between the looks; `perPercent`: how much of it is a hundredth of a second. */
function timePercent(time: number | null, perPercent: number, counted: ServerCounted): number | null {
  const seconds = secondsOf(counted);
  return time === null || seconds === null ? null : Math.min(100, time / (seconds * perPercent));
}
