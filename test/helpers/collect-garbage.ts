import { collectGarbage } from '../../source/record/collect-garbage.js';

/** Bytes of the heap that are in use once everything unused is gone, buffers included. */
export function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
