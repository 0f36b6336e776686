/** Memory of a machine, in bytes. Swap is null where the system has none to tell of. */
export type MemoryUse = {
  readonly usedBytes: number;
  readonly totalBytes: number;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
};

/**
 * Reads /proc/meminfo. Used is what programs could not get if they asked: MemTotal - MemAvailable, as `free` says since
 * procps 4. Kernels before 3.14 have no MemAvailable, and some containers report less available than free: there it is
 * total - free - buffers - cached - reclaimable slabs, as htop counts. Swap used is total - free - cached: what is cached
 * is in memory as well. Null when there is no MemTotal.
 */
export function parseMeminfo(text: string): MemoryUse | null {
  const kilobytes = new Map<string, number>();
  for (const [, name, value] of text.matchAll(/^(\w+): +(\d{1,15}) kB$/gm)) kilobytes.set(name!, Number(value));
  const of = (name: string): number => kilobytes.get(name) ?? 0;
  const total = of('MemTotal');
  if (total === 0) return null;
  const free = of('MemFree');
  const available = kilobytes.get('MemAvailable');
  const reclaimable = free + of('Buffers') + of('Cached') + of('SReclaimable');
  const notUsed = available !== undefined && available >= free ? available : reclaimable;
  const used = notUsed <= total ? total - notUsed : Math.max(0, total - free);
  const swapTotal = kilobytes.get('SwapTotal');
  const swapUsed = Math.max(0, of('SwapTotal') - of('SwapFree') - of('SwapCached'));
  return {
    usedBytes: used * 1024,
    totalBytes: total * 1024,
    swapUsedBytes: swapTotal === undefined ? null : swapUsed * 1024,
    swapTotalBytes: swapTotal === undefined ? null : swapTotal * 1024,
  };
}
