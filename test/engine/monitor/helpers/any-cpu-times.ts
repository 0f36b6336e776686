import fc from 'fast-check';
import type { CpuTimes } from '../../../../source/engine/monitor/proc-stat.js';

/** Times of a core with any number of ticks in each field. */
export function anyCpuTimes(ticks: fc.Arbitrary<number>): fc.Arbitrary<CpuTimes> {
  return fc.record({
    user: ticks,
    nice: ticks,
    system: ticks,
    idle: ticks,
    iowait: ticks,
    irq: ticks,
    softirq: ticks,
    steal: ticks,
  });
}
