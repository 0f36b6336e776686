/**
 * What a server counted between two looks at it, as it counted: whole numbers, none below 0. A count is null at the first
 * look, where the machine has no such counter, and where that went back. Shares and rates are made of these, by `ratesOf`.
 */
export type ServerCounted = {
  /** By the machine's own clock, in microseconds; null where it has none, and where that did not go on. */
  readonly elapsedUs: number | null;
  /**
   * Time that all cores spent, in one unit or another (Linux: clock ticks), since only shares are made of it: `user` has nice in
   * it, `system` has interrupts. What a system does not tell apart as waiting for I/O or stolen is null, and in `idle`.
   */
  readonly userTicks: number | null;
  readonly systemTicks: number | null;
  readonly idleTicks: number | null;
  readonly ioWaitTicks: number | null;
  readonly stealTicks: number | null;
  /** Sums over whole disks, and the time in which the busiest of them had something to do. */
  readonly diskReadBytes: number | null;
  readonly diskWrittenBytes: number | null;
  readonly diskBusyMs: number | null;
  /** Sums over network interfaces that are not virtual. */
  readonly networkInBytes: number | null;
  readonly networkOutBytes: number | null;
  /** Time in which some task waited for the resource (PSI). */
  readonly cpuWaitedUs: number | null;
  readonly memoryWaitedUs: number | null;
  readonly ioWaitedUs: number | null;
  /** CPU that a container with a quota used, which `cores` of the sample is then; null where there is no quota. */
  readonly containerCpuUs: number | null;
  /** One for each core, in the order of the kernel; null unless asked for. */
  readonly coreTicks: readonly (CoreTicks | null)[] | null;
};

/** How much of its time a core was busy; null as a whole where one came or went. */
export type CoreTicks = { readonly busy: number; readonly total: number };

/** A count that is one number. */
export type CountName = Exclude<keyof ServerCounted, 'coreTicks'>;

/** What a look tells that has none before it, of a machine that counts nothing. */
export const nothingCounted: ServerCounted = {
  userTicks: null,
  systemTicks: null,
  idleTicks: null,
  ioWaitTicks: null,
  stealTicks: null,
  elapsedUs: null,
  containerCpuUs: null,
  diskReadBytes: null,
  diskWrittenBytes: null,
  diskBusyMs: null,
  networkInBytes: null,
  networkOutBytes: null,
  cpuWaitedUs: null,
  memoryWaitedUs: null,
  ioWaitedUs: null,
  coreTicks: null,
};
