import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../source/model/events.js';
import type { ServerSample } from '../../source/model/server.js';
import { nothingCounted } from '../../source/model/server-counted.js';
import { countedReading } from '../../source/model/server-rates.js';
import { inSteps } from '../../source/model/server-steps.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { anyCounted, noLevels } from '../helpers/any-counted.js';
import { longSession } from '../replay/helpers/long-session.js';
import { asToldBefore, asVersion } from '../replay/helpers/recorded.js';
import { writeFirstVersion } from './first-version.js';
import { head, interval, note, withFolder } from './helpers.js';

type Reading = Extract<ReturnType<typeof readSession>, { readonly kind: 'ok' }>;

/** Records the events in batches of three, reads them back, and gives the reading to `use`. */
function recorded(events: readonly SessionEvent[], use: (reading: Reading, file: string) => void): Promise<void> {
  return withFolder((folder) => {
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, head, clock, assert.fail);
    events.forEach((event, index) => {
      recorder.sink(event);
      if (index % 3 === 2) clock.advance(200);
    });
    recorder.close();
    const reading = readSession(recorder.file!);
    assert.ok(reading.kind === 'ok', JSON.stringify(reading));
    use(reading, recorder.file!);
    reading.close();
  });
}

const fraction = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }));
const bytes = fc.option(fc.double({ min: 0, max: 2 ** 48, noNaN: true }));
const detail = fc.record({
  userPercent: fraction,
  systemPercent: fraction,
  stealPercent: fraction,
  ioWaitPercent: fraction,
  corePercents: fc.option(fc.array(fraction, { maxLength: 4 })),
  load5: fraction,
  load15: fraction,
  swapUsedBytes: bytes,
  swapTotalBytes: bytes,
  diskReadBytesPerSecond: bytes,
  diskWriteBytesPerSecond: bytes,
  diskBusyPercent: fraction,
  networkInBytesPerSecond: bytes,
  networkOutBytesPerSecond: bytes,
  pressure: fc.record({ cpuPercent: fraction, memoryPercent: fraction, ioPercent: fraction }),
  uptimeSeconds: fraction,
  lossRatio: fraction,
});
const sample: fc.Arbitrary<ServerSample> = fc
  .record(
    {
      server: fc.constantFrom('api-1', 'api-2'),
      cpuPercent: fraction,
      cores: fc.constantFrom(null, 2, 1.5),
      memoryUsedBytes: bytes,
      memoryTotalBytes: fc.constantFrom(null, 17_179_869_184, 1024.5),
      load1: fraction,
      rttMs: fraction,
      detail,
    },
    { requiredKeys: ['server', 'cpuPercent', 'cores', 'memoryUsedBytes', 'memoryTotalBytes', 'load1', 'rttMs'] },
  )
  .map((made) => ({ ...made }));

/** As a server that counts is told, rates made of counts. */
const countedSample: fc.Arbitrary<ServerSample> = fc
  .tuple(sample, detail, anyCounted)
  .map(([{ server, rttMs, ...told }, parts, counted]) => ({
    server,
    rttMs,
    ...countedReading(counted, { ...parts, ...told }),
  }));
const samples = fc.array(fc.oneof(sample, countedSample), { maxLength: 12 });

test('readings of servers come back as they were shown, whatever is missing in them', async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (shown) => {
      const events = shown.map(
        (one, index): SessionEvent => ({ atMs: index * 333.333, kind: 'server/sample', sample: inSteps(one) }),
      );
      await recorded(events, (reading) => assert.deepEqual([...reading.events()], events));
    }),
    { numRuns: 40 },
  );
});

