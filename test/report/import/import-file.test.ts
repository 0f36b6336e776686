import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import type { LoadInterval } from '../../../source/model/load.js';
import { importFile } from '../../../source/report/import/import-file.js';
import { importedSentence } from '../../../source/report/import/sentence.js';
import { projectRoot } from '../../helpers/project-root.js';
import { withFolder } from '../../record/helpers.js';

const folder = join(projectRoot, 'test', 'fixtures', 'import');

async function readIn(file: string) {
  const intervals: LoadInterval[] = [];
  let begun: number | null = null;
  const reading = await importFile(file, (startedMs) => {
    begun = startedMs;
    return (event: SessionEvent) => {
      if (event.kind === 'load/interval') intervals.push(event.interval);
    };
  });
  return { reading, intervals, begun };
}

async function testOf(name: string) {
  const { begun, intervals, reading } = await readIn(join(folder, name));
  assert.equal(reading.kind, 'ok', reading.kind === 'faulty' ? reading.message : '');
  if (reading.kind !== 'ok') throw new Error('unreachable');
  return { ...reading.test, intervals, begun };
}

test('what each program told of a whole test is kept, and nothing that it did not tell', async () => {
  const rows = [
    [
      'wrk.txt',
      'wrk',
      'closed',
      4,
      { durationSeconds: 3.02, requests: 59404, failed: 0, perSecond: 19671.49 },
      { mean: 1.44, p50: 0.151, p90: 3.11, p95: null, p99: 23.18, p999: null, max: 66.65 },
    ],
    [
      'wrk-errors.txt',
      'wrk',
      'closed',
      400,
      { durationSeconds: 30, requests: 22464657, failed: 42, perSecond: 748868.53 },
      { mean: 0.63591, p50: null, p90: null, p95: null, p99: null, p999: null, max: 12.92 },
    ],
    [
      'wrk2.txt',
      'wrk2',
      'open',
      100,
      { durationSeconds: 30, requests: 60018, failed: 0, perSecond: 2000.28 },
      { mean: 6.46, p50: 6.67, p90: 9.14, p95: null, p99: 11.33, p999: 12.15, max: 12.34 },
    ],
    [
      'autocannon.json',
      'autocannon',
      'closed',
      4,
      { durationSeconds: 3.01, requests: 45089, failed: 0, perSecond: 15034 },
      { mean: 0.07, p50: null, p90: null, p95: null, p99: 1, p999: 7, max: 114 },
    ],
    [
      'k6-export.json',
      'k6',
      'unknown',
      10,
      { durationSeconds: null, requests: 1000, failed: 5, perSecond: 99.8 },
      { mean: 12.3, p50: 10.2, p90: 20.4, p95: 30.6, p99: null, p999: null, max: 90.5 },
    ],
    [
      'k6-summary.json',
      'k6',
      'open',
      null,
      { durationSeconds: 10.0205, requests: 1000, failed: 0, perSecond: 99.8 },
      { mean: 12.3, p50: 10.2, p90: null, p95: null, p99: 55.5, p999: null, max: 90.5 },
    ],
    [
      'vegeta-report.json',
      'vegeta',
      'open',
      null,
      { durationSeconds: 0.989999944, requests: 100, failed: 2, perSecond: 100.00012489812 },
      { mean: 2.371194, p50: 2.854306, p90: 3.228223, p95: 3.478629, p99: 3.53, p999: null, max: 3.660505 },
    ],
  ] as const;
  for (const [name, tool, loop, connections, figures, latencyMs] of rows) {
    const { from, intervals } = await testOf(name);
    const { latencyMs: told, ...rest } = from.figures;
    assert.deepEqual([from.tool, from.loop, from.connections], [tool, loop, connections], name);
    for (const [key, value] of Object.entries({ ...figures, ...latencyMs })) {
      const got = { ...rest, ...told }[key as keyof typeof rest | keyof typeof told];
      if (value === null) assert.equal(got, null, `${name} ${key}`);
      else assert.ok(got !== null && Math.abs(got - value) <= 1e-9 * value, `${name} ${key}: ${got}`);
    }
    assert.deepEqual(intervals, []);
    assert.ok(from.validity.valid);
  }
});

test('a closed loop is warned of, and an open one is not', async () => {
  for (const name of ['wrk.txt', 'autocannon.json', 'k6-export.json']) {
    assert.match((await testOf(name)).from.validity.reasons.join(' '), /coordinated omission/, name);
  }
  for (const name of ['wrk2.txt', 'vegeta-report.json']) {
    assert.doesNotMatch((await testOf(name)).from.validity.reasons.join(' '), /coordinated omission/, name);
  }
});

