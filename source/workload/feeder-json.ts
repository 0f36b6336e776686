import { messageOf } from '../model/error.js';
import { isObject } from '../model/plain-object.js';
import { plainText } from '../model/plain-text.js';
import {
  type FeederFault,
  faultOfColumns,
  faultyRows,
  mostFaults,
  mostRows,
  type RowsReading,
} from './feeder-columns.js';
import { createRowPacker } from './rows.js';

/** Reads a JSON list of flat objects that all have the same keys: texts, numbers, true, false, or null for an empty text. */
export function rowsOfJson(text: string): RowsReading {
  let content: unknown;
  try {
    content = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (error) {
    return faultyRows(`expected JSON: ${plainText(messageOf(error), 200)}`);
  }
  const wanted = 'expected a list of objects such as [{"user": "ann"}]';
  if (!Array.isArray(content)) return faultyRows(`${wanted}, got no list`);
  const rows: readonly unknown[] = content;
  if (rows.length === 0) return faultyRows('expected rows, got an empty list');
  if (rows.length > mostRows) return faultyRows(`expected at most ${mostRows} rows, got ${rows.length}`);
  const [first] = rows;
  if (!isObject(first) || Object.keys(first).length === 0) return faultyRows(`${wanted}, got another first row`);
  const columns = Object.keys(first);
  const fault = faultOfColumns(columns);
  if (fault !== null) return faultyRows(fault);
  const packer = createRowPacker(columns);
  const faults: FeederFault[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (typeof cells === 'string') faults.push({ place: `row ${index + 1}`, message: cells, hint: null });
    else packer.add(cells);
    if (faults.length === mostFaults) break;
  }
  return faults.length > 0 ? { kind: 'faulty', faults } : { kind: 'ok', rows: packer.finish() };
}

/** The cells of a row in the order of the columns, or what is wrong with it. */
function cellsOf(row: unknown, columns: readonly string[]): readonly string[] | string {
  if (!isObject(row)) return 'expected an object such as the first row, got another value';
  const cells: string[] = [];
  for (const column of columns) {
    const value = Object.hasOwn(row, column) ? row[column] : undefined;
    if (value === undefined) return `expected a value for "${column}", which the first row has, got none`;
    if (typeof value === 'object' && value !== null) {
      return `expected text, a number, true, false or null for "${column}", got ${Array.isArray(value) ? 'a list' : 'an object'}`;
    }
    cells.push(value === null ? '' : String(value));
  }
  const extra = Object.keys(row).find((key) => !columns.includes(key));
  return extra === undefined ? cells : `expected the columns of the first row, got "${plainText(extra)}" too`;
}
