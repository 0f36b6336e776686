import type { ServerCounted } from './server-counted.js';
import type { ServerRoute } from './server-route.js';

/** One reading of one server. What the machine or source lacks is null, never 0. */
export type ServerSample = {
  readonly server: string;
  /** Busy share of all cores over the last interval, 0 to 100; null on the first reading. */
  readonly cpuPercent: number | null;
  readonly cores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly load1: number | null;
  /** SSH round trip to the server, from a tick written to the first byte of its answer; null where there is none. */
  readonly rttMs: number | null;
  /** All else that the source tells; absent in recordings made before it was kept. */
  readonly detail?: ServerDetail;
  /**
   * What its shares and rates were made of. Absent where the source tells these by itself (Prometheus, systems read through a
   * library), and in recordings made before it was kept.
   */
  readonly counted?: ServerCounted;
};

/**
 * What a reading tells beside the headline numbers. Rates are over the last interval by the clock of the server itself;
 * null on the first reading, where the machine has no such counter, and where a counter went back.
 */
export type ServerDetail = {
  /** Shares of all cores, 0 to 100; `user` has nice in it, `system` has interrupts in it. */
  readonly userPercent: number | null;
  readonly systemPercent: number | null;
  readonly stealPercent: number | null;
  readonly ioWaitPercent: number | null;
  /** Busy share of each core, 0 to 100, in the order of the kernel; null unless asked for. */
  readonly corePercents: readonly (number | null)[] | null;
  readonly load5: number | null;
  readonly load15: number | null;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
  /** Sums over whole disks, and the busiest of them, 0 to 100. */
  readonly diskReadBytesPerSecond: number | null;
  readonly diskWriteBytesPerSecond: number | null;
  readonly diskBusyPercent: number | null;
  /** Sums over network interfaces that are not virtual. */
  readonly networkInBytesPerSecond: number | null;
  readonly networkOutBytesPerSecond: number | null;
  /** Share of the interval in which some task waited for the resource (PSI), 0 to 100. */
  readonly pressure: Pressure;
  readonly uptimeSeconds: number | null;
  /** Share of the last ticks that went unanswered, 0 to 1; null where nothing is asked over SSH. */
  readonly lossRatio: number | null;
};

type Pressure = {
  readonly cpuPercent: number | null;
  readonly memoryPercent: number | null;
  readonly ioPercent: number | null;
};

export type ServerState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'stale'; readonly missed: number }
  /** `retryAtMs`: when it is tried again, on the session's clock; absent while it is being tried. */
  | { readonly kind: 'down'; readonly reason: string; readonly retryAtMs?: number }
  /** Waits for a person: the reason says what to do. Never tried again by itself. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A server as the config names it. */
export type ServerSpec = {
  readonly name: string;
  /** As written: `local`, `ssh://user@host:port`, a name of the SSH config, `prometheus+http://…`. */
  readonly address: string;
  /** Absent for `local`. */
  readonly via?: ServerRoute;
  /** Servers of one group are summed up together; absent where a server stands alone. */
  readonly group?: string;
};