test('requests told one by one become seconds that add up', async () => {
  for (const [name, sent, bad] of [
    ['k6.ndjson', 60, { badStatus: 1, timeout: 1, connectionFailed: 1 }],
    ['vegeta.ndjson', 40, { badStatus: 1, timeout: 1, connectionFailed: 1 }],
  ] as const) {
    const { from, intervals, begun, startedMs, target } = await testOf(name);
    const sum = (of: (interval: LoadInterval) => number): number => intervals.reduce((all, one) => all + of(one), 0);
    assert.equal(begun, startedMs);
    assert.equal(target, 'http://127.0.0.1:8080/');
    assert.deepEqual(
      intervals.map(({ startMs }) => startMs),
      intervals.map((_, second) => second * 1000),
    );
    assert.equal(
      sum((one) => one.sent),
      sent,
      name,
    );
    assert.equal(
      sum(({ outcomes }) => outcomes.ok),
      sent - 3,
    );
    for (const [outcome, count] of Object.entries(bad)) {
      assert.equal(
        sum(({ outcomes }) => outcomes[outcome as keyof typeof bad]),
        count,
        outcome,
      );
    }
    assert.equal(
      sum(({ responseTime }) => responseTime.count),
      sent - 3,
    );
    assert.equal(intervals.at(-1)?.inFlight, 0);
    assert.equal(from.figures.requests, sent);
    assert.equal(from.figures.failed, 3);
  }
});

test('a second is counted by when requests ended, and its times are exact to the histogram', async () => {
  const { intervals } = await testOf('vegeta.ndjson');
  assert.equal(intervals.length, 4);
  assert.equal(intervals[1]?.responseTime.count, 10);
  assert.ok(Math.abs(intervals[1]!.responseTime.maxUs - 6001.5) < 1e-6);
});

test('a file that is none is refused in a clause that says what to do', () =>
  withFolder(async (own) => {
    const rows: readonly (readonly [string | Buffer, RegExp])[] = [
      ['', /got an empty file/],
      ['hello', /expected the results of k6, vegeta, autocannon or wrk, got something else/],
      ['{"a": 1, "b": 2}', /got JSON with a, b/],
      [Buffer.from('\u0000Attack\u0000'), /the binary results of vegeta.*vegeta encode/],
      ['{"type":"Metric","data":{},"metric":"x"}\n', /expected requests in the results of k6, got none in 1 lines/],
    ];
    for (const [content, wanted] of rows) {
      const file = join(own, 'file');
      writeFileSync(file, content);
      const { reading } = await readIn(file);
      assert.match(reading.kind === 'faulty' ? `${reading.message} ${reading.hint}` : 'ok', wanted);
    }
    const { reading } = await readIn(join(own, 'missing'));
    assert.match(reading.kind === 'faulty' ? reading.message : '', /^expected a file that can be read: ENOENT/);
  }));

test('a cut last line is left out, a file of other lines is refused', () =>
  withFolder(async (own) => {
    const whole = readFileSync(join(folder, 'vegeta.ndjson'), 'utf8');
    const file = join(own, 'file');
    writeFileSync(file, whole.slice(0, -30));
    const cut = await readIn(file);
    assert.ok(cut.reading.kind === 'ok' && cut.reading.test.from.figures.requests === 39);
    assert.match(cut.reading.test.from.validity.reasons.join(' '), /1 lines of the file could not be read/);
    writeFileSync(file, `${whole.split('\n')[0]}\nx\ny\nz\n`);
    assert.match((await readIn(file)).reading.kind, /faulty/);
  }));

test('a request from another time does not make a test of years', () =>
  withFolder(async (own) => {
    const lines = readFileSync(join(folder, 'vegeta.ndjson'), 'utf8').trimEnd().split('\n');
    lines.splice(5, 0, lines[5]!.replace('2026-', '2126-'));
    writeFileSync(join(own, 'file'), `${lines.join('\n')}\n`);
    const { intervals } = await readIn(join(own, 'file'));
    assert.equal(intervals.length, 4);
  }));

test('what was told is a sentence, without what was not', async () => {
  assert.equal(
    importedSentence((await testOf('wrk-errors.txt')).from),
    'Imported from wrk (wrk-errors.txt): 22,464,657 requests in 30 s at 748,869/s over 400 connections, 42 failed; mean 0.64 ms and max 12.9 ms.',
  );
  assert.equal(
    importedSentence((await testOf('k6-export.json')).from),
    'Imported from k6 (k6-export.json): 1,000 requests at 99.8/s over 10 connections, 5 failed; mean 12.3 ms, p50 10.2 ms, p90 20.4 ms, p95 30.6 ms and max 90.5 ms.',
  );
});
