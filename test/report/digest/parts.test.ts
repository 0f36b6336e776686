import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { latencyDigest } from '../../../source/report/digest/latency-digest.js';
import { createNumberTable } from '../../../source/report/digest/number-table.js';
import { createRateRows } from '../../../source/report/digest/rate-rows.js';
import { withoutLogin } from '../../../source/report/digest/sound-head.js';
import { soundInterval } from '../../../source/report/digest/sound-interval.js';
import { createRandom } from '../../../source/time/random.js';
import { interval, latencies } from '../../store/helpers/scripted-session.js';

test('a series keeps least, mean and most exactly, however often its slots have doubled', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5_000_000), fc.integer({ min: -1000, max: 1000 })), { minLength: 1, maxLength: 200 }),
      (readings) => {
        const table = createNumberTable([['x', 'number']], 8);
        for (const [atMs, value] of readings) table.add(0, atMs, value);
        const [told] = table.toSeries();
        const values = readings.map(([, value]) => value);
        assert.equal(told?.count, values.length);
        assert.equal(told?.min, Math.min(...values));
        assert.equal(told?.max, Math.max(...values));
        assert.ok(Math.abs(told!.mean - values.reduce((a, b) => a + b) / values.length) < 0.001);
        assert.ok(told!.slots.length <= 8);
        for (const [startMs, min, , max] of told!.slots) {
          const own: readonly (readonly [number, number])[] = readings.filter(
            ([atMs]) => Math.floor(atMs / told!.slotMs) * told!.slotMs === startMs,
          );
          assert.equal(min, Math.min(...own.map(([, value]) => value)));
          assert.equal(max, Math.max(...own.map(([, value]) => value)));
        }
      },
    ),
  );
});

test('a ramp through a thousand rates becomes a table of forty rows at most, and no request is lost', () => {
  const random = createRandom(5);
  const rows = createRateRows();
  let due = 0;
  for (let second = 0; second < 1000; second++) {
    const one = { ...interval(second * 1000, 10 + second, 5000, random), phase: 'measure' };
    const sound = soundInterval(one) ?? assert.fail('the interval is sound');
    due += sound.due;
    rows.add(sound);
  }
  const table = rows.toRows(null);
  assert.ok(table.length > 10 && table.length <= 40, String(table.length));
  assert.equal(
    table.reduce((sum, { requests }) => sum + requests, 0),
    due,
  );
  for (const [at, { perSecond }] of table.entries()) assert.ok(at === 0 || perSecond > table[at - 1]!.perSecond);
});

test('what warms up or recovers is in no row, and each configuration has rows of its own', () => {
  const random = createRandom(5);
  const rows = createRateRows();
  const add = (phase: string, perSecond: number): void => {
    rows.add(soundInterval({ ...interval(0, perSecond, 5000, random), phase }) ?? assert.fail('sound'));
  };
  add('warm-up 100/s', 100);
  rows.begin('fibonacci 20');
  add('ramp 200/s', 200);
  add('recover 100/s', 100);
  rows.begin('fibonacci 19');
  add('ramp 200/s', 200);
  assert.deepEqual(
    rows.toRows(null).map(({ configuration, perSecond }) => [configuration, perSecond]),
    [
      ['fibonacci 20', 200],
      ['fibonacci 19', 200],
    ],
  );
});

test('an interval of a percentile covers the truth 19 times of 20 where seconds are alike, and is wider where they differ', () => {
  const random = createRandom(11);
  let covered = 0;
  const truth = 10 * Math.exp(0.45 * 1.281552);
  for (let turn = 0; turn < 200; turn++) {
    const histogram = latencies(400, 10, 0.45, random);
    const [low, high] = latencyDigest(histogram, []).intervals95.p90 ?? assert.fail('there is enough');
    if (low <= truth && truth <= high) covered++;
  }
  assert.ok(covered >= 180, `${covered} of 200`);
  const whole = latencies(1000, 10, 0.45, random);
  const { count, sumUs } = whole;
  const alike = Array.from({ length: 10 }, () => ({ count: count / 10, sumUs: sumUs / 10 }));
  const unlike = alike.map((batch, at) => ({ ...batch, sumUs: batch.sumUs * (at % 2 === 0 ? 0.7 : 1.3) }));
  const width = (batches: typeof alike): number => {
    const [low, high] = latencyDigest(whole, batches).intervals95.p50 ?? assert.fail('there is enough');
    return high - low;
  };
  assert.ok(width(unlike) > 2 * width(alike));
});

test('a password in a URL is left out', () => {
  assert.equal(withoutLogin('http://me:secret@host/x'), 'http://me@host/x');
  assert.equal(withoutLogin('ssh://me@host:22'), 'ssh://me@host:22');
  assert.equal(withoutLogin('http://host:8080/a:b@c'), 'http://host:8080/a:b@c');
});
