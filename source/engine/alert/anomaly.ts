import { type Derived, derive, type Evaluate } from './derived.js';
import { createRobustWindow, type RobustWindow } from './robust-window.js';
import { ticksOf } from './window-functions.js';

/** What a deviation of normally distributed values is times their MAD. */
export const spreadPerMad = 1.4826;
/** Beyond so many spreads a reading is odd. */
const limitZ = 3;
/** So many odd readings to one side among the last ten are an anomaly: noise may bring one of them back. */
const oddOfTen = 9;
const lastTen = 0b11_1111_1111;
/** Readings running that must not be odd for an anomaly to be over. */
const overTicks = 5;
/** Readings before which nothing is judged. */
const leastReadings = 60;

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

/** One series: which of its last ten readings were odd, a bit each and the newest last, to each side. */
type Watch = { above: number; below: number; ordinary: number; on: boolean };

/** Whether a score has been odd, to the same side, for most of ten seconds; once it has, until it is ordinary for a while. */
export function heldAnomaly(score: Evaluate): Derived {
  const watches: Watch[] = [];
  return derive(
    (rows) => {
      while (watches.length < rows) watches.push({ above: 0, below: 0, ordinary: 0, on: false });
    },
    (row) => {
      const z = score(row);
      const watch = watches[row]!;
      if (Number.isNaN(z)) return watch.on ? 1 : z;
      watch.above = ((watch.above << 1) | (z > limitZ ? 1 : 0)) & lastTen;
      watch.below = ((watch.below << 1) | (z < -limitZ ? 1 : 0)) & lastTen;
      watch.ordinary = Math.abs(z) > limitZ ? 0 : watch.ordinary + 1;
      if (watch.on) watch.on = watch.ordinary < overTicks;
      else watch.on = Math.max(ones(watch.above), ones(watch.below)) >= oddOfTen;
      return watch.on ? 1 : 0;
    },
  );
}

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
