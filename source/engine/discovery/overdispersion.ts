/** Bad arrivals of one window. */
export type BadCount = { readonly bad: number; readonly total: number };

/** Windows of one second follow each other too closely to be independent; the spread between them is that much too small. */
const neighbourCorrection = 2.5;

/**
 * How much more the number of bad arrivals varies than independent arrivals would (variance over binomial variance).
 * Near saturation the slow ones come in bursts, one burst a busy period: for a queue close to its line the factor is in
 * the hundreds, and a test that ignores it is sure of itself far too soon.
 *
 * It is the Pearson statistic of the windows, sum((bad - total p)^2 / (total p (1 - p))) / (windows - 1), corrected for
 * neighbouring windows and never below `floor`. `p` is the overall share, but at least half of `allowedRatio`, so that
 * a probe with next to no bad arrivals keeps a sensible scale.
 */
export function overdispersionOf(counts: readonly BadCount[], allowedRatio: number, floor: number): number {
  let bad = 0;
  let total = 0;
  for (const count of counts) {
    bad += count.bad;
    total += count.total;
  }
  if (total === 0 || counts.length < 2) return floor;
  const p = Math.min(1 - 1e-9, Math.max(bad / total, allowedRatio / 2, 1e-9));
  let pearson = 0;
  for (const count of counts) {
    if (count.total > 0) pearson += (count.bad - count.total * p) ** 2 / (count.total * p * (1 - p));
  }
  return Math.max(floor, (neighbourCorrection * pearson) / (counts.length - 1));
}

/**
 * The least overdispersion to believe in for a latency limit: 1.5 times the arrivals within one limit, about the burst
 * that one queue reaching the limit makes slow.
 */
export function burstFloor(perSecond: number, limitMs: number): number {
  return Math.max(3, (1.5 * perSecond * limitMs) / 1000);
}

/**
 * Log likelihood ratio of "the bad share is allowed * contrast" against "it is allowed / contrast", divided by the
 * overdispersion. Positive speaks for missing, negative for meeting.
 */
export function shareEvidence(
  bad: number,
  total: number,
  allowedRatio: number,
  contrast: number,
  overdispersion: number,
): number {
  const allowed = Math.min(0.999, Math.max(1e-6, allowedRatio));
  const low = allowed / contrast;
  const high = Math.min(allowed * contrast, (1 + allowed) / 2);
  return (bad * Math.log(high / low) + (total - bad) * Math.log((1 - high) / (1 - low))) / overdispersion;
}
