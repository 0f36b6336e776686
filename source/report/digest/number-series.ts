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

/** `mostSlots`: even. Each slot keeps least, sum and most of its values, and how many they were. */
export function createNumberSeries(name: string, unit: Unit, mostSlots = 320): NumberSeries {
  const counts = new Float64Array(mostSlots);
  const sums = new Float64Array(mostSlots);
  const lows = new Float64Array(mostSlots);
  const highs = new Float64Array(mostSlots);
  let slotMs = shortestSlotMs;
  let count = 0;
  let last = 0;
  const put = (slot: number, times: number, sum: number, low: number, high: number): void => {
    const isFirst = counts[slot] === 0;
    lows[slot] = isFirst ? low : Math.min(lows[slot]!, low);
    highs[slot] = isFirst ? high : Math.max(highs[slot]!, high);
    counts[slot]! += times;
    sums[slot]! += sum;
  };
  const halve = (): void => {
    slotMs *= 2;
    for (let slot = 0; slot < mostSlots; slot++) {
      const times = counts[slot]!;
      const [sum, low, high] = [sums[slot]!, lows[slot]!, highs[slot]!];
      counts[slot] = 0;
      sums[slot] = 0;
      if (times > 0) put(slot >> 1, times, sum, low, high);
    }
  };
  return {
    add(atMs, value) {
      while (atMs >= slotMs * mostSlots) halve();
      put(Math.floor(atMs / slotMs), 1, value, value, value);
      count += 1;
      last = value;
    },
    toSeries() {
      if (count === 0) return null;
      const slots: (readonly [number, number, number, number])[] = [];
      let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for (let slot = 0; slot < mostSlots; slot++) {
        if (counts[slot] === 0) continue;
        slots.push([
          slot * slotMs,
          thousandths(lows[slot]!),
          thousandths(sums[slot]! / counts[slot]!),
          thousandths(highs[slot]!),
        ]);
        min = Math.min(min, lows[slot]!);
        max = Math.max(max, highs[slot]!);
        sum += sums[slot]!;
      }
      const [low, mean, high] = [min, sum / count, max].map(thousandths) as [number, number, number];
      return { name, unit, count, min: low, mean, max: high, last: thousandths(last), slotMs, slots };
    },
  };
}
