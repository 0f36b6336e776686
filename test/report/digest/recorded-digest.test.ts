import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import { countedReading } from '../../../source/model/server-rates.js';
import { inSteps } from '../../../source/model/server-steps.js';
import { readSession } from '../../../source/record/read-session.js';
import { createRecorder } from '../../../source/record/session-file.js';
import type { Digest } from '../../../source/report/digest/digest.js';
import { readDigest } from '../../../source/report/digest/read-digest.js';
import { readingNames } from '../../../source/report/digest/server-collector.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { countedSecond } from '../../helpers/counted-second.js';
import { writeFirstVersion } from '../../record/first-version.js';
import { head, interval, note, withFolder } from '../../record/helpers.js';

/**
 * Four servers, and of each half an hour: the first tells everything, now and then nothing of a number, the second only
 * headlines from its tenth minute on, the third ends early and comes back as
 * a machine of more memory, and the fourth counts.
 */
function watched(): readonly SessionEvent[] {
  const random = createRandom(11);
  const maybe = (most: number): number | null => (random() < 0.1 ? null : most * random());
  const headline = (server: string, memoryTotalBytes: number) => ({
    server,
    cores: 4,
    memoryTotalBytes,
    cpuPercent: maybe(100),
    memoryUsedBytes: maybe(1e9),
    load1: maybe(4),
    rttMs: maybe(3),
  });
  const detail = () => ({
    userPercent: maybe(80),
    systemPercent: maybe(20),
    stealPercent: maybe(1),
    ioWaitPercent: maybe(1),
    corePercents: [maybe(100), maybe(100)],
    load5: maybe(4),
    load15: maybe(4),
    swapUsedBytes: null,
    swapTotalBytes: 1e9,
    diskReadBytesPerSecond: maybe(1e7),
    diskWriteBytesPerSecond: maybe(1e7),
    diskBusyPercent: maybe(100),
    networkInBytesPerSecond: maybe(1e8),
    networkOutBytesPerSecond: maybe(1e8),
    pressure: { cpuPercent: maybe(1), memoryPercent: null, ioPercent: null },
    uptimeSeconds: maybe(1e6),
    lossRatio: 0,
  });
  const events: SessionEvent[] = [];
  for (let second = 1; second <= 1800; second++) {
    const atMs = second * 1000 + 0.123_456;
    const sample = (made: Parameters<typeof inSteps>[0]): void => {
      events.push({ atMs, kind: 'server/sample', sample: inSteps(made) });
    };
    if (second % 60 === 0) events.push(note(atMs), interval(atMs));
    sample({ ...headline('api-1', 8e9), detail: detail() });
    sample(second < 600 ? { ...headline('api-2', 8e9), detail: detail() } : headline('api-2', 8e9));
    if (second < 50) sample({ ...headline('api-3', 8e9), detail: detail() });
    if (second > 1790) sample({ ...headline('api-3', 16e9), detail: detail() });
    const counted = second === 1 ? nothingCounted : countedSecond(random, 2);
    sample({ ...countedReading(counted, { ...headline('api-4', 8e9), ...detail() }), server: 'api-4', rttMs: 1 });
    if (second === 100) {
      const facts = { hostName: null, platform: 'Linux', kernel: null, architecture: null, cores: 2 };
      const rest = { memoryTotalBytes: 4e9, sampler: 'sh', processes: 1, filesystems: [], temperatures: [], gpus: [] };
      events.push({ atMs, kind: 'server/facts', server: 'api-3', facts: { ...facts, ...rest, limits: null } });
    }
  }
  return events;
}

function record(folder: string, events: readonly SessionEvent[]): string {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail);
  events.forEach((event, index) => {
    recorder.sink(event);
    if (index % 100 === 99) clock.advance(200);
  });
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

