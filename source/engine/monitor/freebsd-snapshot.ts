import { parseBsdLoad, parseNetstat, parseSysctl } from './bsd-sections.js';
import type { CpuTimes } from './proc-stat.js';
import { type DiskCounters, emptySnapshot, type Snapshot } from './snapshot.js';

/**
 * What the programs of FreeBSD tell. The sum of all CPU time over the statistics clock and the cores is its clock: it has
 * no finer one in a shell. Memory used is what is not free, inactive or cached. Null when it told neither CPU nor memory.
 */
export function freebsdSnapshot(sections: ReadonlyMap<string, string>): Snapshot | null {
  const text = (name: string): string => sections.get(name) ?? '';
  const values = parseSysctl(text('sysctl'));
  const number = (name: string): number | null => numberOf(values.get(name));
  const [cpu] = cpuTimes(values.get('kern.cp_time'));
  const cores = number('hw.ncpu');
  const totalBytes = number('hw.physmem');
  if (cpu === undefined && totalBytes === null) return null;
  const page = number('hw.pagesize');
  const free = number('vm.stats.vm.v_free_count');
  const inactive = number('vm.stats.vm.v_inactive_count') ?? 0;
  const cached = number('vm.stats.vm.v_cache_count') ?? 0;
  const perSecond = numberOf(/stathz = (\d+)/.exec(values.get('kern.clockrate') ?? '')?.[1]);
  const spent = cpu === undefined ? null : cpu.user + cpu.nice + cpu.system + cpu.irq + cpu.idle;
  const clockSeconds = spent === null || !perSecond || !cores ? null : spent / perSecond / cores;
  const swap = parseSwapinfo(text('swapinfo'));
  return {
    ...emptySnapshot,
    clockSeconds,
    cpu: cpu ?? null,
    cores,
    coreTimes: cpuTimes(values.get('kern.cp_times')),
    memoryUsedBytes:
      totalBytes === null || page === null || free === null
        ? null
        : Math.max(0, totalBytes - (free + inactive + cached) * page),
    memoryTotalBytes: totalBytes,
    swapUsedBytes: swap?.usedBytes ?? null,
    swapTotalBytes: swap?.totalBytes ?? null,
    load: parseBsdLoad(values.get('vm.loadavg')),
    uptimeSeconds: clockSeconds,
    disks: parseIostat(text('iostat')),
    interfaces: parseNetstat(text('netstat')),
  };
}

/** `user nice sys intr idle`, five numbers for each core. */
function cpuTimes(text: string | undefined): readonly CpuTimes[] {
  const numbers = (text ?? '').split(/\s+/).map(Number);
  const times: CpuTimes[] = [];
  for (let at = 0; at + 5 <= numbers.length; at += 5) {
    const [user, nice, system, irq, idle] = numbers.slice(at, at + 5) as [number, number, number, number, number];
    if (![user, nice, system, irq, idle].every(Number.isFinite)) return [];
    times.push({ user, nice, system, idle, iowait: 0, irq, softirq: 0, steal: 0 });
  }
  return times;
}

/** `iostat -xI`: transfers since boot, `kr/i` and `kw/i` in KiB, `sb/i` in seconds of being busy. */
function parseIostat(text: string): ReadonlyMap<string, DiskCounters> | null {
  const lines = text.split('\n', 1000);
  const at = lines.findIndex((line) => /^device\s/.test(line));
  if (at < 0) return null;
  const head = lines[at]!.trim().split(/\s+/);
  const disks = new Map<string, DiskCounters>();
  for (const line of lines.slice(at + 1)) {
    const fields = line.trim().split(/\s+/);
    const number = (column: string): number => Number(fields[head.indexOf(column)]);
    if (fields.length !== head.length || /^(cd|pass|md)\d/.test(fields[0]!)) continue;
    const counters = { readBytes: number('kr/i') * 1024, writtenBytes: number('kw/i') * 1024 };
    const busyMs = number('sb/i') * 1000;
    if (!Number.isFinite(counters.readBytes) || !Number.isFinite(counters.writtenBytes)) continue;
    disks.set(fields[0]!, { ...counters, busyMs: Number.isFinite(busyMs) ? busyMs : null });
  }
  return disks;
}

/** `swapinfo -k`: each device, and a total where there are several. None: there is no swap, which is not unknown. */
function parseSwapinfo(text: string): { readonly usedBytes: number; readonly totalBytes: number } | null {
  if (!/^Device\s/m.test(text)) return null;
  let usedBytes = 0;
  let totalBytes = 0;
  for (const [, total, used] of text.matchAll(/^\/\S+\s+(\d+)\s+(\d+)\s/gm)) {
    totalBytes += Number(total) * 1024;
    usedBytes += Number(used) * 1024;
  }
  return { usedBytes, totalBytes };
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,18}$/.test(text) ? Number(text) : null;
}
