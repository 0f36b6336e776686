/** The quantiles that are told wherever there is no room for a whole histogram: what each is called, and its share. */
export const toldQuantiles = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p99', 0.99],
  ['p999', 0.999],
] as const;
