/**
 * Time that cores spent since boot, in clock ticks (USER_HZ, 100 a second), as a line of /proc/stat tells.
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

/** /proc/stat as read: all cores together, how many there are, and each of them where their lines are there. */
export type ProcStat = { readonly times: CpuTimes; readonly cores: number; readonly coreTimes: readonly CpuTimes[] };

/** How the time of cores between two readings was spent, in clock ticks: `user` with nice, `system` with interrupts. */
export type CpuTicks = {
  readonly user: number;
  readonly system: number;
  readonly idle: number;
  readonly ioWait: number;
  readonly steal: number;
};

const fields = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Time that goes back by more than this (3 s) means that a core came or went, not a rounding of the kernel. */
const jumpBackTicks = 300;

/**
 * Reads /proc/stat. Null when it has no `cpu` line. A sampler that leaves the lines of single cores out says how many
 * there are in a line `cores N` of its own.
 */
export function parseProcStat(text: string): ProcStat | null {
  const times = timesOf(/^cpu +(\d.*)$/m.exec(text)?.[1]);
  if (times === null) return null;
  const coreTimes: CpuTimes[] = [];
  for (const match of text.matchAll(/^cpu\d+ +(\d.*)$/gm)) {
    const core = timesOf(match[1]);
    if (core !== null) coreTimes.push(core);
  }
  const told = /^cores (\d{1,5})$/m.exec(text)?.[1];
  return { times, cores: told === undefined ? Math.max(1, coreTimes.length) : Number(told), coreTimes };
}

function timesOf(line: string | undefined): CpuTimes | null {
  if (line === undefined) return null;
  const ticks = line.trim().split(/\s+/).map(Number);
  if (ticks.some((value) => !Number.isFinite(value)) || ticks.length < 4) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = ticks;
  // Kernels before 2.6.11 end after idle, iowait, irq or softirq: what they do not count was not spent.
  return { user, nice, system, idle, iowait, irq, softirq, steal };
}

/**
 * How the time between two readings was spent, the sum of which is all that passed: waiting for I/O is idle time, stolen time
 * is not our work. Null when the counters were reset or a core was plugged between the readings.
 */
export function ticksBetween(before: CpuTimes, after: CpuTimes): CpuTicks | null {
  // After a reboot idle alone may be ahead of where it was already, but not all of them.
  if (fields.some((field) => field !== 'iowait' && before[field] - after[field] >= jumpBackTicks)) return null;
  // Single counters, iowait above all, may go back by a few ticks: such a difference counts as none (proc_stat(5)).
  const spent = (field: keyof CpuTimes): number => Math.max(0, after[field] - before[field]);
  return {
    user: spent('user') + spent('nice'),
    system: spent('system') + spent('irq') + spent('softirq'),
    idle: spent('idle'),
    ioWait: spent('iowait'),
    steal: spent('steal'),
  };
}
