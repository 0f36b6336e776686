/**
 * The quantiles between which a quantile of independent values lies with 95 % probability, as order statistics:
 * q -+ 1.96 sqrt(q (1 - q) / n), n being the number of values over their overdispersion. Null where so few say nothing:
 * then the interval would reach beyond the values themselves.
 */
export function quantileBounds(
  quantile: number,
  count: number,
  overdispersion: number,
): readonly [lower: number, upper: number] | null {
  const effective = count / Math.max(1, overdispersion);
  if (!(effective > 0)) return null;
  const half = 1.959964 * Math.sqrt((quantile * (1 - quantile)) / effective);
  const lower = quantile - half;
  const upper = quantile + half;
  return lower <= 0 || upper >= 1 ? null : [lower, upper];
}
