import type { exportFormats } from '../../config/record-kinds.js';
import type { SessionEvent, SessionEventKind } from '../../model/events.js';
import type { IntervalPart } from '../../record/event-text.js';
import type { ExportAbout } from './about.js';
import { csvOf } from './csv-export.js';
import { hlogOf } from './hlog.js';
import { ndjsonOf } from './ndjson.js';
import { openMetricsOf } from './openmetrics.js';
import { parquetOf } from './parquet-export.js';
import { type ExportTable, tableKind, tableOf } from './tables.js';

/** The formats that hand over data; an asciicast is a picture of the screen. */
export type DataFormat = Exclude<(typeof exportFormats)[number], 'asciicast'>;

/** Of which kinds of events an export is made, and which parts of an interval of load it leaves out. Null: all of a session. */
type ExportNeeds = { readonly kinds: readonly SessionEventKind[]; readonly without: readonly IntervalPart[] } | null;

/** What an export has to read: the rest of a session is most of it. */
export function exportNeeds(format: DataFormat, table: ExportTable): ExportNeeds {
  switch (format) {
    case 'ndjson':
      return null;
    case 'csv':
    case 'parquet': {
      const kind = tableKind(table);
      return kind === null ? null : { kinds: [kind], without: ['timings'] };
    }
    case 'hlog':
      return { kinds: ['load/interval'], without: ['timings'] };
    case 'openmetrics':
      return { kinds: ['load/interval', 'server/sample', 'stream/sample'], without: ['timings', 'serviceTime'] };
  }
}

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