test('the numbers of a server that are asked for are those of its samples, in the order in which they are asked for', async () => {
  const sampleNames = ['cpuPercent', 'memoryUsedBytes', 'load1', 'rttMs'] as const;
  const detailNames = ['uptimeSeconds', 'swapUsedBytes', 'stealPercent', 'diskBusyPercent', 'load15'] as const;
  const more = ['networkInBytesPerSecond', 'diskWriteBytesPerSecond', 'userPercent', 'lossRatio'] as const;
  const names = fc.uniqueArray(fc.constantFrom(...sampleNames, ...detailNames, ...more));
  await fc.assert(
    fc.asyncProperty(samples, names, async (told, asked) => {
      const shown = told.map(inSteps);
      const events = shown.map((one, index): SessionEvent => ({ atMs: index, kind: 'server/sample', sample: one }));
      await recorded([note(0), ...events], (reading) =>
        assert.deepEqual(
          [...reading.eventsWithReadings(asked)],
          [
            note(0),
            ...shown.map(({ detail: parts, ...one }, atMs) => {
              const { cores, memoryTotalBytes, server } = one;
              const all: Readonly<Record<string, unknown>> = { ...parts, ...one };
              const numbers = asked.map((name) => all[name] ?? null);
              return { atMs, kind: 'server/reading', server, cores, memoryTotalBytes, numbers };
            }),
          ],
        ),
      );
    }),
    { numRuns: 40 },
  );
});

test('of a server that counts nothing is kept that was made of its counts', () => {
  const counted = { ...nothingCounted, elapsedUs: 1_010_000, userTicks: 3, systemTicks: 1, idleTicks: 200 };
  const levels = { ...noLevels, cores: 2, load1: 1.25 };
  const one = {
    ...countedReading({ ...counted, coreTicks: [{ busy: 4, total: 204 }, null] }, levels),
    server: 'a',
    rttMs: 0.5,
  };
  return recorded([{ atMs: 1, kind: 'server/sample', sample: one }], (session, file) => {
    assert.deepEqual([...session.events()], [{ atMs: 1, kind: 'server/sample', sample: one }]);
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT * FROM server_count').all();
    const told = Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, cell]) => cell !== null));
    assert.deepEqual(told, {
      seq: 1,
      at_ms: 1,
      machine: 1,
      user_ticks: 3,
      system_ticks: 1,
      idle_ticks: 200,
      elapsed_us: 1_010_000,
      load1_x1000: 1250,
      rtt_ms_x1000: 500,
      core_ticks: '[4,204,null,null]',
    });
    assert.equal(database.prepare('SELECT count(*) AS n FROM server_reading').get()?.n, 0);
    database.close();
  });
});

test('counts without anything else that a server tells come back as they were', () => {
  const sample = { server: 'a', cpuPercent: 5, cores: 1, memoryUsedBytes: 2, memoryTotalBytes: 3, load1: 4, rttMs: 5 };
  const event: SessionEvent = { atMs: 1, kind: 'server/sample', sample: { ...sample, counted: nothingCounted } };
  return recorded([event], (session) => assert.deepEqual([...session.events()], [event]));
});

const metric = fc.constantFrom('cpu', 'os.load.0', 'a "quoted" one', '__proto__', '0', 'ünï');
const values = fc
  .array(
    fc.tuple(metric, fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)))),
  )
  .map((pairs) => Object.fromEntries(pairs.filter(([name]) => name !== '__proto__')));

test('messages of streams come back number by number, whatever their metrics are called', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(values, { maxLength: 12 }), async (all) => {
      const events = all.map(
        (one, index): SessionEvent => ({
          atMs: index,
          kind: 'stream/sample',
          sample: { stream: 's', server: index % 2 === 0 ? null : 'api-1', values: one, rttMs: index },
        }),
      );
      await recorded(events, (reading) => assert.deepEqual([...reading.events()], events));
    }),
    { numRuns: 40 },
  );
});

const health: SessionEvent = {
  atMs: 5,
  kind: 'stream/health',
  stream: 's',
  circuit: { kind: 'open', sinceMs: 1.5, nextProbeAtMs: 7, reason: 'refused' },
  queue: { accepted: 5, sent: 1, dropped: 2, expired: 1, pending: 1 },
  counts: { messages: 3, unreadable: 0, reconnects: 1, opened: 1 },
};

