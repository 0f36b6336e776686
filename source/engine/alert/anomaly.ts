import { type Derived, derive, type Evaluate } from './derived.js';
import { createRobustWindow, type RobustWindow } from './robust-window.js';
import { ticksOf } from './window-functions.js';

/** What a deviation of normally distributed values is times their MAD. */
export const spreadPerMad = 1.4826;
/** Beyond so many spreads a reading is odd; what is odd for so many readings running is an anomaly. */
const limitZ = 3.5;
const heldTicks = 10;
/** Readings running that must not be odd for an anomaly to be over. */
const overTicks = 5;
/** Readings before which nothing is judged. */
const leastReadings = 60;
/** At most so many of the held readings may be back within the limit. */
const forgiven = 1;

/** Distance of each reading from the median of the window before it, in spreads of at least `floor`. */
export function anomalyScore(of: Evaluate, windowMs: number, floor: number): Derived {
  const windows: RobustWindow[] = [];
  return derive(
    (rows) => {
      while (windows.length < rows) windows.push(createRobustWindow(ticksOf(windowMs)));
    },
    (row) => {
      const value = of(row);
      const window = windows[row]!;
      if (Number.isNaN(value)) return Number.NaN;
      const z =
        window.count() < leastReadings
          ? Number.NaN
          : (value - window.median()) / Math.max(floor, spreadPerMad * window.mad());
      window.push(value);
      return z;
    },
  );
}

/** One series' way into an anomaly and out of it. */
type Watch = { odd: number; even: number; side: number; misses: number; on: boolean };

/** Whether a score has been odd, to the same side, for long enough; once it has, until it is ordinary for a while. */
export function heldAnomaly(score: Evaluate): Derived {
  const watches: Watch[] = [];
  return derive(
    (rows) => {
      while (watches.length < rows) watches.push({ odd: 0, even: 0, side: 0, misses: 0, on: false });
    },
    (row) => {
      const z = score(row);
      const watch = watches[row]!;
      if (Number.isNaN(z)) return watch.on ? 1 : z;
      const isOdd = Math.abs(z) > limitZ;
      if (watch.on) {
        watch.even = isOdd ? 0 : watch.even + 1;
        if (watch.even >= overTicks) Object.assign(watch, { odd: 0, even: 0, misses: 0, on: false });
        return watch.on ? 1 : 0;
      }
      const side = Math.sign(z);
      if (isOdd && (watch.odd === 0 || side === watch.side)) {
        watch.side = side;
        watch.odd += 1;
      } else if (watch.odd > 0 && side === watch.side && watch.misses < forgiven) {
        watch.misses += 1;
        watch.odd += 1;
      } else {
        Object.assign(watch, { odd: isOdd ? 1 : 0, side, misses: 0 });
      }
      watch.on = watch.odd >= heldTicks && isOdd;
      return watch.on ? 1 : 0;
    },
  );
}
