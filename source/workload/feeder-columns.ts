import { plainText } from '../model/plain-text.js';
import type { Rows } from '../model/work.js';
import { ownNames } from './values.js';

/** One thing wrong with a feeder's file. `place`: `line 3` or `row 3`; null for the whole. */
export type FeederFault = { readonly place: string | null; readonly message: string; readonly hint: string | null };

/** Rows, or the first few things wrong. */
export type RowsReading =
  | { readonly kind: 'ok'; readonly rows: Rows }
  | { readonly kind: 'faulty'; readonly faults: readonly FeederFault[] };

/** A feeder has at most so many rows. */
export const mostRows = 1_000_000;

/** What follows the first few faults of a file says nothing new. */
export const mostFaults = 5;

const mostColumns = 200;
const longestName = 64;

/** Why the names of the columns can't be used; null where they can. */
export function faultOfColumns(names: readonly string[]): string | null {
  if (names.length > mostColumns) return `expected at most ${mostColumns} columns, got ${names.length}`;
  for (const [index, name] of names.entries()) {
    if (name === '') return `expected a name for every column, got none for column ${index + 1}`;
    if (name.length > longestName || /[{}\p{Cc}]/u.test(name)) {
      return `expected column names of at most ${longestName} characters without braces, got "${plainText(name)}"`;
    }
    if (ownNames.some((own) => own === name)) {
      return `expected other column names than ${ownNames.join(', ')}, which templates have values for, got "${name}"`;
    }
    if (names.indexOf(name) !== index) return `expected every column once, got "${plainText(name)}" twice`;
  }
  return null;
}

/** A reading with one fault of the whole. */
export function faultyRows(message: string, hint: string | null = null): RowsReading {
  return { kind: 'faulty', faults: [{ place: null, message, hint }] };
}
