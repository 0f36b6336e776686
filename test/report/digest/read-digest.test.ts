import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quantileUs } from '../../../source/measure/histogram.js';
import { createHistogramSum } from '../../../source/measure/histogram-sum.js';
import type { SessionEvent } from '../../../source/model/events.js';
import { digestSchema } from '../../../source/report/digest-schema.js';
import { digestOf, searchWithAnswer, steadyLoad } from '../sample-digest.js';

test('a digest holds what was asked, the answer, the phases and what happened', () => {
  const digest = digestOf(searchWithAnswer());
  assert.deepEqual(
    digest.asked.objectives.map(({ limitMs, text }) => [text, limitMs]),
    [
      ['p99 < 50ms', 50],
      ['errors < 1%', null],
    ],
  );
  assert.equal(digest.answer?.kind, 'discovery');
  assert.match(digest.sentence, /carries 1,210 requests a second/);
  assert.equal(digest.severity, 'good');
  assert.ok(digest.phases.some(({ name }) => name === 'bisect'));
  assert.deepEqual(
    digest.events.filter(({ isMark }) => isMark).map(({ text }) => text),
    ['new version deployed', 'cache emptied'],
  );
  assert.equal(digest.session.endReason, 'finished');
  assert.deepEqual(digest.remarks, []);
});

test('a digest is as its schema says, and the same when it was written and read', () => {
  const digest = digestOf(searchWithAnswer());
  assert.deepEqual(digestSchema.parse(JSON.parse(JSON.stringify(digest))), digest);
});

test('each rate of a search is a row with its requests, its percentiles and the last verdict on it', () => {
  const { rates } = digestOf(searchWithAnswer());
  assert.deepEqual(
    rates.map(({ perSecond }) => perSecond),
    [60, 120, 240, 480, 960, 1140, 1191, 1245, 1360, 1920],
  );
  const [first] = rates;
  assert.equal(first?.seconds, 3);
  assert.equal(first?.verdict, 'meets');
  assert.equal(rates.find(({ perSecond }) => perSecond === 1245)?.verdict, 'misses');
  assert.equal(rates.find(({ perSecond }) => perSecond === 1191)?.verdict, null);
  const missed = rates.find(({ perSecond }) => perSecond === 1360);
  assert.ok((missed?.late ?? 0) > 0, 'answers after the limit are counted');
  assert.ok((missed?.outcomes.timeout ?? 0) > 0);
});

test('percentiles of a long session are those of its added histograms', () => {
  const seconds = 2_000;
  const digest = digestOf(steadyLoad(seconds));
  const all = createHistogramSum();
  for (const event of steadyLoad(seconds)) if (event.kind === 'load/interval') all.add(event.interval.responseTime);
  const whole = all.toData();
  assert.equal(digest.load?.responseTimeMs.count, whole.count);
  assert.equal(digest.load?.responseTimeMs.p99, Math.round(quantileUs(whole, 0.99)) / 1000);
  const { slotMs, slots } = digest.load!;
  assert.equal(slotMs, 8_000);
  assert.equal(slots.length, 250);
  const second = createHistogramSum();
  for (const event of steadyLoad(16)) {
    if (event.kind === 'load/interval' && event.interval.startMs >= 8_000) second.add(event.interval.responseTime);
  }
  assert.equal(slots[1]?.latencyMs?.p99, Math.round(quantileUs(second.toData(), 0.99)) / 1000);
});

test('a session of hours is told in a few hundred slots, and no request is lost', () => {
  const digest = digestOf(steadyLoad(20_000));
  assert.ok(digest.load!.slots.length <= 320);
  const due = digest.load!.slots.reduce((sum, { achievedPerSecond }) => sum + achievedPerSecond, 0);
  assert.ok(due > 0);
  const cells = digest.load!.heatmap.cells.reduce((sum, [, , count]) => sum + count, 0);
  const buckets = digest.load!.distribution.buckets.reduce((sum, { count }) => sum + count, 0);
  assert.equal(cells, digest.load!.outcomes.ok);
  assert.equal(buckets, digest.load!.outcomes.ok);
});

