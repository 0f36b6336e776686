import type { WorkSpec } from '../model/work.js';
import type { Value } from './arrival-values.js';
import { openRows } from './rows.js';

/** The names that every template knows, whatever feeds it. */
export const ownNames = ['level', 'size', 'arrival', 'client'] as const;

/** Beyond this level 2^level is no whole number of JavaScript's any more. */
export const highestSizeLevel = 52;

/**
 * Where the values of a spec's templates come from. `captures`: names that earlier steps give a value, by their place in
 * `ArrivalValues.captured`. Null for a name that there is no value for.
 */
export function openValues({ level, feeder }: WorkSpec): (name: string, captures: readonly string[]) => Value | null {
  const cell = feeder === undefined ? null : openRows(feeder.rows);
  const columns = feeder?.rows.columns ?? [];
  const constant = (text: string): Value => ({ changesWith: 'nothing', of: () => text });
  const changing = (of: Value['of']): Value => ({ changesWith: 'arrival', of });
  return (name, captures) => {
    switch (name as (typeof ownNames)[number]) {
      case 'level':
        return level === undefined ? null : constant(String(level));
      case 'size':
        return level === undefined ? null : constant(String(2 ** level));
      case 'arrival':
        return changing(({ serial }) => String(serial));
      case 'client':
        return changing(({ client }) => String(client));
      default: {
        const captured = captures.indexOf(name);
        if (captured >= 0) return changing(({ captured: values }) => values[captured] ?? '');
        const column = columns.indexOf(name);
        return cell === null || column < 0 ? null : { changesWith: 'row', of: ({ row }) => cell(row, column) };
      }
    }
  };
}

/** Which row belongs to an arrival: rows are dealt out by serial over all workers, or by the arrival's chance. */
export function rowChooser({ feeder }: WorkSpec): (serial: number, chance: number) => number {
  if (feeder === undefined) return () => 0;
  const { count } = feeder.rows;
  if (feeder.order === 'in-turn') return (serial) => serial % count;
  return (_serial, chance) => Math.floor(remixed(chance) * count);
}

/**
 * Another number in (0, 1) that belongs to the same arrival, as good as independent of the first, which has chosen what
 * it does. The finalizer of MurmurHash3 (Austin Appleby, public domain) over its 32 bits.
 */
function remixed(chance: number): number {
  let mixed = Math.floor(chance * 4294967296) ^ 0x5bd1e995;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}
