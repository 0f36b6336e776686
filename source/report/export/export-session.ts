import type { exportFormats } from '../../config/record-kinds.js';
import type { SessionEvent } from '../../model/events.js';
import type { ExportAbout } from './about.js';
import { csvOf } from './csv-export.js';
import { hlogOf } from './hlog.js';
import { ndjsonOf } from './ndjson.js';
import { openMetricsOf } from './openmetrics.js';
import { parquetOf } from './parquet-export.js';
import { type ExportTable, tableOf } from './tables.js';

/** The formats that hand over data; an asciicast is a picture of the screen. */
export type DataFormat = Exclude<(typeof exportFormats)[number], 'asciicast'>;

/** A session as data in pieces, read as they are asked for: what is held in memory does not grow with the session. */
export function exportData(
  format: DataFormat,
  table: ExportTable,
  events: Iterable<SessionEvent>,
  about: ExportAbout,
  version: string,
): Generator<string | Uint8Array> {
  switch (format) {
    case 'ndjson':
      return ndjsonOf(events, about);
    case 'csv':
      return csvOf(events, tableOf(table, about));
    case 'parquet':
      return parquetOf(events, tableOf(table, about), `plimsoll ${version}`);
    case 'hlog':
      return hlogOf(events, about);
    case 'openmetrics':
      return openMetricsOf(events, about);
  }
}
