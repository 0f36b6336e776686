import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts } from '../../../source/ui/keys/facts.js';
import { press } from '../../../source/ui/keys/press.js';
import { initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { factsOfRun } from '../helpers/facts.js';

const facts = factsOfRun({
  nowMs: 60_400,
  range: { fromMs: 10_000, toMs: 60_400 },
  moments: [
    { atMs: 20_000.5, kind: 'alert', severity: 'warning', text: 'first' },
    { atMs: 40_000, kind: 'mark', severity: 'info', text: 'second' },
  ],
});

function after(strokes: readonly string[], given: Facts = facts, from: ScreenState = initialScreen): ScreenState {
  return strokes.reduce((screen, stroke) => press(screen, stroke, given).screen, from);
}

test('arrows walk back from a live run by whole seconds, and space goes back to live', () => {
  assert.deepEqual(
    [after(['left']), after(['left', 'left']), after(['left', 'left', 'right'])].map(({ frozen, atMs }) => [
      frozen,
      atMs,
    ]),
    [
      [true, 59_000],
      [true, 58_000],
      [true, 59_000],
    ],
  );
  assert.equal(after(['shift-left']).atMs, 30_000);
  assert.deepEqual([after(['left', 'space']).frozen, after(['left', 'space']).atMs], [false, null]);
  assert.deepEqual([after(['left', 'end']).frozen, after(['home']).atMs], [false, 10_000]);
});

test('nobody walks beyond what is kept, and is told so', () => {
  const early = after(['home', 'left']);
  assert.equal(early.atMs, 10_000);
  assert.equal(early.notice?.text, 'nothing is kept from before 00:10');
  assert.equal(after(['left', 'shift-right']).atMs, 60_400);
  const without = after(['left'], { ...facts, range: null });
  assert.equal(without.frozen, false);
  assert.match(without.notice?.text ?? '', /nothing is kept of the past/);
});

test('space freezes where the display stands, and arrows go on from there', () => {
  const frozen = after(['space']);
  assert.deepEqual([frozen.frozen, frozen.atMs], [true, null]);
  assert.equal(after(['space', 'left']).atMs, 59_000);
});

test('b goes back from alert to mark to alert, n forward, and each says what it was', () => {
  const back = after(['b']);
  assert.deepEqual([back.atMs, back.notice?.text], [40_000, 'second']);
  const twice = after(['b', 'b']);
  assert.deepEqual([twice.atMs, twice.notice?.text], [20_001, 'first']);
  assert.equal(after(['b', 'b', 'b']).notice?.text, 'no alert or mark before this');
  assert.equal(after(['b', 'b', 'n']).atMs, 40_000);
  assert.equal(after(['n']).notice?.text, 'no later alert or mark');
});
