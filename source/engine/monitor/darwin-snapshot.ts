import { parseBootSeconds, parseBsdLoad, parseNetstat, parseSysctl } from './bsd-sections.js';
import { emptySnapshot, type Snapshot } from './snapshot.js';

/**
 * What the programs of macOS tell. It has no counters of CPU time that a program in a shell could read, so that `iostat`
 * averages over one second of two. Memory used is what Activity Monitor calls so: of programs, wired, and compressed.
 * Disks have no split of reads and writes. Null when it told neither CPU nor memory.
 */
export function darwinSnapshot(sections: ReadonlyMap<string, string>): Snapshot | null {
  const text = (name: string): string => sections.get(name) ?? '';
  const values = parseSysctl(text('sysctl'));
  const number = (name: string): number | null => numberOf(values.get(name));
  const shares = parseIostatCpu(text('iostat'));
  const totalBytes = number('hw.memsize');
  if (shares === null && totalBytes === null) return null;
  const nowSeconds = numberOf(text('clock').trim());
  const bootSeconds = parseBootSeconds(values.get('kern.boottime'));
  const swap = /total = ([\d.]+)M +used = ([\d.]+)M/.exec(values.get('vm.swapusage')?.replaceAll(',', '.') ?? '');
  return {
    ...emptySnapshot,
    clockSeconds: nowSeconds,
    cpuShares: shares,
    cores: number('hw.ncpu'),
    memoryUsedBytes: usedBytes(text('vm_stat'), number('hw.pagesize')),
    memoryTotalBytes: totalBytes,
    swapTotalBytes: swap === null ? null : Number(swap[1]) * 1_048_576,
    swapUsedBytes: swap === null ? null : Number(swap[2]) * 1_048_576,
    load: parseBsdLoad(values.get('vm.loadavg')),
    uptimeSeconds: nowSeconds === null || bootSeconds === null ? null : nowSeconds - bootSeconds,
    interfaces: parseNetstat(text('netstat')),
  };
}

/** The last line of `iostat -n 0 -c 2 -w 1`: `us sy id 1m 5m 15m`; the first is the mean since boot. */
function parseIostatCpu(text: string): { readonly userPercent: number; readonly systemPercent: number } | null {
  const lines = text.split('\n').filter((line) => /^\s*\d+\s+\d+\s+\d+\s/.test(line));
  if (lines.length < 2) return null;
  const [user, system, idle] = lines.at(-1)!.trim().split(/\s+/).map(Number);
  if (user === undefined || system === undefined || idle === undefined) return null;
  return { userPercent: user, systemPercent: system };
}

function usedBytes(vmStat: string, pageSize: number | null): number | null {
  const page = numberOf(/page size of (\d+) bytes/.exec(vmStat)?.[1]) ?? pageSize;
  const pages = (name: string): number | null =>
    numberOf(new RegExp(`^"?${name}"?:\\s+(\\d+)\\.?$`, 'm').exec(vmStat)?.[1]);
  const anonymous = pages('Anonymous pages');
  const wired = pages('Pages wired down');
  if (page === null || anonymous === null || wired === null) return null;
  const used = anonymous - (pages('Pages purgeable') ?? 0) + wired + (pages('Pages occupied by compressor') ?? 0);
  return Math.max(0, used) * page;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,18}(\.\d+)?$/.test(text) ? Number(text) : null;
}
