/** What was counted in one stretch of time: an amount out of a total, such as slow requests out of all. */
export type Part = { readonly amount: number; readonly total: number };

/** A ratio of sums, and how far it may be off. */
export type RatioEstimate = {
  /** sum(amount) / sum(total). */
  readonly ratio: number;
  readonly standardError: number;
  /** Degrees of freedom of the standard error. */
  readonly freedom: number;
};

/** With fewer blocks their variance says little, and a longer block is not tried. */
const fewestBlocks = 8;

/** With fewer blocks a likeness of neighbours may be chance, and is not looked for. */
const fewestNeighbours = 12;

/** Neighbours more alike than this leave nothing to tell by. */
const mostAlike = 0.95;

/**
 * The ratio of sums over consecutive parts that are not independent of each other: the seconds of one run share a queue. With
 * r = amount - ratio × total of each part, batch means: the variance of sum(r) over n parts is n / (L (b - 1)) times the sum of
 * the squares of the sums of b blocks of L consecutive parts. Blocks of 1, 2, 4, ... parts are tried while there are eight, and
 * the largest variance counts: correlation that outlasts a short block shows in a longer one. Where neighbouring blocks are
 * still clearly alike, it outlasts this one too: see `alikeness`. Null with fewer than eight parts.
 */
export function estimateRatio(parts: readonly Part[]): RatioEstimate | null {
  if (parts.length < fewestBlocks) return null;
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  if (!(total > 0)) return null;
  const ratio = parts.reduce((sum, part) => sum + part.amount, 0) / total;
  const residuals = parts.map((part) => part.amount - ratio * part.total);
  let best = { variance: -1, freedom: 1 };
  for (let length = 1; length * fewestBlocks <= parts.length; length *= 2) {
    const sums = blockSums(residuals, length);
    const blocks = sums.length;
    const squares = sums.reduce((all, sum) => all + sum * sum, 0);
    const { inflation, freedom } = alikeness(sums, squares);
    const variance = (inflation * squares * parts.length) / (length * (blocks - 1));
    if (variance > best.variance) best = { variance, freedom };
  }
  return { ratio, standardError: Math.sqrt(best.variance) / total, freedom: best.freedom };
}

function blockSums(residuals: readonly number[], length: number): readonly number[] {
  const blocks = Math.floor(residuals.length / length);
  // What does not fill a block is left out at the beginning, where a measurement is least settled.
  const skip = residuals.length - blocks * length;
  return Array.from({ length: blocks }, (_, block) => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += residuals[skip + block * length + at]!;
    return sum;
  });
}

/**
 * How much more the sum of blocks varies than if they were independent. Blocks are taken for a first-order autoregression with
 * the correlation c of neighbours, if that is more than chance makes in 19 of 20 cases: as many blocks as t = (1 + c) / (1 - c)
 * tell what one independent one would. c is corrected for being estimated around the blocks' own mean, by (1 + 3c) / b
 * (Marriott and Pope, Biometrika 41, 1954), and so is their variance, by 1 / (1 - t / b). The degrees of freedom are those of
 * b / t blocks.
 */
function alikeness(sums: readonly number[], squares: number): { readonly inflation: number; readonly freedom: number } {
  const blocks = sums.length;
  const independent = { inflation: 1, freedom: blocks - 1 };
  if (blocks < fewestNeighbours || !(squares > 0)) return independent;
  let products = 0;
  for (let at = 1; at < blocks; at++) products += sums[at]! * sums[at - 1]!;
  const seen = products / squares;
  if (seen < 1.645 / Math.sqrt(blocks)) return independent;
  const correlation = Math.min(mostAlike, seen + (1 + 3 * seen) / blocks);
  const times = (1 + correlation) / (1 - correlation);
  const left = Math.max(2, blocks / times);
  return { inflation: times / (1 - 1 / left), freedom: left - 1 };
}
