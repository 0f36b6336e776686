import type { AnalysisFindings, AnalysisTable } from '../../model/analysis.js';
import { isObject } from '../../model/plain-object.js';
import { plainText } from '../../model/plain-text.js';
import { valueKind } from '../../model/value-kind.js';

/** What came of looking at what an analysis returned; `message` is a clause: expected what, got what. */
export type FindingsCheck =
  | { readonly kind: 'ok'; readonly findings: AnalysisFindings }
  | { readonly kind: 'faulty'; readonly message: string };

const most = { lines: 10_000, tables: 100, columns: 200, rows: 100_000 } as const;
const longestText = 2_000;

/**
 * What an analysis returned, made safe to show: its own copy, every text without control characters, sizes bounded. Lines
 * and tables may be left out where there are none. What is not as it must be is a clause that says where.
 */
export function checkFindings(value: unknown): FindingsCheck {
  if (!isObject(value)) return faulty(`expected it to return {lines, tables}, got ${valueKind(value)}`);
  const { lines = [], tables = [] } = value;
  if (!Array.isArray(lines)) return faulty(`expected a list as lines, got ${valueKind(lines)}`);
  if (!Array.isArray(tables)) return faulty(`expected a list as tables, got ${valueKind(tables)}`);
  if (lines.length > most.lines) return faulty(`expected at most ${most.lines} lines, got ${lines.length}`);
  if (tables.length > most.tables) return faulty(`expected at most ${most.tables} tables, got ${tables.length}`);
  const texts: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (typeof line !== 'string') return faulty(`expected a text as lines[${at}], got ${valueKind(line)}`);
    texts.push(plainText(line, longestText));
  }
  const sound: AnalysisTable[] = [];
  for (const [at, table] of tables.entries()) {
    const checked = checkTable(table, `tables[${at}]`);
    if (typeof checked === 'string') return faulty(checked);
    sound.push(checked);
  }
  return { kind: 'ok', findings: { lines: texts, tables: sound } };
}

/** A table's sound copy, or the clause that says what is wrong with it. */
function checkTable(value: unknown, path: string): AnalysisTable | string {
  if (!isObject(value)) return `expected a table as ${path}, got ${valueKind(value)}`;
  const { title, heads, rows } = value;
  if (typeof title !== 'string') return `expected a text as ${path}.title, got ${valueKind(title)}`;
  if (!Array.isArray(heads) || heads.length === 0 || !heads.every((head) => typeof head === 'string')) {
    return `expected a list of texts as ${path}.heads, got ${valueKind(heads)}`;
  }
  if (heads.length > most.columns) return `expected at most ${most.columns} columns in ${path}, got ${heads.length}`;
  if (!Array.isArray(rows)) return `expected a list as ${path}.rows, got ${valueKind(rows)}`;
  if (rows.length > most.rows) return `expected at most ${most.rows} rows in ${path}, got ${rows.length}`;
  const sound: (string | number | null)[][] = [];
  for (const [at, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== heads.length) {
      const came = Array.isArray(row) ? `${row.length}` : valueKind(row);
      return `expected ${heads.length} cells as ${path}.rows[${at}], got ${came}`;
    }
    const cells: (string | number | null)[] = [];
    for (const cell of row as readonly unknown[]) {
      // What could not be computed is not known: NaN and infinities are never shown.
      if (cell === null || cell === undefined) cells.push(null);
      else if (typeof cell === 'number') cells.push(Number.isFinite(cell) ? cell : null);
      else if (typeof cell === 'string') cells.push(plainText(cell, longestText));
      else return `expected texts, numbers and null in ${path}.rows[${at}], got ${valueKind(cell)}`;
    }
    sound.push(cells);
  }
  return {
    title: plainText(title, longestText),
    heads: heads.map((head: string) => plainText(head, longestText)),
    rows: sound,
  };
}

function faulty(message: string): FindingsCheck {
  return { kind: 'faulty', message };
}
