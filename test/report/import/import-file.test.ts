import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LoadInterval } from '../../../source/model/load.js';
import { importFile } from '../../../source/report/import/import-file.js';
import { importedSentence } from '../../../source/report/import/sentence.js';
import { projectRoot } from '../../helpers/project-root.js';
import { withFolder } from '../../record/helpers.js';

const folder = join(projectRoot, 'test', 'fixtures', 'import');

async function readIn(file: string) {
  const intervals: LoadInterval[] = [];
  const reading = await importFile(file, basename(file));
  const told = reading.kind === 'ok' ? await reading.test.readSeconds?.((interval) => intervals.push(interval)) : [];
  return { reading, intervals, told: told ?? [] };
}

async function testOf(name: string) {
  const { intervals, reading } = await readIn(join(folder, name));
  assert.equal(reading.kind, 'ok', reading.kind === 'faulty' ? reading.message : '');
  if (reading.kind !== 'ok') throw new Error('unreachable');
  return { ...reading.test, intervals };
}

test('what each program told of a whole test is kept, and nothing that it did not tell', async () => {
  const rows = [
    [
      'wrk.txt',
      'wrk',
      'closed',
      4,
      { durationSeconds: 3.02, requests: 59404, failed: 0, offeredPerSecond: 19671.49, achievedPerSecond: 19671.49 },
      { mean: 1.44, p50: 0.151, p90: 3.11, p95: null, p99: 23.18, p999: null, max: 66.65 },
    ],
    [
      'wrk-errors.txt',
      'wrk',
      'closed',
      400,
      {
        durationSeconds: 30,
        requests: 22464670,
        failed: 42,
        offeredPerSecond: 748868.9633580979,
        achievedPerSecond: 748867.5632660019,
      },
      { mean: 0.63591, p50: null, p90: null, p95: null, p99: null, p999: null, max: 12.92 },
    ],
    [
      'wrk2.txt',
      'wrk2',
      'open',
      100,
      { durationSeconds: 30, requests: 60018, failed: 0, offeredPerSecond: 2000.28, achievedPerSecond: 2000.28 },
      { mean: 6.46, p50: 6.67, p90: 9.14, p95: null, p99: 11.33, p999: 12.15, max: 12.34 },
    ],
    [
      'autocannon.json',
      'autocannon',
      'closed',
      4,
      { durationSeconds: 3.01, requests: 45089, failed: 0, offeredPerSecond: 15034, achievedPerSecond: 15034 },
      { mean: 0.07, p50: null, p90: null, p95: null, p99: 1, p999: 7, max: 114 },
    ],
    [
      'k6-export.json',
      'k6',
      'unknown',
      10,
      { durationSeconds: null, requests: 1000, failed: 5, offeredPerSecond: 99.8, achievedPerSecond: 99.301 },
      { mean: 12.3, p50: 10.2, p90: 20.4, p95: 30.6, p99: null, p999: null, max: 90.5 },
    ],
    [
      'k6-summary.json',
      'k6',
      'open',
      null,
      { durationSeconds: 10.0205, requests: 1000, failed: 0, offeredPerSecond: 99.8, achievedPerSecond: 99.8 },
      { mean: 12.3, p50: 10.2, p90: null, p95: null, p99: 55.5, p999: null, max: 90.5 },
    ],
    [
      'vegeta-report.json',
      'vegeta',
      'open',
      null,
      {
        durationSeconds: 0.993507166,
        requests: 100,
        failed: 2,
        offeredPerSecond: 99 / 0.989999944,
        achievedPerSecond: 98 / 0.993507166,
      },
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
    const { from, intervals, target } = await testOf(name);
    const sum = (of: (interval: LoadInterval) => number): number => intervals.reduce((all, one) => all + of(one), 0);
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
    assert.match(
      cut.reading.test.from.validity.reasons.join(' '),
      /1 line of the file could not be read and is left out/,
    );
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

/** A file of vegeta's: requests by when they began and how long they took, in milliseconds since noon. */
function linesOf(requests: readonly (readonly [startMs: number, latencyMs: number, code?: number])[]): string {
  return requests
    .map(([startMs, latencyMs, code = 200]) => {
      const timestamp = new Date(noon + startMs).toISOString();
      return `${JSON.stringify({ timestamp, latency: latencyMs * 1e6, code, url: 'http://x.test/' })}\n`;
    })
    .join('');
}

const noon = Date.parse('2026-01-05T12:00:00.000Z');

const everyTenMs = (seconds: number, latencyMs = 5) =>
  Array.from({ length: seconds * 100 }, (_, at) => [at * 10, latencyMs] as const);

async function readText(content: string) {
  let read: Awaited<ReturnType<typeof readIn>> | null = null;
  await withFolder(async (own) => {
    writeFileSync(join(own, 'file'), content);
    read = await readIn(join(own, 'file'));
  });
  // What is assigned inside a closure is still what it was to the compiler.
  const { intervals, reading, told } = read as unknown as Awaited<ReturnType<typeof readIn>>;
  if (reading.kind === 'faulty') throw new Error(reading.message);
  return { intervals, told, ...reading.test };
}

test('requests begin and are counted in their own seconds whatever the order of their lines', async () => {
  const requests = everyTenMs(8).map(([at], index) => [at, index % 90 === 0 ? 4000 : 5] as const);
  const sorted = await readText(linesOf(requests));
  assert.deepEqual(
    sorted.intervals.map(({ due }) => due),
    [...new Array(8).fill(100), ...new Array(sorted.intervals.length - 8).fill(0)],
  );
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(requests, { minLength: requests.length }), async (shuffled) => {
      const { intervals, startedMs, told } = await readText(linesOf(shuffled));
      assert.equal(startedMs, noon);
      assert.deepEqual(told, []);
      assert.deepEqual(intervals.map(withoutSums), sorted.intervals.map(withoutSums));
    }),
    { numRuns: 5 },
  );
});

/** Sums of floats depend on their order in the last digits. */
function withoutSums({ responseTime, serviceTime, ...interval }: LoadInterval) {
  return { ...interval, buckets: [responseTime.buckets, serviceTime.buckets] };
}

test('a test begins when its first request did, and not when the first answer came', async () => {
  const cold = everyTenMs(8).map(([at]) => [at, at < 4000 ? 8000 - at : 3] as const);
  const byEnd = cold.toSorted((a, b) => a[0] + a[1] - b[0] - b[1]);
  const { intervals, startedMs } = await readText(linesOf(byEnd));
  assert.equal(startedMs, noon);
  assert.deepEqual(
    intervals.map(({ due, durationMs, inFlight }) => [due, durationMs, inFlight]),
    [
      [100, 1000, 100],
      [100, 1000, 200],
      [100, 1000, 300],
      [100, 1000, 400],
      [100, 1000, 400],
      [100, 1000, 400],
      [100, 1000, 400],
      [100, 1000, 0],
    ],
  );
});

test('what is further out of order than memory allows is told, and no request is lost', async () => {
  const seconds = Array.from({ length: 7300 }, (_, at) => [at * 1000, 5] as const);
  const { intervals, told } = await readText(linesOf([...seconds.slice(1), [0, 5], [7_300_000, 5]]));
  assert.equal(
    intervals.reduce((sum, { sent }) => sum + sent, 0),
    7301,
  );
  assert.match(told.join(' '), /^1 request stands more than two hours out of order.* sort the file by time/);
});

test('the last second is as long as the test was', async () => {
  const { from, intervals } = await readText(linesOf(everyTenMs(3).slice(0, 203)));
  assert.deepEqual(
    intervals.map(({ due, durationMs }) => [due, durationMs]),
    [
      [100, 1000],
      [103, 1025],
    ],
  );
  assert.equal(from.figures.offeredPerSecond, 100);
  const half = await readText(linesOf(everyTenMs(3).slice(0, 260)));
  assert.deepEqual(
    half.intervals.map(({ due, durationMs }) => [due, durationMs]),
    [
      [100, 1000],
      [100, 1000],
      [60, 595],
    ],
  );
  const whole = await readText(linesOf(everyTenMs(3, 10)));
  assert.deepEqual(
    whole.intervals.map(({ durationMs, outcomes }) => [durationMs, outcomes.ok]),
    [
      [1000, 99],
      [1000, 100],
      [1000, 101],
    ],
  );
  const one = await readText(linesOf([[0, 0]]));
  assert.deepEqual(
    one.intervals.map(({ durationMs, sent, outcomes }) => [durationMs, sent, outcomes.ok]),
    [[1, 1, 1]],
  );
});

test('two tests in a file are refused, and a stray request is left out with a word', async () => {
  const first = everyTenMs(2);
  const later = first.map(([at, latency]) => [at + 7_200_000, latency] as const);
  await assert.rejects(readText(linesOf([...first, ...later])), /results of one test, got 200 requests that are more/);
  const { from, intervals } = await readText(linesOf([[7_200_000, 5], ...first]));
  assert.equal(intervals.length, 2);
  assert.match(from.validity.reasons.join(' '), /1 request is more than an hour from the others and is left out/);
});

test('what is offered and what is achieved are told apart, and alike by every program', async () => {
  const lines = await readText(linesOf(everyTenMs(10).map(([at, ms], index) => [at, ms, index % 5 === 0 ? 500 : 200])));
  const summary = await readText(
    JSON.stringify({
      state: { testRunDurationMs: 9995 },
      metrics: {
        http_reqs: { values: { count: 1000, rate: 100 } },
        http_req_duration: { values: { avg: 5, med: 5 } },
        http_req_failed: { values: { rate: 0.2 } },
      },
    }),
  );
  const cannon = await readText(
    JSON.stringify({
      '2xx': 800,
      non2xx: 150,
      errors: 50,
      duration: 10,
      latency: { p97_5: 5, p50: 5 },
      requests: { total: 950, average: 95 },
    }),
  );
  const wrk = await readText(
    'Running 10s test @ http://x.test/\n  1 threads and 1 connections\n  950 requests in 10.00s, 1MB read\n  Socket errors: connect 20, read 30, write 0, timeout 50\n  Non-2xx or 3xx responses: 100\nRequests/sec:  95.00\n',
  );
  for (const { from } of [lines, summary, cannon, wrk]) {
    const { achievedPerSecond, failed, offeredPerSecond, requests } = from.figures;
    assert.deepEqual([requests, failed], [1000, 200], from.tool);
    assert.ok(Math.abs(offeredPerSecond! - 100) < 0.01 && Math.abs(achievedPerSecond! - 80) < 0.1, from.tool);
  }
});

test('never do more requests fail than there were, and a dead target has no latencies', async () => {
  const dead = await readText(
    JSON.stringify({
      '2xx': 0,
      non2xx: 0,
      errors: 1000,
      duration: 10,
      latency: { p97_5: 0, p50: 0, max: 0 },
      requests: { total: 0, average: 0 },
    }),
  );
  const wrk = await readText(
    'Running 10s test @ http://x.test/\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency     0.00us    0.00us   0.00us    -nan%\n  0 requests in 10.00s, 0.00B read\n  Socket errors: connect 10, read 0, write 0, timeout 7\nRequests/sec:      0.00\n',
  );
  for (const [{ from }, count] of [
    [dead, 1000],
    [wrk, 10],
  ] as const) {
    assert.deepEqual([from.figures.requests, from.figures.failed], [count, count], from.tool);
    assert.ok(Object.values(from.figures.latencyMs).every((value) => value === null));
    assert.doesNotMatch(importedSentence(from), /ms/);
  }
});

test('a program that does not say when it ran is told of, and no time is beyond the calendar', async () => {
  for (const name of ['wrk.txt', 'wrk2.txt', 'k6-summary.json']) {
    assert.match((await testOf(name)).from.validity.reasons.join(' '), /does not say when it ran/, name);
  }
  for (const name of ['k6.ndjson', 'vegeta.ndjson', 'vegeta-report.json', 'autocannon.json']) {
    assert.doesNotMatch((await testOf(name)).from.validity.reasons.join(' '), /when it ran/, name);
  }
  const report = readFileSync(join(folder, 'vegeta-report.json'), 'utf8');
  for (const changed of [
    report.replace('2015-09-19T14:45:50', '+275760-09-13T00:00:00'),
    report.replace('"duration": 9', '"duration": 1e300, "d": 9').replace('"earliest"', '"e"'),
  ]) {
    const { durationMs, startedMs } = await readText(changed);
    assert.match(new Date(startedMs).toISOString(), /^20\d\d-/);
    assert.ok(durationMs < 1e10);
  }
});

test('a second result in one file is left out with a word', async () => {
  const [one, other] = ['wrk.txt', 'wrk-errors.txt'].map((name) => readFileSync(join(folder, name), 'utf8'));
  const { from } = await readText(`${one}\n${other}`);
  assert.equal(from.figures.failed, 0);
  assert.match(from.validity.reasons.join(' '), /The file holds another result, which is left out/);
});

test('a URL in results loses its login before it is kept', async () => {
  const bare = linesOf(everyTenMs(1)).replaceAll('http://x.test/', 'http://bob:hunter2@x.test/?api_key=zzz');
  const texts = [
    bare,
    readFileSync(join(folder, 'wrk.txt'), 'utf8').replace(/@ http:\/\//, '@ http://bob:hunter2@'),
    readFileSync(join(folder, 'autocannon.json'), 'utf8').replace('"url":"http://', '"url":"http://bob:hunter2@'),
    readFileSync(join(folder, 'k6.ndjson'), 'utf8').replaceAll('http://', 'http://bob:hunter2@'),
  ];
  for (const text of texts) {
    const { target } = await readText(text);
    assert.match(target ?? '', /^http:\/\/\(not kept\)@/);
    assert.doesNotMatch(target ?? '', /bob|hunter2|zzz/);
  }
});

test('whatever numbers a summary has, what is kept of them is sound', async () => {
  const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(1e308, -1, 0, null, 'x', 5e-324));
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 12, maxLength: 12 }), async (given) => {
      const [a, b, c, d, e, f, g, h, i, j, k, l] = given;
      const documents = [
        {
          '2xx': a,
          non2xx: b,
          errors: c,
          duration: d,
          latency: { p97_5: e, p50: f },
          requests: { total: g, average: h },
        },
        {
          state: { testRunDurationMs: a },
          metrics: {
            http_reqs: { count: b, rate: c },
            http_req_failed: { value: d },
            http_req_duration: { med: 1, avg: e, max: f },
          },
        },
        {
          status_codes: {},
          requests: g,
          success: h,
          duration: i,
          wait: j,
          earliest: k,
          latencies: { '50th': 1, '99th': l },
        },
      ];
      for (const document of documents) {
        const { durationMs, from, startedMs } = await readText(JSON.stringify(document));
        const { latencyMs, ...counts } = from.figures;
        for (const value of [...Object.values(counts), ...Object.values(latencyMs)]) {
          assert.ok(value === null || (Number.isFinite(value) && value >= 0), `${from.tool} ${value}`);
        }
        const { failed, requests } = counts;
        assert.ok(failed === null || (requests !== null && failed <= requests), from.tool);
        assert.ok(Number.isFinite(durationMs) && Number.isFinite(new Date(startedMs).getTime()));
      }
    }),
    { numRuns: 60 },
  );
});

test('what was told is a sentence, without what was not', async () => {
  assert.equal(
    importedSentence((await testOf('wrk-errors.txt')).from),
    'Imported from wrk (wrk-errors.txt): 22,464,670 requests in 30 s over 400 connections, 42 failed, 748,869/s offered, 748,868/s achieved; mean 0.64 ms and max 12.9 ms.',
  );
  assert.equal(
    importedSentence((await testOf('k6-export.json')).from),
    'Imported from k6 (k6-export.json): 1,000 requests by 10 virtual users, 5 failed, 99.8/s offered, 99.3/s achieved; mean 12.3 ms, p50 10.2 ms, p90 20.4 ms, p95 30.6 ms and max 90.5 ms.',
  );
});
