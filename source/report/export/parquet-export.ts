import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { SessionEvent } from '../../model/events.js';
import type { Cell } from '../csv.js';
import type { Column, TableOf } from './tables.js';

/** Rows of one row group: what is held in memory at a time. */
const groupRows = 5_000;

/** A table as an Apache Parquet file, one row group at a time. Times are timestamps in UTC, numbers doubles; null is null. */
export function* parquetOf(
  events: Iterable<SessionEvent>,
  { columns, rowsOf }: TableOf,
  createdBy: string,
): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnData(columns, []) });
  const file = new ParquetWriter({ writer, schema, createdBy });
  let rows: (readonly Cell[])[] = [];
  const flush = (): Uint8Array => {
    // The schema names the types: given twice, they are refused.
    const data = columnData(columns, rows).map(({ name, data: values }) => ({ name, data: values }));
    if (rows.length > 0) file.write({ columnData: data, rowGroupSize: groupRows });
    rows = [];
    return take(writer);
  };
  for (const event of events) {
    for (const row of rowsOf(event)) rows.push(row);
    if (rows.length >= groupRows) yield flush();
  }
  yield flush();
  file.finish();
  yield take(writer);
}

/** What was written since it was last asked for; the writer goes on counting where it is in the file. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

const types = { text: 'STRING', number: 'DOUBLE', time: 'TIMESTAMP' } as const;

function columnData(columns: readonly Column[], rows: readonly (readonly Cell[])[]): ColumnSource[] {
  return columns.map(({ name, type }, at) => ({
    name,
    type: types[type],
    nullable: type !== 'time',
    data: rows.map((row) => {
      const cell = row[at] ?? null;
      return type === 'time' ? new Date(String(cell)) : cell;
    }),
  }));
}
