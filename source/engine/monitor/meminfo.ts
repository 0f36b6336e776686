/** Memory of a machine, in bytes. */
export type MemoryUse = { readonly usedBytes: number; readonly totalBytes: number };

/**
 * Reads /proc/meminfo. Used is what programs could not get if they asked: MemTotal - MemAvailable, as `free` says since
 * procps 4. Kernels before 3.14 have no MemAvailable, and some containers report less available than free: there it is
 * total - free - buffers - cached - reclaimable slabs, as htop counts. Null when there is no MemTotal.
 */
export function parseMeminfo(text: string): MemoryUse | null {
  const kilobytes = new Map<string, number>();
  for (const [, name, value] of text.matchAll(/^(\w+): +(\d+) kB$/gm)) kilobytes.set(name!, Number(value));
  const of = (name: string): number => kilobytes.get(name) ?? 0;
  const total = of('MemTotal');
  if (total === 0) return null;
  const free = of('MemFree');
  const available = kilobytes.get('MemAvailable');
  const reclaimable = free + of('Buffers') + of('Cached') + of('SReclaimable');
  const notUsed = available !== undefined && available >= free ? available : reclaimable;
  const used = notUsed <= total ? total - notUsed : Math.max(0, total - free);
  return { usedBytes: used * 1024, totalBytes: total * 1024 };
}
