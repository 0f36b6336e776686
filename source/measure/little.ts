/** What Little's law needs: requests, their summed time in flight, and the mean in flight over the same span. */
export type LittleFacts = {
  readonly durationMs: number;
  /** Requests sent and answered. */
  readonly count: number;
  /** Their service times, summed. */
  readonly serviceSumMs: number;
  /** Time-weighted mean of requests in flight. */
  readonly meanInFlight: number;
};

/** Fewer requests or a shorter span than this say nothing. */
const leastCount = 1_000;
const leastDurationMs = 5_000;

/**
 * Little's law: mean in flight L = X * W, where X is requests a second and W their mean service time; X * W is the
 * summed service time over the span. Returns how far the measured L is off, as a share of the greater of the two (0 to
 * 1); null when there is too little to judge. A gap means that requests were lost, counted twice or timed wrong.
 */
export function littleGap(facts: LittleFacts): number | null {
  if (facts.count < leastCount || facts.durationMs < leastDurationMs) return null;
  const expected = facts.serviceSumMs / facts.durationMs;
  const greater = Math.max(expected, facts.meanInFlight);
  return greater === 0 ? 0 : Math.abs(expected - facts.meanInFlight) / greater;
}