test('events of every table come back in the order that they came in', () => {
  const reading: SessionEvent = {
    atMs: 2,
    kind: 'server/sample',
    sample: { server: 'a', cpuPercent: 1, cores: 2, memoryUsedBytes: 3, memoryTotalBytes: 4, load1: 5, rttMs: null },
  };
  const events = [note(1), reading, health, note(6), reading, interval(2000), health].map((event, index) => ({
    ...event,
    atMs: index * 10,
  }));
  return recorded(events, (session) => {
    assert.deepEqual([...session.events()], events);
  });
});

test('an empty session has no event', () =>
  recorded([], (session) => {
    assert.deepEqual([...session.events()], []);
  }));

test('histograms are kept in full, those of each request too', () => {
  const [first] = [interval(1000)];
  assert.ok(first?.kind === 'load/interval');
  const histogram = { count: 9, sumUs: 90, minUs: 1, maxUs: 50, buckets: [3, 1, 4, 2, 9, 5, 400, 1] };
  const timings = { connect: histogram, firstByte: histogram, body: histogram, server: histogram };
  const requests = [
    { name: 'buy', outcomes: first.interval.outcomes, responseTime: histogram, serviceTime: histogram },
  ];
  const event: SessionEvent = {
    ...first,
    interval: { ...first.interval, responseTime: histogram, timings, requests, resent: 1 },
  };
  return recorded([event], (session, file) => {
    assert.deepEqual([...session.events()], [event]);
    const database = new DatabaseSync(file, { readOnly: true });
    const found = database
      .prepare(
        "SELECT bucket, from_us, to_us, count FROM histogram_bucket WHERE histogram = 'response' AND request = 'buy'",
      )
      .all()
      .map((row) => Object.values(row));
    assert.deepEqual(found, [
      [3, 1 + 3 / 128, 1 + 4 / 128, 1],
      [4, 1 + 4 / 128, 1 + 5 / 128, 2],
      [9, 1 + 9 / 128, 1 + 10 / 128, 5],
      [400, 8 * (1 + 16 / 128), 8 * (1 + 17 / 128), 1],
    ]);
    const names = database.prepare('SELECT histogram, request, count FROM histogram').all();
    assert.equal(names.length, 7 + 2);
    database.close();
  });
});

test('a session of the first version is read as it is, and not written to', () =>
  withFolder((folder) => {
    const file = join(folder, 'first.sqlite');
    const events = [note(1), interval(1000), { ...health, atMs: 1500 }, note(2000)];
    writeFirstVersion(file, head, events);
    const before = readFileSync(file);
    const reading = readSession(file);
    assert.ok(reading.kind === 'ok', JSON.stringify(reading));
    assert.equal(reading.summary.state, 'complete');
    assert.equal(reading.summary.name, null);
    assert.deepEqual([...reading.events()], events);
    reading.close();
    assert.ok(before.equals(readFileSync(file)));
  }));

for (const version of [2, 3] as const) {
  test(`a session of version ${version} is read as it is, and not written to`, () => {
    const told = [...longSession({ seconds: 70, servers: 2, streams: 1 })];
    const events = [...asToldBefore(told)];
    return recorded(events, (written, file) => {
      written.close();
      asVersion(version, file);
      const before = readFileSync(file);
      const reading = readSession(file);
      assert.ok(reading.kind === 'ok', JSON.stringify(reading));
      assert.deepEqual([...reading.events()], events);
      assert.equal([...reading.eventsWithReadings(['cpuPercent'])].length, events.length);
      reading.close();
      // What was not in it then is not in its chain; tallies, dropped here, were.
      if (version === 3) assert.equal(verifySession(file).kind, 'whole');
      assert.ok(before.equals(readFileSync(file)));
    });
  });
}

test('what a newer plimsoll wrote is refused, and why is said', () =>
  withFolder((folder) => {
    const file = join(folder, 'newer.sqlite');
    writeFirstVersion(file, head, []);
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 5');
    database.close();
    const reading = readSession(file);
    assert.match(
      reading.kind === 'unreadable' ? reading.reason : '',
      /tables of version 5, .* up to 4: a newer plimsoll/,
    );
  }));
