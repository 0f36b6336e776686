import { containerOf } from './container.js';
import { parseMeminfo } from './meminfo.js';
import { parseProcStat } from './proc-stat.js';
import { parseDiskstats, parseLoadavg, parseNetDev, parsePressure } from './proc-tables.js';
import { emptySnapshot, type Snapshot } from './snapshot.js';

/**
 * What the files of a Linux machine tell, local or remote: texts by path. Null when neither CPU nor memory is among them,
 * since then it was no Linux /proc. Inside a container /proc shows the host: its own limits and use stand in their place.
 */
export function linuxSnapshot(
  files: ReadonlyMap<string, string>,
  physicalInterfaces: ReadonlySet<string> | null = null,
): Snapshot | null {
  const text = (path: string): string => files.get(path) ?? '';
  const stat = parseProcStat(text('/proc/stat'));
  const memory = parseMeminfo(text('/proc/meminfo'));
  if (stat === null && memory === null) return null;
  const uptime = Number.parseFloat(text('/proc/uptime'));
  const container = containerOf(files);
  const limited = container?.memory ?? null;
  const total = limited === null ? null : Math.min(limited.totalBytes, memory?.totalBytes ?? limited.totalBytes);
  return {
    ...emptySnapshot,
    clockSeconds: Number.isFinite(uptime) ? uptime : null,
    cpu: stat?.times ?? null,
    tellsSteal: true,
    tellsIoWait: true,
    cores: stat?.cores ?? null,
    coreTimes: stat?.coreTimes ?? null,
    memoryUsedBytes: limited?.usedBytes ?? memory?.usedBytes ?? null,
    memoryTotalBytes: total ?? memory?.totalBytes ?? null,
    swapUsedBytes: memory?.swapUsedBytes ?? null,
    swapTotalBytes: memory?.swapTotalBytes ?? null,
    load: parseLoadavg(text('/proc/loadavg')),
    uptimeSeconds: Number.isFinite(uptime) ? uptime : null,
    disks: text('/proc/diskstats') === '' ? null : parseDiskstats(text('/proc/diskstats')),
    interfaces: text('/proc/net/dev').trim() === '' ? null : parseNetDev(text('/proc/net/dev'), physicalInterfaces),
    waited: {
      cpu: parsePressure(text('/proc/pressure/cpu')),
      memory: parsePressure(text('/proc/pressure/memory')),
      io: parsePressure(text('/proc/pressure/io')),
    },
    container: container?.counters ?? null,
  };
}
