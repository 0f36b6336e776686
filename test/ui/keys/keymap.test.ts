import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionFor, bindings, missedLoadKey } from '../../../source/ui/keys/keymap.js';
import { paneIds } from '../../../source/ui/layout.js';

test('no stroke has two meanings', () => {
  const strokes = bindings.flatMap((binding) => binding.strokes);
  assert.equal(new Set(strokes).size, strokes.length);
});

test('what changes the load is upper case or a symbol, what changes the view is not', () => {
  for (const { group, strokes } of bindings) {
    for (const stroke of strokes.filter((one) => one.length === 1)) {
      assert.equal(/[a-z]/.test(stroke) && group === 'load', false, stroke);
      assert.equal(/[A-Z]/.test(stroke) && group !== 'load', false, stroke);
    }
  }
});

test('leaves the keys of tmux, zellij and flow control alone', () => {
  for (const letter of 'abgnopqst') assert.equal(actionFor(`ctrl-${letter}`), null);
});

test('every pane has a digit, in order', () => {
  paneIds.forEach((pane, index) => {
    assert.equal(actionFor(String(index + 1)), `zoom-${pane}`);
  });
});

test('knows which load key a lower-case letter was meant for', () => {
  assert.equal(missedLoadKey('x')?.action, 'stop');
  assert.equal(missedLoadKey('w'), null);
  assert.equal(missedLoadKey('X'), null);
  assert.equal(missedLoadKey('escape'), null);
});
