import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Metric, Moment } from '../../../source/publish/metrics/metric.js';
import { packLines } from '../../../source/publish/push/datagrams.js';
import { influxLines } from '../../../source/publish/push/influx-lines.js';
import { createStatsdLines } from '../../../source/publish/push/statsd-lines.js';
import { searchEvents } from '../../store/helpers/scripted-session.js';
import { histogram, momentOf } from '../helpers/moment-of.js';

const counter = { name: 'plimsoll_settled', kind: 'counter', help: '', unit: null } as const;
const gauge = { name: 'plimsoll_depth', kind: 'gauge', help: '', unit: null } as const;
const latency = { name: 'plimsoll_time_seconds', kind: 'histogram', help: '', unit: 'seconds' } as const;

function moment(...metrics: readonly Metric[]): Moment {
  return { atMs: 1_700_000_000_000, startedAtMs: 0, session: 's1', metrics };
}

const settled = (value: number): Metric => ({
  family: counter,
  points: [{ kind: 'number', labels: [['outcome', 'ok']], value }],
});
const depth = (value: number, stream = 'a'): Metric => ({
  family: gauge,
  points: [{ kind: 'number', labels: [['stream', stream]], value }],
});
const times = (...ms: readonly number[]): Metric => ({
  family: latency,
  points: [{ kind: 'histogram', labels: [], data: histogram(...ms) }],
});

test('StatsD is told what came since the last time, gauges as they stand', () => {
  const lines = createStatsdLines(false);
  assert.deepEqual(lines(moment(settled(5), depth(2))), ['plimsoll.settled.ok:5|c', 'plimsoll.depth.a:2|g']);
  assert.deepEqual(lines(moment(settled(8), depth(2))), ['plimsoll.settled.ok:3|c', 'plimsoll.depth.a:2|g']);
  assert.deepEqual(lines(moment(settled(8))), []);
});

test('a gauge below zero is set, and not lowered by as much', () => {
  assert.deepEqual(createStatsdLines(false)(moment(depth(-3))), ['plimsoll.depth.a:0|g', 'plimsoll.depth.a:-3|g']);
});

test('very small numbers are written without an exponent', () => {
  assert.deepEqual(createStatsdLines(false)(moment(depth(1e-7))), ['plimsoll.depth.a:0.000000100000|g']);
});

test('quantiles are of what came since the last time', () => {
  const lines = createStatsdLines(false);
  assert.equal(lines(moment(times(1, 1, 1)))[0], 'plimsoll.time_seconds.p50:0.001|g');
  const [median] = lines(moment(times(1, 1, 1, 100, 100, 100)));
  assert.ok(Math.abs(Number(median?.split(/[:|]/)[1]) - 0.1) < 0.001, median);
  assert.deepEqual(lines(moment(times(1, 1, 1, 100, 100, 100))), []);
});

test('labels become tags where they are wanted, and can end nothing', () => {
  const [line] = createStatsdLines(true)(moment(depth(1, 'a|b,c\n#d')));
  assert.equal(line, 'plimsoll.depth:1|g|#stream:a_b_c__d,session:s1');
  const [plain] = createStatsdLines(false)(moment(depth(1, 'a.b:c|d\ne')));
  assert.equal(plain, 'plimsoll.depth.a_b_c_d_e:1|g');
});

test('datagrams hold as many whole lines as go through every network', () => {
  const text = fc.array(fc.string({ minLength: 1, maxLength: 1600, unit: fc.constantFrom('a', 'é') }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(text, (lines) => {
      const packed = packLines(lines);
      assert.deepEqual(
        packed.flatMap((one) => one.split('\n')),
        lines,
      );
      for (const one of packed) assert.ok(Buffer.byteLength(one) <= 1400 || !one.includes('\n'));
    }),
  );
});

test('Influx lines have the name, tags, fields and time of each series', () => {
  assert.equal(
    influxLines(moment(settled(5))),
    'plimsoll_settled_total,outcome=ok,session=s1 value=5 1700000000000000000\n',
  );
  const text = influxLines(moment(times(10, 10)));
  assert.match(text, /^plimsoll_time_seconds,session=s1 count=2,sum=0\.02,mean=0\.01,p50=[\d.]+,p90=.*,max=0\.01 17/);
});

test('of a histogram with nothing in it no time is told, for none is known', () => {
  const text = influxLines(moment(times()));
  assert.match(text, /^plimsoll_time_seconds,session=s1 count=0,sum=0 17\d+\n$/);
});

test('a tag can end neither itself nor its line', () => {
  assert.equal(
    influxLines(moment(depth(1, 'a b,c=d\\'))),
    'plimsoll_depth,stream=a\\ b\\,c\\=d/,session=s1 value=1 1700000000000000000\n',
  );
  assert.equal(influxLines(moment(depth(1, 'a\nb'))).split('\n').length, 2);
  assert.doesNotMatch(influxLines(moment(depth(1, ''))), /stream/);
});

test('every line of a real session is one', () => {
  const real = momentOf(searchEvents());
  for (const line of influxLines(real).trimEnd().split('\n')) {
    assert.match(
      line,
      /^[a-zA-Z0-9_]+(,[a-z]+=(\\.|[^\\ ,=])+)+ [a-z0-9]+=-?[\d.e+-]+(,[a-z0-9]+=-?[\d.e+-]+)* \d{19}$/,
    );
  }
  for (const line of createStatsdLines(false)(real))
    assert.match(line, /^(plimsoll|node)\.[\w.-]+:-?\d+(\.\d+)?\|[cg]$/);
  for (const line of createStatsdLines(true)(real)) {
    assert.match(line, /^(plimsoll|node)\.[\w.]+:-?\d+(\.\d+)?\|[cg]\|#([a-z]+:[^|,#]*,)*session:scripted$/);
  }
});
