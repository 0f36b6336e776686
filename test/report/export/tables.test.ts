import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { exportTables } from '../../../source/config/record-kinds.js';
import { quantileUs } from '../../../source/measure/histogram.js';
import type { SessionEvent } from '../../../source/model/events.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import { countedReading } from '../../../source/model/server-rates.js';
import { csvOf } from '../../../source/report/export/csv-export.js';
import { ndjsonOf } from '../../../source/report/export/ndjson.js';
import { parquetOf } from '../../../source/report/export/parquet-export.js';
import { tableOf } from '../../../source/report/export/tables.js';
import { noLevels } from '../../helpers/any-counted.js';
import { note } from '../../record/helpers.js';
import { about, bytesOf, exportedEvents } from './helpers.js';

const events = exportedEvents();

function csvRows(name: (typeof exportTables)[number], of: readonly SessionEvent[] = events) {
  return parse(bytesOf(csvOf(of, tableOf(name, about))), { columns: true }) as Record<string, string>[];
}

async function parquetRows(name: (typeof exportTables)[number], of: Iterable<SessionEvent> = events) {
  const bytes = bytesOf(parquetOf(of, tableOf(name, about), 'plimsoll test'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return { rows: await parquetReadObjects({ file }), metadata: parquetMetadata(file) };
}

test('every event is a line of JSON with its wall clock, and reads back as it was', () => {
  const lines = bytesOf(ndjsonOf(events, about))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, events.length);
  assert.equal(lines[0].at, '2026-01-05T12:00:00.000Z');
  for (const [index, { at, ...event }] of lines.entries()) {
    assert.deepEqual(event, JSON.parse(JSON.stringify(events[index])));
    assert.equal(Date.parse(at) - Date.parse(about.startedAt), Math.round(events[index]!.atMs));
  }
});

test('no text of an event can turn, hide or command anything in a line of JSON', () => {
  const text = 'a\u001b[2J\u009b\u202eb\u2028c\u{e0041}';
  const [line = ''] = ndjsonOf([note(1, text)], about);
  assert.match(line, /^[\x20-\x7e]+\n$/);
  assert.equal(JSON.parse(line).text, text);
});

test('a table of intervals has what the events say, and nothing where nothing was answered', () => {
  const rows = csvRows('intervals');
  const intervals = events.flatMap((event) => (event.kind === 'load/interval' ? [event] : []));
  assert.equal(rows.length, intervals.length);
  for (const [index, { atMs, interval }] of intervals.entries()) {
    const row = rows[index]!;
    assert.equal(Number(row.at_ms), atMs);
    assert.equal(Number(row.ok), interval.outcomes.ok);
    assert.equal(Number(row.connection_failed), 0);
    assert.equal(Number(row.response_count), interval.responseTime.count);
    if (interval.responseTime.count === 0) assert.equal(row.response_p99_ms, '');
    else assert.equal(Number(row.response_p99_ms), Math.round(quantileUs(interval.responseTime, 0.99)) / 1000);
  }
  assert.equal(rows.at(-1)!.response_mean_ms, '');
});

test('each table has the rows of its own events', () => {
  const count = (kind: SessionEvent['kind']): number => events.filter((event) => event.kind === kind).length;
  assert.equal(csvRows('events').length, events.length);
  assert.equal(csvRows('servers').length, count('server/sample'));
  assert.equal(csvRows('streams').length, 4 * count('stream/sample'));
  const verdicts = events.filter((event) => event.kind === 'discovery/event' && event.event.kind === 'verdict');
  assert.deepEqual(
    csvRows('probes').map(({ verdict }) => verdict),
    verdicts.map((event) => event.kind === 'discovery/event' && event.event.kind === 'verdict' && event.event.verdict),
  );
});

test('a table of what servers counted has no row of one that tells its rates by itself', async () => {
  const coreTicks = [{ busy: 1, total: 101 }, null];
  const counted = { ...nothingCounted, elapsedUs: 1_010_000, userTicks: 5, diskReadBytes: 4096, coreTicks };
  const { counted: _, ...told } = {
    ...countedReading(counted, { ...noLevels, cores: 2 }),
    server: 'told',
    rttMs: null,
  };
  const of = [
    { ...told, counted, server: 'counts' },
    { ...told, counted: nothingCounted, server: 'has just begun' },
    told,
  ].map((sample, atMs): SessionEvent => ({ atMs, kind: 'server/sample', sample }));
  const [first, second, ...others] = csvRows('counted', of);
  assert.deepEqual(
    [first?.server, first?.cores, first?.user_ticks, first?.elapsed_us, first?.disk_read_bytes, first?.core_ticks],
    ['counts', '2', '5', '1010000', '4096', '[1,101,null,null]'],
  );
  assert.deepEqual([first?.idle_ticks, second?.user_ticks, others], ['', '', []]);
  const { rows } = await parquetRows('counted', of);
  assert.deepEqual(
    rows.map(({ server, user_ticks }) => [server, user_ticks]),
    [
      ['counts', 5],
      ['has just begun', null],
    ],
  );
});

test('a text that a spreadsheet would carry out is only text', () => {
  const evil: SessionEvent = {
    atMs: 1,
    kind: 'server/sample',
    sample: {
      server: '=cmd|"/c calc"!A1',
      cpuPercent: 1,
      cores: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      load1: -2,
      rttMs: null,
    },
  };
  const [row] = csvRows('servers', [evil]);
  assert.equal(row?.server, `'=cmd|"/c calc"!A1`);
  assert.equal(row?.load1, '-2');
});

test('Parquet reads back as the same rows as CSV, typed', async () => {
  for (const name of exportTables) {
    const [plain, { metadata, rows }] = [csvRows(name), await parquetRows(name)];
    assert.equal(rows.length, plain.length, name);
    assert.equal(metadata.created_by, 'plimsoll test');
    for (const [index, row] of rows.entries()) {
      for (const [column, value] of Object.entries(row)) {
        const told = plain[index]![column]!;
        if (value === null) assert.equal(told, '', column);
        else if (value instanceof Date) assert.equal(told, value.toISOString());
        else assert.equal(told.replace(/^'(?=[=+\-@])/, ''), String(value), column);
      }
    }
  }
});

test('a long table is written in several groups, none of which is held longer than it takes', async () => {
  function* many(): Generator<SessionEvent> {
    for (let at = 0; at < 45_000; at++) yield note(at);
  }
  const { metadata, rows } = await parquetRows('events', many());
  assert.equal(rows.length, 45_000);
  assert.deepEqual(
    metadata.row_groups.map((group) => Number(group.num_rows)),
    Array.from({ length: 9 }, () => 5000),
  );
});

test('a table without rows still has its columns', async () => {
  const { metadata, rows } = await parquetRows('streams', []);
  assert.deepEqual(rows, []);
  assert.deepEqual(
    metadata.schema.slice(1).map(({ name }) => name),
    ['at', 'at_ms', 'stream', 'server', 'metric', 'value', 'rtt_ms'],
  );
});

test('fields of a wrong type are left out of a table, whatever they are', () => {
  const broken = {
    atMs: 5,
    kind: 'load/interval',
    interval: { phase: 7, startMs: 'x', outcomes: [], responseTime: { buckets: [1e9, -3] }, due: Number.NaN },
  } as unknown as SessionEvent;
  const [row] = csvRows('intervals', [broken, { atMs: 6, kind: 'server/sample' } as unknown as SessionEvent]);
  assert.equal(row?.phase, '');
  assert.equal(row?.start_ms, '');
  assert.equal(row?.due, '');
  assert.equal(row?.response_count, '0');
});
