import { performance } from 'node:perf_hooks';

/** Reads the CPU time that this thread has used, in milliseconds: the busy time of its event loop where Node can't tell. */
export function createThreadCpu(): () => number {
  if (typeof process.threadCpuUsage !== 'function') return () => performance.eventLoopUtilization().active;
  return () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
}
