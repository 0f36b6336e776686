import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import { judgeValidity } from '../../source/measure/validity.js';
import type { HistogramData } from '../../source/model/histogram.js';
import type { LoadTotals } from '../../source/model/load.js';
import { noOutcomes } from '../../source/model/outcome.js';

function histogram(count: number, milliseconds: number): HistogramData {
  const recorder = createHistogramRecorder();
  for (let n = 0; n < count; n++) recorder.record(milliseconds * 1000);
  return recorder.toData();
}

/** 10 s at 200/s, each answered after 50 ms: 10 in flight. */
const good: LoadTotals = {
  durationMs: 10_000,
  intended: 2_000,
  sent: 2_000,
  outcomes: { ...noOutcomes, ok: 2_000 },
  unsentByGenerator: 0,
  responseTime: histogram(2_000, 51),
  serviceTime: histogram(2_000, 50),
  sendLag: histogram(2_000, 1),
  meanInFlight: 10,
  generatorCpuRatio: 0.2,
  generatorLoopDelayP99Ms: 1.2,
};
const facts = { limitsMs: [75], inFlightLimit: 10_000 };

test('a measurement within all of the generator’s limits is valid without a word', () => {
  assert.deepEqual(judgeValidity(good, facts), { valid: true, reasons: [] });
});

const faults: readonly (readonly [name: string, change: Partial<LoadTotals>, reason: RegExp])[] = [
  ['late sending', { sendLag: histogram(2_000, 9) }, /sent late.* 9\.0 ms.* 7\.5 ms/],
  ['a busy generator', { generatorCpuRatio: 0.93 }, /CPU limit.*93\.0 %.*90\.0 %/],
  ['a late event loop', { generatorLoopDelayP99Ms: 12 }, /event loop was late.*12\.0 ms/],
  [
    'arrivals that the generator did not send',
    { sent: 1_900, outcomes: { ...noOutcomes, ok: 1_900, unsent: 100 }, unsentByGenerator: 100 },
    /did not send 100 of 2,000 arrivals \(5\.0 %\)/,
  ],
  ['requests lost from its own count', { meanInFlight: 10.5 }, /Little's law.*4\.8 %/],
];

for (const [name, change, reason] of faults) {
  test(`${name} makes a measurement invalid, and the reason names it`, () => {
    const { valid, reasons } = judgeValidity({ ...good, ...change }, facts);
    assert.equal(valid, false);
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, reason);
    assert.match(reasons[0]!, /^The generator.*\.$/);
  });
}

test('arrivals over the in-flight limit are the target’s doing: valid, with the reason', () => {
  const stuck: LoadTotals = { ...good, sent: 1_000, outcomes: { ...noOutcomes, ok: 1_000, unsent: 1_000 } };
  const { valid, reasons } = judgeValidity(stuck, facts);
  assert.equal(valid, true);
  assert.match(reasons[0]!, /1,000 of 2,000 arrivals \(50\.0 %\) were not sent because .*at most 10,000 in flight/);
});

test('a generator that was late itself does not blame the target for what was not sent', () => {
  const stuck: LoadTotals = { ...good, sent: 1_000, outcomes: { ...noOutcomes, ok: 1_000, unsent: 1_000 } };
  for (const own of [
    { sendLag: histogram(2_000, 3_000) },
    { generatorCpuRatio: 0.99 },
    { generatorLoopDelayP99Ms: 40 },
  ]) {
    const { valid, reasons } = judgeValidity({ ...stuck, ...own }, facts);
    assert.equal(valid, false);
    assert.match(reasons[0]!, /^The generator/);
    assert.match(reasons[1]!, /1,000 of 2,000 arrivals .* says nothing of the target\.$/);
    assert.doesNotMatch(reasons.join(' '), /waiting for the target/);
  }
});

test('a time in which no arrival was due measured nothing, which is not valid', () => {
  const empty = { intended: 0, sent: 0, outcomes: noOutcomes };
  assert.deepEqual(judgeValidity({ ...good, ...empty }, facts), {
    valid: false,
    reasons: ['Nothing was measured: no arrival was due in the measured time.'],
  });
});

test('a late loop of 4 ms passes where the tightest limit is far, or missing', () => {
  const late = { ...good, sendLag: histogram(2_000, 4) };
  assert.equal(judgeValidity(late, { limitsMs: [], inFlightLimit: 1 }).valid, true);
  assert.equal(judgeValidity(late, { limitsMs: [10, 500], inFlightLimit: 1 }).valid, true);
});

test('Little’s law is not judged on few requests, on short runs, or where some requests had no answer', () => {
  const odd = { meanInFlight: 20 };
  assert.equal(judgeValidity({ ...good, ...odd, durationMs: 4_000 }, facts).valid, true);
  const few = { sent: 900, intended: 900, serviceTime: histogram(900, 50) };
  assert.equal(judgeValidity({ ...good, ...odd, ...few }, facts).valid, true);
  assert.equal(judgeValidity({ ...good, ...odd, sent: 2_001 }, facts).valid, true);
  assert.equal(judgeValidity({ ...good, ...odd }, facts).valid, false);
});
