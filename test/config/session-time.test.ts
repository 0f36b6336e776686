import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReplaySpeed } from '../../source/config/replay-speed.js';
import { readSessionTime } from '../../source/config/session-time.js';

test('times of a session are read as clocks, as spans, and as steps', () => {
  const read = (text: unknown): unknown => {
    const reading = readSessionTime(text);
    return reading.kind === 'ok' ? reading.value : reading.faults[0]?.message;
  };
  assert.deepEqual(read('12:30'), { kind: 'at', ms: 750_000 });
  assert.deepEqual(read('1:04:30'), { kind: 'at', ms: 3_870_000 });
  assert.deepEqual(read('90s'), { kind: 'at', ms: 90_000 });
  assert.deepEqual(read('-5m'), { kind: 'by', ms: -300_000 });
  assert.deepEqual(read('+250ms'), { kind: 'by', ms: 250 });
  assert.deepEqual(read('0'), { kind: 'at', ms: 0 });
  assert.deepEqual(read('130:00'), { kind: 'at', ms: 7_800_000 });
  for (const wrong of ['', 'soon', '99:99', '12:60', '1:60:00', '1:130:00', '1:2', '5', '--5m', '99999999s', 12]) {
    assert.match(String(read(wrong)), /expected a time such as 12:30, 90s or -5m, got/);
  }
});

test('speeds of a replay are those that there are', () => {
  for (const [text, speed] of [
    ['4', 4],
    ['0.25x', 0.25],
    [64, 64],
  ] as const) {
    assert.deepEqual(readReplaySpeed(text), { kind: 'ok', value: speed });
  }
  for (const wrong of ['3', '', 'x', 128, null]) assert.equal(readReplaySpeed(wrong).kind, 'faulty');
});
