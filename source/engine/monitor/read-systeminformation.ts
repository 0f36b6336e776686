import type { Reader } from './reading.js';
import { readingBetween } from './reading-between.js';
import { emptySnapshot } from './snapshot.js';

/** A reader of the local machine for systems without /proc: macOS, Windows, BSD. Costs about 2 ms of CPU a reading. */
export function createSystemInformationReader(): Reader {
  let looked = false;
  return async () => {
    // Loaded at the first reading, not at start-up: where there is a /proc it is never needed.
    const { currentLoad, mem, time } = await import('systeminformation');
    const [load, memory] = await Promise.all([currentLoad(), mem()]);
    // Its first load is the mean since boot, which is not what is asked.
    const isKnown = looked && Number.isFinite(load.currentLoad);
    looked = true;
    const { detail } = readingBetween(null, {
      ...emptySnapshot,
      swapUsedBytes: memory.swapused,
      swapTotalBytes: memory.swaptotal,
      uptimeSeconds: Number(time().uptime),
    });
    return {
      cpuPercent: isKnown ? load.currentLoad : null,
      cores: load.cpus.length,
      // `used` there is total - free and so counts every cached file; `active` is total - available.
      memoryUsedBytes: memory.active,
      memoryTotalBytes: memory.total,
      // Windows has no load average, and says 0.
      load1: process.platform === 'win32' ? null : load.avgLoad,
      detail: {
        ...detail!,
        userPercent: isKnown ? load.currentLoadUser : null,
        systemPercent: isKnown ? load.currentLoadSystem : null,
      },
    };
  };
}
