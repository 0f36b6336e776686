import type { CpuTimes } from './proc-stat.js';

/** What one look at a machine found: raw counters, and levels as they were. What it lacks is null. */
export type Snapshot = {
  /** The machine's own clock, in seconds from any origin; what rates are divided by. */
  readonly clockSeconds: number | null;
  readonly cpu: CpuTimes | null;
  /** Whether the system counts stolen time and waiting for I/O at all. */
  readonly tellsSteal: boolean;
  readonly tellsIoWait: boolean;
  readonly cores: number | null;
  /** One for each core, where asked for. */
  readonly coreTimes: readonly CpuTimes[] | null;
  /** Shares that the system itself has averaged, for one that has no counters. */
  readonly cpuShares: { readonly userPercent: number; readonly systemPercent: number } | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
  readonly load: { readonly one: number; readonly five: number | null; readonly fifteen: number | null } | null;
  readonly uptimeSeconds: number | null;
  /** By name of the disk, whole disks only; null where the system does not tell. */
  readonly disks: ReadonlyMap<string, DiskCounters> | null;
  /** By name of the interface, no virtual ones. */
  readonly interfaces: ReadonlyMap<string, InterfaceCounters> | null;
  /** Microseconds that some task has waited for each resource, since boot. */
  readonly waited: { readonly cpu: number | null; readonly memory: number | null; readonly io: number | null };
  /** What a container may use and has used; null outside of one. */
  readonly container: Container | null;
};

/** Bytes since boot; `busyMs` is the time in which the disk had something to do. */
export type DiskCounters = {
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly busyMs: number | null;
};

export type InterfaceCounters = { readonly inBytes: number; readonly outBytes: number };

export type Container = {
  /** Null without a limit. */
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
  /** CPU used since it began, in microseconds. */
  readonly cpuUsedUs: number | null;
};

/** A snapshot that tells nothing: what each system's reader fills in what it knows. */
export const emptySnapshot: Snapshot = {
  clockSeconds: null,
  cpu: null,
  tellsSteal: false,
  tellsIoWait: false,
  cores: null,
  coreTimes: null,
  cpuShares: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  swapUsedBytes: null,
  swapTotalBytes: null,
  load: null,
  uptimeSeconds: null,
  disks: null,
  interfaces: null,
  waited: { cpu: null, memory: null, io: null },
  container: null,
};
