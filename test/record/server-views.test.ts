import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../source/model/events.js';
import type { ServerSample } from '../../source/model/server.js';
import { nothingCounted, type ServerCounted } from '../../source/model/server-counted.js';
import { countedReading } from '../../source/model/server-rates.js';
import { record } from '../replay/helpers/recorded.js';
import { head, withFolder } from './helpers.js';

const count = fc.option(fc.oneof(fc.nat({ max: 3000 }), fc.nat({ max: 2 ** 31 - 1 })));
const counts = Object.fromEntries(Object.keys(nothingCounted).map((name) => [name, count]));
const counted: fc.Arbitrary<ServerCounted> = fc
  .record({ ...counts, coreTicks: fc.option(fc.array(fc.record({ busy: fc.nat(), total: fc.nat() }))) })
  .map((made) => ({ ...nothingCounted, ...made }));
const sample: fc.Arbitrary<ServerSample> = fc
  .tuple(counted, fc.constantFrom(null, 8, 1.5), fc.boolean())
  .map(([made, cores, isTold]) => {
    const reading = countedReading(made, {
      cores,
      memoryUsedBytes: 5,
      memoryTotalBytes: null,
      load1: 1.25,
      load5: null,
      load15: 2,
      swapUsedBytes: 0,
      swapTotalBytes: 7,
      uptimeSeconds: 1234.56,
      lossRatio: 0.25,
    });
    const { counted: _, ...told } = { ...reading, server: 'api-1', rttMs: 0.5 };
    return isTold ? told : { ...told, counted: made };
  });

/** What `server_sample` is to show of a reading. */
function shownOf({ detail, counted: _, ...headline }: ServerSample): Readonly<Record<string, unknown>> {
  const { corePercents: _cores, pressure, ...rest } = detail!;
  const named = Object.entries(pressure).map(([name, percent]) => [`pressure_${name}`, percent]);
  const all = { ...headline, ...rest, ...Object.fromEntries(named) };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  );
}

function read(folder: string, samples: readonly ServerSample[], sql: string) {
  const events = samples.map((one, index): SessionEvent => ({ atMs: index, kind: 'server/sample', sample: one }));
  const database = new DatabaseSync(record(folder, head, events), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

test('any client sees the numbers that a replay shows, whether a server counts or tells them', () =>
  fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 10 }), (samples) =>
      withFolder((folder) => {
        const rows = read(folder, samples, 'SELECT * FROM server_sample ORDER BY seq');
        assert.deepEqual(
          rows.map((row) => ({ ...row })),
          samples.map((one, index) => ({ seq: index + 1, at_ms: index, ...shownOf(one) })),
        );
      }),
    ),
    { numRuns: 50 },
  ));

test('any client sees what was counted as it was counted', () =>
  withFolder((folder) => {
    const [one] = fc.sample(
      sample.filter((made) => made.counted !== undefined),
      { numRuns: 1, seed: 5 },
    );
    const coreTicks = [{ busy: 1, total: 101 }, null];
    const made = { ...nothingCounted, elapsedUs: 1_010_000, userTicks: 7, stealTicks: 0, coreTicks };
    const rows = read(folder, [{ ...one!, counted: made }], 'SELECT * FROM server_counted');
    const told = Object.fromEntries(Object.entries(rows[0]!).filter(([, cell]) => cell !== null));
    const ticks = { user_ticks: 7, steal_ticks: 0, elapsed_us: 1_010_000, core_ticks: '[1,101,null,null]' };
    assert.deepEqual({ cores: null, ...told }, { seq: 1, at_ms: 0, server: 'api-1', cores: one!.cores, ...ticks });
  }));

test('every reading is in the timeline once', () =>
  withFolder((folder) => {
    const samples = fc.sample(sample, { numRuns: 20, seed: 1 });
    const rows = read(folder, samples, "SELECT seq FROM timeline WHERE kind = 'server/sample' ORDER BY seq");
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      samples.map((_, index) => index + 1),
    );
  }));
