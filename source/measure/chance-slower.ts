import type { HistogramData } from '../model/histogram.js';

/**
 * The chance that a value of `later` is larger than one of `earlier`, each picked blindly, ties counted half: 0.5 where they
 * are alike, whatever their shape (Vargha and Delaney's A, 2000). Null where one of them is empty.
 */
export function chanceLarger(earlier: HistogramData, later: HistogramData): number | null {
  if (earlier.count === 0 || later.count === 0) return null;
  let below = 0;
  let at = 0;
  let wins = 0;
  for (let i = 0; i < later.buckets.length; i += 2) {
    const [index, count] = [later.buckets[i]!, later.buckets[i + 1]!];
    while (at < earlier.buckets.length && earlier.buckets[at]! < index) {
      below += earlier.buckets[at + 1]!;
      at += 2;
    }
    const ties = earlier.buckets[at] === index ? earlier.buckets[at + 1]! : 0;
    wins += count * (below + ties / 2);
  }
  return wins / (earlier.count * later.count);
}
