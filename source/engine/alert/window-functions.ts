import { type Column, createColumn, growColumn } from './column.js';
import { createRing, type Derived, derive, type Evaluate, type Ring } from './derived.js';

/** What is made of the readings of a window, of which NaN are none. */
export type Summary = (values: Float64Array, count: number) => number;

/** Summaries of a window's readings, by the name of their function. */
export const summaries = {
  avg(values, count) {
    let sum = 0;
    for (let at = 0; at < count; at++) sum += values[at]!;
    return count === 0 ? Number.NaN : sum / count;
  },
  min(values, count) {
    let least = Number.NaN;
    for (let at = 0; at < count; at++) if (!(values[at]! >= least)) least = values[at]!;
    return least;
  },
  max(values, count) {
    let most = Number.NaN;
    for (let at = 0; at < count; at++) if (!(values[at]! <= most)) most = values[at]!;
    return most;
  },
} as const satisfies Readonly<Record<string, Summary>>;

/** The percentile of a window's readings by nearest rank, as histograms have it. */
export function percentileOf(percentile: number): Summary {
  return (values, count) => {
    if (count === 0) return Number.NaN;
    const sorted = values.slice(0, count).sort();
    return sorted[Math.max(0, Math.ceil((percentile / 100) * count - 1e-9) - 1)]!;
  };
}

/** A summary of the readings of the last `windowMs`. */
export function overWindow(of: Evaluate, windowMs: number, summary: Summary): Derived {
  const ring = createRing(ticksOf(windowMs));
  const scratch = new Float64Array(ring.length);
  return derive(
    (rows) => ring.write(rows, of),
    (row) => {
      let count = 0;
      for (let back = ring.filled() - 1; back >= 0; back--) {
        const value = ring.at(row, back);
        if (!Number.isNaN(value)) scratch[count++] = value;
      }
      return summary(scratch, count);
    },
  );
}

/** How far a value moved from the beginning of the window to now; `changed`: whether it was ever another. */
export function movement(of: Evaluate, windowMs: number, how: 'change' | 'changed'): Derived {
  const ring = createRing(ticksOf(windowMs) + 1);
  return derive(
    (rows) => ring.write(rows, of),
    (row) => {
      const now = ring.at(row, 0);
      if (Number.isNaN(now)) return Number.NaN;
      let first = now;
      for (let back = 1; back < ring.filled(); back++) {
        const then = ring.at(row, back);
        if (Number.isNaN(then)) continue;
        if (how === 'changed' && then !== now) return 1;
        first = then;
      }
      return how === 'changed' ? 0 : now - first;
    },
  );
}

/** Growth of counters over a window. */
export type Growth = {
  readonly update: (rows: number) => void;
  /** How much the row's counter grew in the window, and in how many ticks; a counter that went back began anew. */
  readonly grown: Evaluate;
  readonly ticks: Evaluate;
};

/** `fromZero`: the counter was nothing before it was first seen, as what is counted here is. */
export function createGrowth(of: Evaluate, windowMs: number, fromZero: boolean): Growth {
  const ring: Ring = createRing(ticksOf(windowMs) + 1);
  const total: Column = createColumn(4, fromZero ? 0 : Number.NaN);
  const last: Column = createColumn(4, fromZero ? 0 : Number.NaN);
  const read = (row: number): number => {
    const value = of(row);
    if (Number.isNaN(value)) return total.values[row]!;
    const before = last.values[row]!;
    const more = Number.isNaN(before) ? 0 : value >= before ? value - before : value;
    last.values[row] = value;
    total.values[row] = (Number.isNaN(before) ? 0 : total.values[row]!) + more;
    return total.values[row]!;
  };
  const oldest = (row: number): number => {
    for (let back = ring.filled() - 1; back > 0; back--) if (!Number.isNaN(ring.at(row, back))) return back;
    return 0;
  };
  return {
    update(rows) {
      growColumn(total, rows, fromZero ? 0 : Number.NaN);
      growColumn(last, rows, fromZero ? 0 : Number.NaN);
      ring.write(rows, read);
    },
    grown(row) {
      const back = oldest(row);
      return back === 0 ? Number.NaN : ring.at(row, 0) - ring.at(row, back);
    },
    ticks: oldest,
  };
}

/** Ticks in a window: one a second. */
export function ticksOf(windowMs: number): number {
  return Math.max(1, Math.round(windowMs / 1000));
}
