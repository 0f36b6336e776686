import { nothingCounted, type ServerCounted } from '../../source/model/server-counted.js';

/** What a busy Linux machine counts in about a second, noisy in every digit that it has: a clock and ticks of 10 ms, blocks of 4 KiB. */
export function countedSecond(random: () => number, cores: number): ServerCounted {
  const upTo = (most: number): number => Math.floor(most * random());
  const elapsedTicks = 98 + upTo(5);
  const total = elapsedTicks * cores;
  const userTicks = upTo(total * 0.7);
  const systemTicks = Math.floor(userTicks / 3);
  const ioWaitTicks = upTo(total / 100);
  const stealTicks = random() < 0.2 ? upTo(total / 100) : 0;
  return {
    ...nothingCounted,
    elapsedUs: elapsedTicks * 10_000,
    userTicks,
    systemTicks,
    ioWaitTicks,
    stealTicks,
    idleTicks: Math.max(0, total - userTicks - systemTicks - ioWaitTicks - stealTicks),
    diskReadBytes: 4096 * upTo(250),
    diskWrittenBytes: 4096 * upTo(2500),
    diskBusyMs: upTo(300),
    networkInBytes: upTo(1e7),
    networkOutBytes: upTo(1e7),
    cpuWaitedUs: upTo(50_000),
    memoryWaitedUs: random() < 0.1 ? upTo(10_000) : 0,
    ioWaitedUs: upTo(10_000),
  };
}
