import { thousandths } from './thousandths.js';
import type { Series, Unit } from './watched-parts.js';

/** Collects some numbers over time in memory that does not grow with it: slots become longer as time goes on, for each by itself. */
export type NumberTable = {
  /** `column`: the place of the number among those of the table. `atMs` from 0 on, in any order. */
  readonly add: (column: number, atMs: number, value: number) => void;
  /** In the order of columns; those that nothing was added to are left out. */
  readonly toSeries: () => readonly Series[];
};

const shortestSlotMs = 1_000;
/** What a slot keeps of one number: how many values it had, their sum, the least and the most. */
const [perCell, counts, sums, lows, highs] = [4, 0, 1, 2, 3];

/** `mostSlots`: even. */
export function createNumberTable(
  columns: readonly (readonly [name: string, unit: Unit])[],
  mostSlots = 320,
): NumberTable {
  // All numbers of a slot side by side: they are told together, and of millions each would else wait for memory.
  const cells = new Float64Array(mostSlots * columns.length * perCell);
  const slotsMs = new Float64Array(columns.length).fill(shortestSlotMs);
  const lasts = new Float64Array(columns.length);
  const placeOf = (column: number, slot: number): number => (slot * columns.length + column) * perCell;
  const put = (at: number, times: number, sum: number, low: number, high: number): void => {
    if (cells[at + counts] === 0 || low < cells[at + lows]!) cells[at + lows] = low;
    if (cells[at + counts] === 0 || high > cells[at + highs]!) cells[at + highs] = high;
    cells[at + counts]! += times;
    cells[at + sums]! += sum;
  };
  const halve = (column: number): void => {
    slotsMs[column]! *= 2;
    for (let slot = 0; slot < mostSlots; slot++) {
      const at = placeOf(column, slot);
      const [times, sum, low, high] = [cells[at]!, cells[at + sums]!, cells[at + lows]!, cells[at + highs]!];
      cells[at + counts] = 0;
      cells[at + sums] = 0;
      if (times > 0) put(placeOf(column, slot >> 1), times, sum, low, high);
    }
  };
  const seriesOf = (name: string, unit: Unit, column: number): Series | null => {
    const slotMs = slotsMs[column]!;
    const slots: (readonly [number, number, number, number])[] = [];
    let [count, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let slot = 0; slot < mostSlots; slot++) {
      const at = placeOf(column, slot);
      const [times, own, low, high] = [cells[at]!, cells[at + sums]!, cells[at + lows]!, cells[at + highs]!];
      if (times === 0) continue;
      slots.push([slot * slotMs, thousandths(low), thousandths(own / times), thousandths(high)]);
      [count, min, max, sum] = [count + times, Math.min(min, low), Math.max(max, high), sum + own];
    }
    if (count === 0) return null;
    const [low, mean, high] = [thousandths(min), thousandths(sum / count), thousandths(max)];
    return { name, unit, count, min: low, mean, max: high, last: thousandths(lasts[column]!), slotMs, slots };
  };
  return {
    add(column, atMs, value) {
      while (atMs >= slotsMs[column]! * mostSlots) halve(column);
      put(placeOf(column, Math.floor(atMs / slotsMs[column]!)), 1, value, value, value);
      lasts[column] = value;
    },
    toSeries: () => columns.flatMap(([name, unit], column) => seriesOf(name, unit, column) ?? []),
  };
}
