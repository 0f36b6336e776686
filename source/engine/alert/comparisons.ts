import { median } from '../../measure/median.js';
import { spreadPerMad } from './anomaly.js';
import { type Column, createColumn, growColumn } from './column.js';
import type { Derived, Evaluate } from './derived.js';
import type { Table } from './table.js';

const leastPeers = 3;
const longestBaseline = 60;
const leastBeforeLoad = 5;
const readingsUnderLoad = 30;

/** Distance of each server from the median of its group in the same second, in spreads of at least `floor`. */
export function peerScore(of: Evaluate, table: Table, floor: number): Derived {
  const column = createColumn(4);
  return {
    column,
    update(_nowMs, rows) {
      growColumn(column, rows);
      const groups = new Map<string, number[]>();
      for (let row = 0; row < rows; row++) {
        const value = of(row);
        column.values[row] = value;
        if (Number.isNaN(value)) continue;
        const name = table.labels[row]!.group ?? '';
        const members = groups.get(name);
        if (members === undefined) groups.set(name, [row]);
        else members.push(row);
      }
      for (const members of groups.values()) score(members, column, floor);
    },
  };
}

function score(rows: readonly number[], { values }: Column, floor: number): void {
  const numbers = rows.map((row) => values[row]!);
  const middle = median(numbers);
  const spread = Math.max(floor, spreadPerMad * median(numbers.map((number) => Math.abs(number - middle))));
  for (const [index, row] of rows.entries()) {
    values[row] = rows.length < leastPeers ? Number.NaN : (numbers[index]! - middle) / spread;
  }
}

/**
 * The median of each series' readings before load began, at most of a minute; where there were fewer than five, of its
 * first thirty. NaN until it stands, and the same ever after.
 */
export function baselineOf(of: Evaluate, hasBegun: () => boolean): Derived {
  const column = createColumn(4);
  const taken: number[][] = [];
  let hadBegun = false;
  return {
    column,
    update(_nowMs, rows) {
      growColumn(column, rows);
      const begun = hasBegun();
      const begins = begun && !hadBegun;
      hadBegun = begun;
      for (let row = 0; row < rows; row++) {
        if (!Number.isNaN(column.values[row]!)) continue;
        const readings = taken[row] ?? [];
        taken[row] = readings;
        const isEnough = readings.length >= (begun ? readingsUnderLoad : longestBaseline);
        if (isEnough || (begins && readings.length >= leastBeforeLoad)) {
          column.values[row] = median(readings);
          taken[row] = [];
          continue;
        }
        const value = of(row);
        if (!Number.isNaN(value)) readings.push(value);
      }
    },
  };
}
