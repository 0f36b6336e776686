import type { DiskCounters, InterfaceCounters } from './snapshot.js';

/** A sector of /proc/diskstats is 512 bytes, whatever the disk's own are. */
const sectorBytes = 512;

/** Disks that are no hardware, or that stand for disks which are counted themselves. */
const virtualDisk = /^(loop|ram|zram|sr|fd|dm-|md)\d/;

/** Disks and interfaces taken from one machine at most. */
const mostRows = 1000;

/**
 * Reads /proc/diskstats: whole disks by name. A row is a partition where the disk that it would be of is there too
 * (`sda1` of `sda`, `nvme0n1p2` of `nvme0n1`); a partition without its disk, as some virtual machines have, stands for one.
 */
export function parseDiskstats(text: string): ReadonlyMap<string, DiskCounters> {
  const all = new Map<string, DiskCounters>();
  for (const line of text.split('\n', mostRows)) {
    const [, , name, , , readSectors, , , , writtenSectors, , , busyMs] = line.trim().split(/\s+/);
    if (name === undefined || writtenSectors === undefined || virtualDisk.test(name)) continue;
    const counters = {
      readBytes: Number(readSectors) * sectorBytes,
      writtenBytes: Number(writtenSectors) * sectorBytes,
      busyMs: busyMs === undefined ? null : Number(busyMs),
    };
    if (Number.isFinite(counters.readBytes) && Number.isFinite(counters.writtenBytes)) all.set(name, counters);
  }
  for (const name of [...all.keys()]) {
    const disk = /^(.*\d)p\d+$/.exec(name)?.[1] ?? /^(.*\D)\d+$/.exec(name)?.[1];
    if (disk !== undefined && all.has(disk)) all.delete(name);
  }
  return all;
}

/** Interfaces that carry what others carry already, or that end on the machine itself. */
const virtualInterface = /^(lo$|veth|docker|br-|virbr|cni|cali|flannel|tun|tap|ifb|dummy)/;

/**
 * Reads /proc/net/dev: bytes by interface. `physical` names those that have a device behind them, which alone are taken
 * then: a bond and its members would be counted twice. Null or empty: all that are not known to be virtual.
 */
export function parseNetDev(
  text: string,
  physical: ReadonlySet<string> | null = null,
): ReadonlyMap<string, InterfaceCounters> {
  const interfaces = new Map<string, InterfaceCounters>();
  for (const line of text.split('\n', mostRows)) {
    const match = /^\s*([^\s:|]+):\s*(\d+(?:\s+\d+)*)\s*$/.exec(line);
    if (match === null) continue;
    const name = match[1]!;
    const fields = match[2]!.split(/\s+/);
    if (physical !== null && physical.size > 0 ? !physical.has(name) : virtualInterface.test(name)) continue;
    if (fields.length < 9) continue;
    interfaces.set(name, { inBytes: Number(fields[0]), outBytes: Number(fields[8]) });
  }
  return interfaces;
}

/** Microseconds since boot in which some task waited, from a file of /proc/pressure; null where there is none. */
export function parsePressure(text: string): number | null {
  const total = /^some .*\btotal=(\d{1,18})\b/m.exec(text)?.[1];
  return total === undefined ? null : Number(total);
}

/** Reads /proc/loadavg. */
export function parseLoadavg(
  text: string,
): { readonly one: number; readonly five: number; readonly fifteen: number } | null {
  const match = /^(\d+(?:\.\d+)?) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)\b/.exec(text);
  return match === null ? null : { one: Number(match[1]), five: Number(match[2]), fifteen: Number(match[3]) };
}
