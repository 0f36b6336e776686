import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asOfEnd, driftPerMinute } from '../../../source/engine/discovery/drift.js';
import { windowsOf } from '../../helpers/simulated-window.js';

/** A sample a minute, whose CPU cost changes by a share each time and is known within a thousandth or so. */
function samplesOf(changePerMinute: number, count = 8) {
  return Array.from({ length: count }, (_, minute) => {
    const perSecond = 500 + 10 * (minute % 3);
    const cost = 0.001 * (1 + changePerMinute * minute) * (1 + 0.001 * ((minute * 7) % 5));
    const windows = windowsOf(10, { cpuRatio: cost * perSecond }).map((window, second) => ({
      ...window,
      startMs: (60 * minute + second) * 1000,
    }));
    return { perSecond, windows };
  });
}

test('a cost that grows from minute to minute is a drift', () => {
  const drift = driftPerMinute(samplesOf(0.02));
  assert.ok(drift !== null && Math.abs(drift - 0.0187) < 0.002, `${drift}`);
});

test('a steady cost, a small change or too few samples are none', () => {
  assert.equal(driftPerMinute(samplesOf(0)), null);
  assert.equal(driftPerMinute(samplesOf(0.002)), null);
  assert.equal(driftPerMinute(samplesOf(0.02, 5)), null);
  assert.equal(driftPerMinute(samplesOf(0.02).map(({ perSecond }) => ({ perSecond, windows: windowsOf(10) }))), null);
});

test('as of the end an early rate counts as less, since the target carried more then', () => {
  const samples = samplesOf(0.02);
  const adjusted = asOfEnd(samples, -0.02);
  assert.ok(adjusted[0]!.perSecond > samples[0]!.perSecond);
  const grown = asOfEnd(samples, 0.02);
  assert.ok(Math.abs(grown[0]!.perSecond / (500 * Math.exp(-0.02 * 7.15)) - 1) < 1e-9);
  assert.ok(grown.at(-1)!.perSecond / samples.at(-1)!.perSecond > 0.99);
});
