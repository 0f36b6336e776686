import { CsvError, parse } from 'csv-parse/sync';
import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import {
  type FeederFault,
  faultOfColumns,
  faultyRows,
  mostFaults,
  mostRows,
  type RowsReading,
} from './feeder-columns.js';
import { createRowPacker, type RowPacker } from './rows.js';

const longestRow = 1_048_576;

/** Thrown to leave the parser, which has no other way to be stopped. */
const enough = Symbol('enough');

/** Reads CSV (RFC 4180) with the names of its columns in the first line. */
export function rowsOfCsv(text: string): RowsReading {
  const faults: FeederFault[] = [];
  let columns: readonly string[] | null = null;
  let packer: RowPacker | null = null;
  const take = (cells: readonly string[], line: number): void => {
    if (columns === null || packer === null) {
      columns = cells.map((cell) => cell.trim());
      const message = faultOfSeparator(columns) ?? faultOfColumns(columns);
      if (message !== null) faults.push({ place: `line ${line}`, message, hint: null });
      if (message !== null) throw enough;
      packer = createRowPacker(columns);
    } else if (cells.length !== columns.length) {
      const message = `expected ${columns.length} values, one for each column, got ${cells.length}`;
      faults.push({ place: `line ${line}`, message, hint: cells.length > columns.length ? quoteHint : null });
      if (faults.length === mostFaults) throw enough;
    } else {
      if (packer.count() === mostRows) {
        faults.push({ place: null, message: `expected at most ${mostRows} rows, got more`, hint: null });
        throw enough;
      }
      packer.add(cells);
    }
  };
  try {
    parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRow,
      // Nothing is kept by the parser: a row goes straight into the memory that threads will share.
      on_record(cells: readonly string[], { lines }) {
        take(cells, lines);
        return null;
      },
    });
  } catch (error) {
    if (error !== enough) faults.push(faultOfSyntax(error));
  }
  if (faults.length > 0) return { kind: 'faulty', faults };
  const gathered: RowPacker | null = packer;
  return finished(gathered);
}

/** Spreadsheets write other separators where the comma is the decimal point: every line would be one long value. */
function faultOfSeparator([only, ...others]: readonly string[]): string | null {
  const separator = others.length > 0 ? undefined : /[;\t|]/.exec(only ?? '')?.[0];
  if (separator === undefined) return null;
  return `expected columns separated by commas, got a line with ${separator === '\t' ? 'tabs' : `"${separator}"`} and no comma`;
}

const quoteHint = 'a value with a comma in it stands in double quotes';

function finished(packer: RowPacker | null): RowsReading {
  if (packer === null) return faultyRows('expected a line of column names and rows below it, got an empty file');
  if (packer.count() === 0) return faultyRows('expected rows below the column names, got none');
  return { kind: 'ok', rows: packer.finish() };
}

function faultOfSyntax(error: unknown): FeederFault {
  const line = error instanceof CsvError && typeof error.lines === 'number' ? error.lines : null;
  const place = line === null ? null : `line ${line}`;
  switch (error instanceof CsvError ? error.code : null) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return { place, message: 'expected a closing double quote, got the end of the file', hint: null };
    case 'INVALID_OPENING_QUOTE':
      return { place, message: 'expected no double quote inside a value', hint: doubleHint };
    case 'CSV_INVALID_CLOSING_QUOTE':
      return { place, message: 'expected a comma or a new line after a closing double quote', hint: doubleHint };
    case 'CSV_MAX_RECORD_SIZE':
      return { place, message: `expected rows of at most ${longestRow} characters, got more`, hint: null };
    default:
      return { place, message: `expected CSV: ${plainText(messageOf(error), 200)}`, hint: null };
  }
}

const doubleHint = 'put the whole value in double quotes, and write each quote in it twice';
