/**
 * A rate per second as the answer tells it: to 0.1/s or four significant digits, whichever is finer. It never changes
 * the order of two rates, though it may make close ones equal.
 */
export function roundRate(perSecond: number): number {
  const decimals = perSecond > 0 ? Math.min(12, Math.max(1, 3 - Math.floor(Math.log10(perSecond)))) : 1;
  return Number(perSecond.toFixed(decimals));
}

/** The bracket and the estimate between its bounds, rounded; as they are where rounding would make two of them one. */
export function roundBracket(lower: number, upper: number): readonly [lower: number, middle: number, upper: number] {
  const middle = Math.sqrt(lower * upper);
  const rounded = [roundRate(lower), roundRate(middle), roundRate(upper)] as const;
  return rounded[0] < rounded[1] && rounded[1] < rounded[2] ? rounded : [lower, middle, upper];
}
