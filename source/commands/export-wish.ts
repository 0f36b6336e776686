import type { ScreenSize } from '../config/record-kinds.js';
import type { Settings } from '../config/settings.js';
import type { Problem } from '../model/problem.js';
import type { DataFormat } from '../report/export/export-session.js';
import type { ExportTable } from '../report/export/tables.js';
import { endingOf, endingProblem } from './file-ending.js';

/** What a session is to become: plain data, or a film of its screen. */
export type ExportWish =
  | { readonly kind: 'data'; readonly format: DataFormat; readonly table: ExportTable }
  | { readonly kind: 'film'; readonly size: ScreenSize };

type Format = DataFormat | 'asciicast';

/** What files of a format are called. */
const endings: Readonly<Record<string, Format>> = {
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
  parquet: 'parquet',
  hlog: 'hlog',
  openmetrics: 'openmetrics',
  cast: 'asciicast',
};

const usualSize: ScreenSize = { columns: 120, rows: 40 };

/** What was asked for, or all that does not go together in it. */
export function exportWish({ exportFile, format: asked, size, table }: Settings): ExportWish | readonly Problem[] {
  const unknown = asked === null ? endingProblem(exportFile, Object.keys(endings)) : null;
  if (unknown !== null) return [unknown];
  const format = asked ?? endings[endingOf(exportFile) ?? ''] ?? (table === null ? 'ndjson' : 'csv');
  const problems: Problem[] = [];
  if (table !== null && format !== 'csv' && format !== 'parquet') {
    const hint = 'csv and parquet are made of one table, the others of all events';
    problems.push({ path: '--table', message: `expected no table for ${format}, got ${table}`, hint });
  }
  if (size !== null && format !== 'asciicast') {
    const got = `${size.columns}x${size.rows}`;
    const hint = 'only asciicast has a screen';
    problems.push({ path: '--size', message: `expected no size for ${format}, got ${got}`, hint });
  }
  if (problems.length > 0) return problems;
  if (format === 'asciicast') return { kind: 'film', size: size ?? usualSize };
  return { kind: 'data', format, table: table ?? 'intervals' };
}
