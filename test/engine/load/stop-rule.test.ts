import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anyOf,
  countReached,
  durationReached,
  errorShareOver,
  heldFor,
  inFlightOver,
  latencyOver,
  nothingAnswered,
  type StopRule,
  serverCpuOver,
  type Tick,
} from '../../../source/engine/load/stop-rule.js';
import { createHistogramRecorder } from '../../../source/measure/histogram-recorder.js';
import { emptyHistogram, type HistogramData } from '../../../source/model/histogram.js';
import { noOutcomes } from '../../../source/model/outcome.js';

/** `count` answers of `ms` each. */
function answers(count: number, ms: number): HistogramData {
  const recorder = createHistogramRecorder();
  for (let index = 0; index < count; index++) recorder.record(ms * 1000);
  return recorder.toData();
}

type Second = Partial<Tick> & { readonly ok?: number; readonly bad?: number; readonly ms?: number };

/** What a rule says at the end of each of these seconds. */
function told(rule: StopRule, seconds: readonly Second[]): readonly string[] {
  return seconds.map(({ ok = 0, bad = 0, ms = 10, ...change }, index) => {
    return rule({
      atMs: 500 + (index + 1) * 1000,
      durationMs: 1000,
      elapsedMs: (index + 1) * 1000,
      outcomes: { ...noOutcomes, ok, timeout: bad },
      responseTime: ok === 0 ? emptyHistogram : answers(ok, ms),
      sendLagP99Ms: 1,
      measured: 0,
      inFlight: 0,
      cpu: [],
      ...change,
    }).kind;
  });
}

const go = 'proceed';

test('the share of errors is that of the whole span, once it has passed', () => {
  const rule = errorShareOver(0.5, 3_000, 20);
  assert.deepEqual(told(rule, [{ ok: 10, bad: 90 }, { bad: 100 }, { ok: 100 }, { ok: 300 }]), [go, go, 'fail', go]);
  // A single bad second among good ones is below half of the three.
  assert.deepEqual(told(errorShareOver(0.5, 3_000), [{ ok: 50 }, { bad: 60 }, { ok: 50 }]), [go, go, go]);
});

test('a share of too few arrivals says nothing', () => {
  assert.deepEqual(told(errorShareOver(0.5, 1_000, 20), [{ bad: 19 }, { bad: 20 }]), [go, 'fail']);
  assert.deepEqual(told(errorShareOver(0.5, 1_000), [{}, { bad: 1 }]), [go, 'fail']);
});

test('exactly the share is not above it', () => {
  assert.deepEqual(
    told(errorShareOver(0.2, 1_000), [
      { ok: 80, bad: 20 },
      { ok: 79, bad: 21 },
    ]),
    [go, 'fail'],
  );
});

test('seconds that come late or early still fill a span', () => {
  const rule = errorShareOver(0.5, 3_000);
  const ends = [1_000, 2_060, 3_000, 4_003, 5_003];
  const said = ends.map((atMs, index) => {
    const durationMs = atMs - (ends[index - 1] ?? 0);
    return rule({ ...tick, atMs, durationMs, outcomes: { ...noOutcomes, badStatus: 10 } }).kind;
  });
  assert.deepEqual(said, [go, go, 'fail', 'fail', 'fail']);
});

const tick: Tick = {
  atMs: 0,
  durationMs: 1000,
  elapsedMs: 0,
  outcomes: noOutcomes,
  responseTime: emptyHistogram,
  sendLagP99Ms: 1,
  measured: 0,
  inFlight: 0,
  cpu: [],
};

test('a latency quantile is that of all that ended in the span, the unanswered slower than anything', () => {
  const rule = (): StopRule => latencyOver('p90', 100, 2_000);
  assert.deepEqual(
    told(rule(), [
      { ok: 100, ms: 90 },
      { ok: 100, ms: 99 },
    ]),
    [go, go],
  );
  // 30 of 200 are above: more than a tenth.
  assert.deepEqual(
    told(rule(), [
      { ok: 170, ms: 50 },
      { ok: 30, ms: 200 },
    ]),
    [go, 'fail'],
  );
  assert.deepEqual(told(rule(), [{ ok: 170, ms: 50 }, { bad: 30 }]), [go, 'fail']);
  assert.deepEqual(told(rule(), [{ ok: 190, ms: 50 }, { bad: 10 }]), [go, go]);
  assert.deepEqual(told(rule(), [{}, {}]), [go, go]);
});

test('a mean is that of the answers alone', () => {
  const rule = latencyOver('mean', 100, 1_000);
  assert.deepEqual(told(rule, [{ ok: 10, bad: 90, ms: 50 }, { bad: 100 }, { ok: 10, ms: 150 }]), [go, go, 'fail']);
});

test('in flight, count and duration are compared at once', () => {
  const level = inFlightOver(500);
  assert.equal(level({ atMs: 0, inFlight: 500 }).kind, go);
  assert.equal(level({ atMs: 0, inFlight: 501 }).kind, 'fail');
  assert.deepEqual(told(countReached(100), [{ measured: 99 }, { measured: 100 }]), [go, 'finish']);
  assert.deepEqual(told(durationReached(3_000), [{}, {}, {}]), [go, go, 'finish']);
});

test('a busy server is named, and the generator’s own machine counts only where it is meant to', () => {
  const cpu = [
    { server: 'here', ratio: 0.99, isGenerator: true },
    { server: 'api', ratio: 0.5, isGenerator: false },
  ];
  assert.deepEqual(serverCpuOver(0.95)({ ...tick, cpu }), { kind: 'fail', reason: 'here used 99 % of its CPU' });
  assert.equal(serverCpuOver(0.95, 'not-generator')({ ...tick, cpu }).kind, go);
  assert.equal(serverCpuOver(0.4, 'not-generator')({ ...tick, cpu }).kind, 'fail');
  assert.equal(serverCpuOver(0.4)(tick).kind, go);
});

test('what must hold for a time begins anew whenever it does not', () => {
  const rule = heldFor(inFlightOver(5), 300);
  const said = [6, 7, 6, 5, 9, 9, 9, 9, 9].map((inFlight, index) => rule({ atMs: index * 100, inFlight }).kind);
  assert.deepEqual(said, [go, go, go, go, go, go, go, 'fail', 'fail']);
});

test('a standstill is many in flight and not one good answer, all through the span', () => {
  const rule = (): StopRule => nothingAnswered(3_000, 50);
  const still: Second = { inFlight: 50 };
  assert.deepEqual(told(rule(), [still, still, still]), [go, go, 'fail']);
  assert.deepEqual(told(rule(), [still, { ...still, ok: 1 }, still, still, still]), [go, go, go, go, 'fail']);
  assert.deepEqual(told(rule(), [still, still, { inFlight: 49 }, still]), [go, go, go, go]);
  assert.deepEqual(told(rule(), [still, { ...still, bad: 9 }, still]), [go, go, 'fail']);
});

test('of several rules the first that does not proceed speaks, and every one sees every tick', () => {
  const asked: number[] = [];
  const counting =
    (number: number, rule: StopRule): StopRule =>
    (given) => {
      asked.push(number);
      return rule(given);
    };
  const rule = anyOf([counting(1, countReached(5)), counting(2, errorShareOver(0.5, 1_000))]);
  assert.deepEqual(told(rule, [{ ok: 1 }, { bad: 1 }, { bad: 1, measured: 5 }]), [go, 'fail', 'finish']);
  assert.deepEqual(asked, [1, 2, 1, 2, 1, 2]);
  assert.equal(anyOf([])(tick).kind, go);
});
