import { thousandths } from './thousandths.js';
import type { Series, Unit } from './watched-parts.js';

/** Collects one number over time in memory that does not grow with it: slots become longer as time goes on. */
export type NumberSeries = {
  /** `atMs` from 0 on, in any order. */
  readonly add: (atMs: number, value: number) => void;
  /** Null where nothing was added. */
  readonly toSeries: () => Series | null;
};

const shortestSlotMs = 1_000;
/** Each slot has its four numbers side by side, so that a reading touches one line of the processor's cache. */
const [perSlot, counts, sums, lows, highs] = [4, 0, 1, 2, 3];

/** `mostSlots`: even. Each slot keeps how many values it had, their sum, the least and the most. */
export function createNumberSeries(name: string, unit: Unit, mostSlots = 320): NumberSeries {
  const cells = new Float64Array(mostSlots * perSlot);
  // In an array, since a variable of a closure that holds a fraction is an object of its own at each change.
  const last = new Float64Array(1);
  let slotMs = shortestSlotMs;
  const put = (slot: number, times: number, sum: number, low: number, high: number): void => {
    const at = slot * perSlot;
    if (cells[at + counts] === 0 || low < cells[at + lows]!) cells[at + lows] = low;
    if (cells[at + counts] === 0 || high > cells[at + highs]!) cells[at + highs] = high;
    cells[at + counts]! += times;
    cells[at + sums]! += sum;
  };
  const halve = (): void => {
    slotMs *= 2;
    for (let slot = 0; slot < mostSlots; slot++) {
      const at = slot * perSlot;
      const [times, sum, low, high] = [cells[at]!, cells[at + sums]!, cells[at + lows]!, cells[at + highs]!];
      cells[at + counts] = 0;
      cells[at + sums] = 0;
      if (times > 0) put(slot >> 1, times, sum, low, high);
    }
  };
  return {
    add(atMs, value) {
      while (atMs >= slotMs * mostSlots) halve();
      put(Math.floor(atMs / slotMs), 1, value, value, value);
      last[0] = value;
    },
    toSeries() {
      const slots: (readonly [number, number, number, number])[] = [];
      let [count, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for (let slot = 0; slot < mostSlots; slot++) {
        const at = slot * perSlot;
        const [times, own, low, high] = [cells[at]!, cells[at + sums]!, cells[at + lows]!, cells[at + highs]!];
        if (times === 0) continue;
        slots.push([slot * slotMs, thousandths(low), thousandths(own / times), thousandths(high)]);
        [count, min, max, sum] = [count + times, Math.min(min, low), Math.max(max, high), sum + own];
      }
      if (count === 0) return null;
      const [low, mean, high] = [thousandths(min), thousandths(sum / count), thousandths(max)];
      return { name, unit, count, min: low, mean, max: high, last: thousandths(last[0]!), slotMs, slots };
    },
  };
}
