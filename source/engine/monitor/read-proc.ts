import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../../model/error.js';
import { parseMeminfo } from './meminfo.js';
import { type CpuTimes, cpuPercentBetween, parseProcStat } from './proc-stat.js';
import type { Reader } from './reading.js';

/** A reader of a Linux machine by three files of `folder`, /proc by default: below 1 ms of CPU a reading. */
export function createProcReader(folder = '/proc'): Reader {
  let before: CpuTimes | null = null;
  return async () => {
    const [statText, memoryText, loadText] = await Promise.all(
      ['stat', 'meminfo', 'loadavg'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const stat = parseProcStat(statText!);
    const memory = parseMeminfo(memoryText!);
    if (stat === null || memory === null) {
      throw new PlimsollError(
        'proc-unreadable',
        `Expected a cpu line in ${folder}/stat and MemTotal in ${folder}/meminfo, but found none. Is this a Linux /proc?`,
      );
    }
    const load1 = Number.parseFloat(loadText!);
    const cpuPercent = before === null ? null : cpuPercentBetween(before, stat.times);
    before = stat.times;
    return {
      cpuPercent,
      cores: stat.cores,
      memoryUsedBytes: memory.usedBytes,
      memoryTotalBytes: memory.totalBytes,
      load1: Number.isFinite(load1) ? load1 : null,
    };
  };
}
