/** How the rows of an altered batch differ from what its checksums say: each list holds sequence numbers. */
export type BatchDifference = {
  readonly missing: readonly number[];
  readonly changed: readonly number[];
  readonly moved: readonly number[];
};

/**
 * Compares the checksums that a batch was written with (`written`, one for each number from `firstSeq` on) with those of the rows
 * found there. A row whose content stands in the batch, but at another number, was moved; when a row was taken out and
 * those after it renumbered, the one is missing and the others are moved.
 */
export function compareBatch(
  firstSeq: number,
  written: readonly number[],
  found: ReadonlyMap<number, number>,
): BatchDifference {
  const missing: number[] = [];
  const changed: number[] = [];
  const moved: number[] = [];
  const strayed = countsOf([...found].filter(([seq, sum]) => written[seq - firstSeq] !== sum).map(([, sum]) => sum));
  const wanted = countsOf(written.filter((sum, index) => found.get(firstSeq + index) !== sum));
  written.forEach((sum, index) => {
    const seq = firstSeq + index;
    const here = found.get(seq);
    if (here === sum) return;
    const isElsewhere = take(strayed, sum);
    if (here !== undefined && take(wanted, here)) {
      moved.push(seq);
      if (!isElsewhere) missing.push(seq);
    } else if (here !== undefined) changed.push(seq);
    else if (!isElsewhere) missing.push(seq);
  });
  return { missing, changed, moved };
}

function countsOf(sums: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const sum of sums) counts.set(sum, (counts.get(sum) ?? 0) + 1);
  return counts;
}

function take(counts: Map<number, number>, sum: number): boolean {
  const left = counts.get(sum) ?? 0;
  if (left > 0) counts.set(sum, left - 1);
  return left > 0;
}
