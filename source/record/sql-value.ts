import { isAmount, isCount } from './plain-values.js';

/** What the cells of a session file hold. */
export type SqlValue = number | string | null | Uint8Array;

/** A cell as a finite number; null for anything else, integers beyond 2^53 among it. */
export function finiteOrNull(cell: unknown): number | null {
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : null;
  return isAmount(cell) ? cell : null;
}

/** A cell as a count: a whole number, not below 0; null for anything else. */
export function countOrNull(cell: unknown): number | null {
  return isCount(cell) ? cell : null;
}

/** A cell as text; null for anything else. */
export function textOrNull(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}
