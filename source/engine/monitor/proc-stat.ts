/**
 * Time that all cores spent since boot, in clock ticks (USER_HZ, 100 a second), as the first line of /proc/stat tells.
 * `guest` and `guest_nice` are left out: the kernel has already counted them in `user` and `nice`.
 */
export type CpuTimes = {
  readonly user: number;
  readonly nice: number;
  readonly system: number;
  readonly idle: number;
  readonly iowait: number;
  readonly irq: number;
  readonly softirq: number;
  readonly steal: number;
};

const fields = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Idle time that goes back by more than this (3 s) means that a core came or went, not a rounding of the kernel. */
const jumpBackTicks = 300;

/** Reads /proc/stat: the times of all cores together and how many cores are online. Null when it has no `cpu` line. */
export function parseProcStat(text: string): { readonly times: CpuTimes; readonly cores: number } | null {
  const line = /^cpu +(\d.*)$/m.exec(text)?.[1];
  if (line === undefined) return null;
  const ticks = line.trim().split(/\s+/).map(Number);
  if (ticks.some((value) => !Number.isFinite(value)) || ticks.length < 4) return null;
  // Kernels before 2.6.11 end after idle, iowait, irq or softirq: what they do not count was not spent.
  const times = Object.fromEntries(fields.map((field, index) => [field, ticks[index] ?? 0])) as CpuTimes;
  return { times, cores: text.match(/^cpu\d+ /gm)?.length ?? 1 };
}

/**
 * Busy share of all cores between two readings, 0 to 100:
 * (user + nice + system + irq + softirq) / (the same + idle + iowait + steal), of the differences.
 * Waiting for I/O is idle time; stolen time is in the denominator but is not our work. Null when no tick passed, or when
 * the counters were reset or a core was plugged between the readings.
 */
export function cpuPercentBetween(before: CpuTimes, after: CpuTimes): number | null {
  if (before.idle - after.idle >= jumpBackTicks) return null;
  // Single counters, iowait above all, may go back by a few ticks: such a difference counts as none (proc_stat(5)).
  const spent = (field: keyof CpuTimes): number => Math.max(0, after[field] - before[field]);
  const busy = spent('user') + spent('nice') + spent('system') + spent('irq') + spent('softirq');
  const total = busy + spent('idle') + spent('iowait') + spent('steal');
  return total === 0 ? null : (busy / total) * 100;
}