test('a session without an answer says so, and tells what there is', () => {
  const digest = digestOf(steadyLoad(5), { state: 'interrupted', endedAt: null, kind: 'run' });
  assert.equal(digest.answer, null);
  assert.match(digest.sentence, /interrupted before it had an answer/);
  assert.equal(digest.load?.slots.length, 5);
});

test('an empty session gives an empty digest', () => {
  const digest = digestOf([]);
  assert.equal(digest.load, null);
  assert.deepEqual(digest.rates, []);
  assert.deepEqual(digest.servers, []);
  assert.equal(digestSchema.safeParse(digest).success, true);
});

test('events that are not as they should be are left out and counted, never thrown on', () => {
  const strange = [
    { atMs: 1, kind: 'load/interval' },
    { atMs: 2, kind: 'load/interval', interval: { startMs: 'soon', durationMs: 1000 } },
    { atMs: 3, kind: 'run/state', from: 'nowhere', to: 7 },
    { atMs: 4, kind: 'result', result: { kind: 'run', target: 5 } },
    { atMs: 5, kind: 'server/sample', sample: null },
    { atMs: 1e300, kind: 'note', severity: 'info', text: 'far away' },
  ] as unknown as readonly SessionEvent[];
  const digest = digestOf(strange);
  assert.match(digest.remarks.join('\n'), /answer was recorded that cannot be read/);
  assert.match(digest.remarks.join('\n'), /4 events could not be read/);
  assert.ok(digest.session.durationSeconds < 1);
});

test('whatever a field of an event is turned into, the digest stays as its schema says', () => {
  const events = searchWithAnswer();
  const odd = fc.oneof(
    fc.constantFrom(null, true, '', 'x'.repeat(5_000), '\u202egnp.exe', -1, 1e308, 3.5, Number.MAX_SAFE_INTEGER),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(), odd), { minLength: 1, maxLength: 12 }), (changes) => {
      const copy = JSON.parse(JSON.stringify(events)) as Record<string, unknown>[];
      for (const [at, key, value] of changes) changeField(copy[at % copy.length]!, key, value);
      // The outer envelope is what reading a file checks.
      const readable = copy.filter(({ atMs, kind }) => typeof kind === 'string' && typeof atMs === 'number');
      const digest = digestOf(readable as unknown as readonly SessionEvent[]);
      const reading = digestSchema.safeParse(JSON.parse(JSON.stringify(digest)));
      assert.equal(reading.success, true, reading.error?.message);
    }),
    { numRuns: 60 },
  );
});

/** Replaces some field of an event, at any depth. */
function changeField(target: Record<string, unknown>, key: number, value: unknown): void {
  const keys = Object.keys(target);
  const name = keys[key % keys.length];
  if (name === undefined) return;
  const inner = target[name];
  if (typeof inner === 'object' && inner !== null && key % 3 !== 0) {
    changeField(inner as Record<string, unknown>, Math.floor(key / keys.length), value);
  } else target[name] = value;
}

test('servers and streams are told by least, mean and most, and what none told is not there', () => {
  const digest = digestOf(searchWithAnswer());
  const [server] = digest.servers;
  assert.equal(server?.name, 'this-machine');
  assert.deepEqual(
    server?.series.map(({ name }) => name),
    ['cpuPercent', 'memoryUsedBytes', 'load1'],
  );
  const cpu = server!.series[0]!;
  assert.ok(cpu.min <= cpu.mean && cpu.mean <= cpu.max);
  assert.equal(digest.streams.length, 2);
  assert.equal(digest.streams[1]?.circuit, 'open');
  assert.equal(digest.streams[1]?.opened, 1);
  assert.ok(digest.events.some(({ text }) => text.includes('worker-2: closed to open')));
});

test('a flood of servers and streams is bounded, and what was left out is said', () => {
  const events = Array.from({ length: 600 }, (_, at): SessionEvent => {
    const nothing = {
      cpuPercent: 1,
      cores: 1,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      load1: null,
      rttMs: null,
    };
    return { atMs: at, kind: 'server/sample', sample: { server: `s${at}`, ...nothing } };
  });
  const digest = digestOf(events);
  assert.equal(digest.servers.length, 256);
  assert.match(digest.remarks.join(), /344 servers had no room/);
});
