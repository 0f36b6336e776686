import type { BadCount } from './overdispersion.js';

/** Bad arrivals of the windows of one sample, and the share that the best curve expects of them. */
export type ExpectedBlocks = { readonly blocks: readonly BadCount[]; readonly ratio: number };

/** Weight of what is expected before anything is seen, in blocks. */
const priorBlocks = 3;

/** Curve parameters that the blocks were fitted with. */
const fitted = 1.5;

/** Lengths of blocks in windows. Longer ones see slower bursts, shorter ones are more. */
const lengths = [5, 10, 20, 40];

const fewestBlocks = 5;

/**
 * How much more the count of bad arrivals varies than that of independent ones, from what is left between blocks of
 * consecutive windows and the curve that fits them best. Bursts that outlast a short block make its neighbours alike;
 * so several lengths are tried, and the largest value counts. `freedom` is the number of blocks it rests on.
 */
export function overdispersionOfBlocks(
  samples: readonly ExpectedBlocks[],
  allowedRatio: number,
  expected: number,
): { readonly overdispersion: number; readonly freedom: number } {
  const windows: { readonly off: number; readonly variance: number }[] = [];
  for (const { blocks, ratio } of samples) {
    if (ratio < 0.3 * allowedRatio || ratio > 8 * allowedRatio) continue;
    for (const { bad, total } of blocks) {
      if (total === 0) continue;
      windows.push({ off: bad - total * ratio, variance: total * ratio * Math.sqrt(ratio / allowedRatio) });
    }
  }
  let overdispersion = expected;
  let freedom = priorBlocks;
  for (const length of lengths) {
    const count = Math.floor(windows.length / length);
    if (count < fewestBlocks) break;
    // What does not fill a block is left out at the beginning, where the curve is least known.
    const skip = windows.length - count * length;
    let chi = 0;
    for (let block = 0; block < count; block++) {
      let off = 0;
      let variance = 0;
      for (let index = skip + block * length; index < skip + (block + 1) * length; index++) {
        off += windows[index]!.off;
        variance += windows[index]!.variance;
      }
      chi += off ** 2 / variance;
    }
    const weight = priorBlocks + Math.max(1, count - fitted);
    const value = (priorBlocks * expected + chi) / weight;
    if (value > overdispersion || freedom === priorBlocks) [overdispersion, freedom] = [value, weight];
  }
  const seen = clustersOf(samples, allowedRatio);
  const weight = priorBlocks + seen.count;
  const value = (priorBlocks * expected + seen.count * seen.size) / weight;
  if (value > overdispersion) [overdispersion, freedom] = [value, Math.max(freedom, weight)];
  return { overdispersion: Math.max(1, overdispersion), freedom };
}

/** Windows without bad arrivals that end an episode of them, and the share of such windows without which there are none. */
const quietWindows = 2;
const fewestQuiet = 0.4;

/** Size of the episode that the typical bad arrival belongs to, sum(S^2) / sum(S), and how many there were. */
function clustersOf(
  samples: readonly ExpectedBlocks[],
  allowedRatio: number,
): { readonly size: number; readonly count: number } {
  let sum = 0;
  let squares = 0;
  let count = 0;
  let quietCount = 0;
  let windowCount = 0;
  for (const { blocks, ratio } of samples) {
    if (ratio < 0.3 * allowedRatio || ratio > 4 * allowedRatio) continue;
    const scale = Math.sqrt(ratio / allowedRatio);
    let size = 0;
    let quiet = 0;
    const close = (): void => {
      if (size === 0) return;
      sum += size;
      squares += size ** 2 / scale;
      count++;
      size = 0;
    };
    for (const { bad } of blocks) {
      windowCount++;
      if (bad === 0) quietCount++;
      quiet = bad > 0 ? 0 : quiet + 1;
      size += bad;
      if (quiet >= quietWindows) close();
    }
    close();
  }
  // Where hardly a window is without bad arrivals, there are no episodes to be told apart.
  if (sum === 0 || quietCount < fewestQuiet * windowCount) return { size: 0, count: 0 };
  return { size: squares / sum, count };
}