/** The digests of a file: of its events as they were, and of the numbers alone, with how many samples were read as numbers. */
function bothWays(file: string): { readonly whole: Digest; readonly numbers: Digest; readonly readings: number } {
  const session = readSession(file);
  if (session.kind === 'unreadable') assert.fail(session.reason);
  let readings = 0;
  const events = function* () {
    for (const event of session.eventsWithReadings(readingNames)) {
      if (event.kind === 'server/reading') readings++;
      yield event;
    }
  };
  try {
    return { whole: readDigest(session), numbers: readDigest({ ...session, events }), readings };
  } finally {
    session.close();
  }
}

test('a digest is the same whether samples are read whole or by the numbers that it needs', () =>
  withFolder((folder) => {
    const events = watched();
    const { numbers, readings, whole } = bothWays(record(folder, events));
    assert.deepEqual(numbers, whole);
    assert.equal(readings, events.filter(({ kind }) => kind === 'server/sample').length);
    const [first, second, third] = numbers.servers;
    assert.deepEqual(
      [first, second, third].map((server) => [server?.name, server?.samples]),
      [
        ['api-1', 1800],
        ['api-2', 1800],
        ['api-3', 59],
      ],
    );
    // All but swap, which no server told.
    assert.deepEqual(
      first?.series.map(({ name }) => name),
      readingNames.filter((name) => name !== 'swapUsedBytes'),
    );
    assert.equal(third?.memoryTotalBytes, 16e9);
    assert.equal(second?.series.find(({ name }) => name === 'diskBusyPercent')?.slotMs, 2000);
  }));

test('a file of the first version, which keeps samples as they were, has the same digest', () =>
  withFolder((folder) => {
    const file = join(folder, 'first.sqlite');
    const events = watched();
    writeFirstVersion(file, head, events);
    const { numbers, readings, whole } = bothWays(file);
    assert.deepEqual(numbers, whole);
    assert.equal(readings, 0);
    assert.deepEqual(numbers.servers, bothWays(record(folder, events)).numbers.servers);
  }));

const tricks: Readonly<Record<string, string>> = {
  'numbers that are texts, blobs and fractions': `UPDATE server_reading SET cpu_percent_x1000 = 'x', memory_used_bytes = x'00',
    rtt_ms_x1000 = 0.5 WHERE seq % 3 = 0`,
  'integers beyond 2^53': 'UPDATE server_reading SET memory_used_bytes = 9223372036854775807 WHERE seq % 7 = 0',
  'numbers beyond all': 'UPDATE server_reading SET load1_x1000 = 9e999, disk_busy_percent_x1000 = -9e999',
  'times that are none':
    "UPDATE server_reading SET at_ms = CASE seq % 3 WHEN 0 THEN -1 WHEN 1 THEN 'soon' ELSE 9e999 END",
  'readings of no machine': 'UPDATE server_reading SET machine = 77 WHERE seq % 5 = 0',
  'counts that are texts, blobs and fractions': `UPDATE server_count SET user_ticks = 'x', idle_ticks = x'00',
    elapsed_us = 0.5 WHERE seq % 3 = 0`,
  'counts below 0 and beyond 2^53': `UPDATE server_count SET user_ticks = -1, network_in_bytes = 9223372036854775807
    WHERE seq % 7 = 0`,
  'counts over no time': 'UPDATE server_count SET elapsed_us = seq % 2, steal_ticks = 9e15',
  'counts of no machine': 'UPDATE server_count SET machine = 77 WHERE seq % 5 = 0',
  'details of machines that have none': 'UPDATE server_machine SET has_detail = 0',
};

for (const [name, sql] of Object.entries(tricks)) {
  test(`what is not as it should be is left out of the digest either way: ${name}`, () =>
    withFolder((folder) => {
      const file = record(folder, watched());
      const before = bothWays(file).numbers;
      const database = new DatabaseSync(file);
      database.exec(sql);
      database.close();
      const { numbers, whole } = bothWays(file);
      assert.deepEqual(numbers, whole);
      assert.notDeepEqual(numbers, before);
      assert.ok(!/NaN|Infinity|:null,"(?:mean|max|last)"/.test(JSON.stringify(numbers.servers)));
    }));
}
