import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PaneId, paneIds } from '../../../source/model/screen.js';
import { press } from '../../../source/ui/keys/press.js';
import { initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { factsOfRun } from '../helpers/facts.js';

const facts = factsOfRun({ runState: 'idle', ratePerSecond: null, nowMs: 0, range: null });

function after(strokes: readonly string[], panes: readonly PaneId[] = paneIds): ScreenState {
  return strokes.reduce((screen, stroke) => press(screen, stroke, { ...facts, panes }).screen, initialScreen);
}

test('a pane gone to can be hidden, is not gone to any more, and esc shows it again', () => {
  const hidden = after(['tab', 'd']);
  assert.deepEqual([hidden.hidden, hidden.focus], [['load'], null]);
  assert.equal(after(['tab', 'd', 'tab']).focus, 'latency');
  assert.deepEqual(after(['tab', 'd', 'escape']).hidden, []);
  assert.match(after(['d']).notice?.text ?? '', /no pane is gone to/);
});

test('the last pane stays', () => {
  const only = after(['tab', 'd'], ['events']);
  assert.deepEqual([only.hidden, only.notice?.text], [[], 'the last pane stays']);
});

test('v goes round the presets, and tab walks only through the panes of one', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((times) => after(Array.from({ length: times }, () => 'v')).preset),
    ['latency', 'search', 'servers', 'run', 'all'],
  );
  assert.equal(after(['v', 'tab', 'tab', 'tab']).focus, 'heatmap');
});

test('scrolling never goes above the newest line, and esc goes back to it', () => {
  assert.equal(after(['down', 'down', 'up', 'up', 'up', 'page-down']).settings.skipped.events, 10);
  assert.equal(after(['page-down', 'k']).settings.skipped.events, 9);
  assert.deepEqual(after(['page-down', 'escape']).settings.skipped, {});
});

test('columns, order, theme and glyphs change step by step and say what they are now', () => {
  assert.equal(after([']', ']', '[']).settings.columnSeconds, 2);
  assert.equal(after(['[']).settings.columnSeconds, 1);
  assert.equal(after([']', ']', ']', ']', ']']).settings.columnSeconds, 10);
  assert.equal(after(['o', 'o']).settings.serverOrder, 'cpu');
  assert.equal(after(['i']).settings.isReversed, true);
  assert.equal(after(['t']).notice?.text, 'theme okabe-ito');
  assert.equal(after(['g']).glyphs, 'braille');
});
