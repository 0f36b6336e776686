import type { Problem } from '../model/problem.js';
import type { Rows } from '../model/work.js';
import { rowsOfCsv } from './feeder-csv.js';
import { rowsOfJson } from './feeder-json.js';

/** Rows, or everything that keeps a file from being a feeder. */
export type FeederReading =
  | { readonly kind: 'ok'; readonly rows: Rows }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A feeder's file may have so many bytes. */
export const longestFeederBytes = 100 * 1024 * 1024;

/**
 * Reads the text of a feeder: JSON where the path ends so, else CSV. `where` is the flag or key that named it; problems
 * stand under it, with the line or row where there is one.
 */
export function readFeeder(path: string, text: string, where: string): FeederReading {
  const reading = /\.json$/i.test(path) ? rowsOfJson(text) : rowsOfCsv(text);
  if (reading.kind === 'ok') return reading;
  return {
    kind: 'problems',
    problems: reading.faults.map(({ place, message, hint }) => {
      return { path: place === null ? where : `${where}, ${place}`, message, hint };
    }),
  };
}
