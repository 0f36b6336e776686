/** How somebody wants the arrival rate changed, as typed: `900/s`, `+50`, `-10%`. */
export type RateChange =
  | { readonly kind: 'to'; readonly perSecond: number }
  /** So much more a second; less where negative. */
  | { readonly kind: 'by'; readonly perSecond: number }
  /** 1.1 is +10 %. */
  | { readonly kind: 'times'; readonly factor: number };

/** No rate is higher: more is beyond any one machine. */
export const highestPerSecond = 1_000_000;

/** A larger step than this is asked about before it is taken. */
const largestUnasked = 0.25;

/** The rate, in arrivals per second, that a change makes of the present one. May be 0 or less: then it is no rate. */
export function changedRate(change: RateChange, presentPerSecond: number): number {
  switch (change.kind) {
    case 'to':
      return change.perSecond;
    case 'by':
      return presentPerSecond + change.perSecond;
    case 'times':
      return presentPerSecond * change.factor;
  }
}

/** Whether a change is so large that it may be a slip: more than a quarter up or down, or from nothing. */
export function isLargeChange(presentPerSecond: number, wantedPerSecond: number): boolean {
  // A hair of room, so that exactly a quarter is not large by rounding.
  return Math.abs(wantedPerSecond - presentPerSecond) > largestUnasked * presentPerSecond * (1 + 1e-9);
}
