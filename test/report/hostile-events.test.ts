import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exportTables } from '../../source/config/record-kinds.js';
import type { SessionEvent } from '../../source/model/events.js';
import { compareSessions } from '../../source/report/compare/compare-sessions.js';
import { comparisonResultSchema } from '../../source/report/compare/comparison-schema.js';
import { comparisonText } from '../../source/report/compare/comparison-text.js';
import { digestSession } from '../../source/report/compare/digest-session.js';
import { trendOf } from '../../source/report/compare/trend.js';
import { type DataFormat, exportData } from '../../source/report/export/export-session.js';
import { eventsOf } from './compare/helpers.js';
import { about, bytesOf } from './export/helpers.js';

const kinds = [
  'session/started',
  'load/interval',
  'server/sample',
  'stream/sample',
  'discovery/event',
  'bench/event',
  'note',
  'result',
];
const summary = { ...about, name: null, file: '', endedAt: null, state: 'complete' } as const;
const cell = {
  seconds: 1,
  due: 9,
  bad: 1,
  good: 8,
  responseTime: { count: 8, sumUs: 8000, minUs: 1000, maxUs: 1004, buckets: [1275, 8] },
};

/** Events whose kind and time are right, as reading a file guarantees, and whose insides are anything. */
const anything = fc
  .record({
    kind: fc.constantFrom(...kinds),
    atMs: fc.double({ min: -1e12, max: 1e15, noNaN: true }),
    head: fc.jsonValue(),
    interval: fc.jsonValue(),
    sample: fc.jsonValue(),
    event: fc.jsonValue(),
    result: fc.jsonValue(),
    text: fc.jsonValue(),
  })
  .map((event) => event as unknown as SessionEvent);

/** Real events of which one field, somewhere, is something else. */
const nearlyReal = fc
  .tuple(
    fc.nat(12),
    fc.constantFrom('interval', 'result', 'head', 'sample'),
    fc.string({ maxLength: 12 }),
    fc.jsonValue(),
  )
  .map(([at, part, key, value]) => {
    const events = [...eventsOf({ cells: new Array(12).fill(cell), cpu: new Array(12).fill(50) })];
    const event = events[at] as unknown as Record<string, Record<string, unknown>>;
    const known = Object.keys(event[part] ?? {});
    const changed = known[key.length % Math.max(1, known.length)] ?? key;
    events[at] = { ...event, [part]: { ...event[part], [changed]: value } } as unknown as SessionEvent;
    return events;
  });

const sessions = fc.oneof(fc.array(anything, { maxLength: 20 }), nearlyReal);

test('whatever a file holds, comparing it gives an answer of its own form', () => {
  fc.assert(
    fc.property(sessions, sessions, (first, second) => {
      const digests = [first, second].map((events) => digestSession(summary, events));
      const result = compareSessions(digests[0]!, [digests[1]!], 0.05);
      comparisonResultSchema.parse(JSON.parse(JSON.stringify(result)));
      assert.doesNotMatch(comparisonText(result), /NaN|undefined|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      assert.doesNotMatch(JSON.stringify(trendOf('n', digests, 0.05)), /NaN|undefined/);
    }),
    { numRuns: 300 },
  );
});

test('whatever a file holds, it can be exported in every format', () => {
  const formats: readonly DataFormat[] = ['ndjson', 'csv', 'parquet', 'hlog', 'openmetrics'];
  fc.assert(
    fc.property(sessions, fc.constantFrom(...formats), fc.constantFrom(...exportTables), (events, format, table) => {
      const text = bytesOf(exportData(format, table, events, about, 'test')).toString('latin1');
      if (format !== 'parquet' && format !== 'ndjson' && table !== 'events') assert.doesNotMatch(text, /NaN|undefined/);
    }),
    { numRuns: 300 },
  );
});
