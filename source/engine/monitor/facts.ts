import { plainText } from '../../model/plain-text.js';
import type { Filesystem, Gpu, ServerFacts } from '../../model/server-facts.js';
import type { Snapshot } from './snapshot.js';

/** Filesystems, temperatures and GPUs of one machine that are told. */
const mostRows = 32;

/** Sources of filesystems that are no disk: their fill says nothing of a disk. */
const noDisk =
  /^(tmpfs|devtmpfs|udev|none|shm|run|dev|devfs|map|efivarfs|overlay|squashfs|\/dev\/loop.*|fdescfs|procfs)$/;

/** Mounts of macOS that lie in the same container as `/`. */
const sameContainer = /^\/System\/Volumes\/(?!Data$)/;

/**
 * The facts of a machine from the sections of a slow frame, and what a look at it told beside. All text is made safe to
 * print: the server chose it.
 */
export function factsOf(
  sections: ReadonlyMap<string, string>,
  sampler: string,
  { cores, memoryTotalBytes, container }: Pick<Snapshot, 'cores' | 'memoryTotalBytes' | 'container'>,
): ServerFacts {
  const text = (name: string): string => sections.get(name) ?? '';
  const [system, hostName, release, machine] = text('uname').trim().split(/\s+/);
  const pretty = /^PRETTY_NAME=["']?(.*?)["']?$/m.exec(text('os-release'))?.[1];
  const processes = /^\s*(\d{1,9})\s*$/m.exec(text('processes'))?.[1];
  return {
    hostName: named(hostName),
    platform: named(pretty) ?? named(system),
    kernel: named(release),
    architecture: named(machine),
    cores,
    memoryTotalBytes,
    sampler,
    processes: processes === undefined ? null : Number(processes),
    filesystems: parseDf(text('df')),
    temperatures: parseTemperatures(text('temperatures')),
    gpus: [...parseNvidia(text('nvidia')), ...parseAmdgpu(text('amdgpu'))].slice(0, mostRows),
    limits: container === null ? null : { cpuCores: container.cpuCores, memoryBytes: container.memoryBytes },
  };
}

function named(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : plainText(text, 128);
}

/** Reads `df -P -k`: each disk once, by its shortest mount, in the order given. Mounts may have spaces in them. */
export function parseDf(text: string): readonly Filesystem[] {
  const bySource = new Map<string, Filesystem>();
  for (const line of text.split('\n')) {
    const match = /^(\S.*?)\s+(\d+)\s+(\d+)\s+-?\d+\s+\d+%\s+(\/.*)$/.exec(line);
    if (match === null) continue;
    const [, source, total, used, mount] = match as unknown as [string, string, string, string, string];
    if (mount !== '/' && (noDisk.test(source.split(' ')[0]!) || sameContainer.test(mount))) continue;
    if (Number(total) === 0) continue;
    const other = bySource.get(source);
    if (other !== undefined && other.mount.length <= mount.length) continue;
    bySource.set(source, {
      mount: plainText(mount, 128),
      usedBytes: Number(used) * 1024,
      totalBytes: Number(total) * 1024,
    });
    if (bySource.size >= mostRows) break;
  }
  return [...bySource.values()];
}

/** Lines `MILLIDEGREES NAME`. Sensors that are not there report nonsense such as -274 or 0 degrees. */
function parseTemperatures(text: string): ServerFacts['temperatures'] {
  return [...text.matchAll(/^(-?\d{1,7})(?: (.+))?$/gm)]
    .map(([, milli, name]) => ({ name: plainText(name ?? 'sensor', 64), celsius: Number(milli) / 1000 }))
    .filter(({ celsius }) => celsius > 0 && celsius < 200)
    .slice(0, mostRows);
}

/** Lines `NAME, BUSY %, USED MiB, TOTAL MiB, DEGREES`; what a card does not tell is `[N/A]`. */
function parseNvidia(text: string): readonly Gpu[] {
  const number = (field: string | undefined): number | null =>
    field !== undefined && /^\d+(\.\d+)?$/.test(field.trim()) ? Number(field) : null;
  const mebibytes = (field: string | undefined): number | null => {
    const value = number(field);
    return value === null ? null : value * 1_048_576;
  };
  return text.split('\n').flatMap((line) => {
    const [name, busy, used, total, celsius] = line.split(',');
    if (name === undefined || celsius === undefined) return [];
    return [
      {
        name: plainText(name.trim(), 64),
        busyPercent: number(busy),
        memoryUsedBytes: mebibytes(used),
        memoryTotalBytes: mebibytes(total),
        celsius: number(celsius),
      },
    ];
  });
}

/** Lines `BUSY% [USED TOTAL]` in bytes, from the amdgpu driver. */
function parseAmdgpu(text: string): readonly Gpu[] {
  return [...text.matchAll(/^(\d{1,3})(?: (\d{1,15}) (\d{1,15}))?\s*$/gm)].map(([, busy, used, total]) => ({
    name: 'amdgpu',
    busyPercent: Number(busy),
    memoryUsedBytes: used === undefined ? null : Number(used),
    memoryTotalBytes: total === undefined ? null : Number(total),
    celsius: null,
  }));
}
