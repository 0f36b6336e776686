import { limitFiles } from './sampler-script.js';
import type { Container } from './snapshot.js';

/** What a container may use, and its memory where that is limited. */
export type ContainerUse = {
  readonly counters: Container;
  readonly memory: { readonly usedBytes: number; readonly totalBytes: number } | null;
};

/** A limit of version 1 that stands for none: the largest number of whole pages. */
const unlimitedBytes = 2 ** 62;

/**
 * The limits of the container that a machine is, from the files of cgroups, version 2 or 1; null where nothing is limited.
 * Memory used is what is charged less the file pages that the kernel would drop first, as `kubectl top` counts.
 */
export function containerOf(files: ReadonlyMap<string, string>): ContainerUse | null {
  const of = (path: string): string => (files.get(path) ?? '').trim();
  const number = (path: string): number | null => numberOf(of(path));
  const line = (path: string, name: string): number | null =>
    numberOf(new RegExp(`^${name} (\\d+)$`, 'm').exec(of(path))?.[1] ?? '');

  const [max, current, stat, cpuMax, cpuStat] = limitFiles.v2 as [string, string, string, string, string];
  const [limit1, usage1, stat1, quota1, period1, used1] = limitFiles.v1 as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const isV2 = of(max) !== '' || of(cpuMax) !== '';
  const limit = isV2 ? number(max) : number(limit1);
  const memoryBytes = limit === null || limit >= unlimitedBytes ? null : limit;
  const quota = /^(\d+) (\d+)$/.exec(isV2 ? of(cpuMax) : `${of(quota1)} ${of(period1)}`);
  const cpuCores = quota === null || Number(quota[2]) === 0 ? null : Number(quota[1]) / Number(quota[2]);
  if (memoryBytes === null && cpuCores === null) return null;

  const charged = isV2 ? number(current) : number(usage1);
  const droppable = (isV2 ? line(stat, 'inactive_file') : line(stat1, 'total_inactive_file')) ?? 0;
  const usedNs = isV2 ? null : number(used1);
  return {
    counters: {
      cpuCores,
      memoryBytes,
      cpuUsedUs: isV2 ? line(cpuStat, 'usage_usec') : usedNs === null ? null : usedNs / 1000,
    },
    memory:
      memoryBytes === null || charged === null
        ? null
        : { usedBytes: Math.max(0, charged - droppable), totalBytes: memoryBytes },
  };
}

function numberOf(text: string): number | null {
  return /^\d{1,19}$/.test(text) ? Number(text) : null;
}
