/** A stretch of a clock's time. */
export type Span = { readonly fromMs: number; readonly untilMs: number };

/** Distances in milliseconds of arrivals from the even grid that fits them best; ascending. */
export function gridErrors(stampsMs: readonly number[], perSecond: number): readonly number[] {
  const periodMs = 1000 / perSecond;
  const offsets = stampsMs.map((stampMs, number) => stampMs - number * periodMs).sort(ascending);
  const middle = quantileOf(offsets, 0.5);
  return offsets.map((offset) => Math.abs(offset - middle)).sort(ascending);
}

/**
 * The response times that a target's freezes dictate, ascending: an arrival due while it stood still waits for the end
 * of that, all others only for `serviceMs`. The schedule is the even grid through the arrivals that were not held up.
 */
export function trueResponses(
  stampsMs: readonly number[],
  perSecond: number,
  spans: readonly Span[],
  serviceMs: number,
): readonly number[] {
  const periodMs = 1000 / perSecond;
  // No request comes before it is due, and most come right then: the earliest tells where the grid lies.
  const startMs = stampsMs.reduce(
    (least, stampMs, number) => Math.min(least, stampMs - number * periodMs),
    Number.POSITIVE_INFINITY,
  );
  return stampsMs
    .map((_, number) => {
      const dueMs = startMs + number * periodMs;
      const span = spans.find(({ fromMs, untilMs }) => dueMs >= fromMs && dueMs < untilMs);
      return serviceMs + (span === undefined ? 0 : span.untilMs - dueMs);
    })
    .sort(ascending);
}

/** The value of rank ceil(q n) of an ascending list. */
export function quantileOf(ascendingValues: readonly number[], quantile: number): number {
  const rank = Math.max(1, Math.ceil(quantile * ascendingValues.length - 1e-9));
  return ascendingValues[rank - 1] ?? Number.NaN;
}

export function medianOf(values: readonly number[]): number {
  return quantileOf([...values].sort(ascending), 0.5);
}

function ascending(a: number, b: number): number {
  return a - b;
}
