/** The last readings of one series, kept in order, so that median and spread cost no sorting. */
export type RobustWindow = {
  readonly push: (value: number) => void;
  readonly count: () => number;
  readonly median: () => number;
  /** Median absolute deviation from the median. */
  readonly mad: () => number;
};

/** A window of at most `length` readings. */
export function createRobustWindow(length: number): RobustWindow {
  const arrived = new Float64Array(length);
  const sorted = new Float64Array(length);
  let count = 0;
  let next = 0;

  /** The first place in order that is not below the value. */
  const placeOf = (value: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const median = (): number => {
    const half = count >> 1;
    return count % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  };
  return {
    push(value) {
      if (count === length) {
        sorted.copyWithin(placeOf(arrived[next]!), placeOf(arrived[next]!) + 1, count);
        count -= 1;
      }
      const place = placeOf(value);
      sorted.copyWithin(place + 1, place, count);
      sorted[place] = value;
      count += 1;
      arrived[next] = value;
      next = (next + 1) % length;
    },
    count: () => count,
    median: () => (count === 0 ? Number.NaN : median()),
    mad() {
      if (count === 0) return Number.NaN;
      const middle = median();
      // Distances grow to both sides of the median: the wanted one is found by merging the two sides from within.
      let above = placeOf(middle);
      let below = above - 1;
      const wanted = (count - 1) >> 1;
      let before = 0;
      let distance = 0;
      for (let taken = 0; taken <= wanted + 1; taken++) {
        const up = above < count ? sorted[above]! - middle : Number.POSITIVE_INFINITY;
        const down = below >= 0 ? middle - sorted[below]! : Number.POSITIVE_INFINITY;
        if (taken === wanted + 1) return count % 2 === 1 ? distance : (distance + Math.min(up, down)) / 2;
        before = Math.min(up, down);
        distance = before;
        if (up <= down) above += 1;
        else below -= 1;
      }
      return distance;
    },
  };
}
