import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings } from '../../../source/config/bindings.js';
import { paneIds } from '../../../source/model/screen.js';
import { createKeymap, standardKeymap } from '../../../source/ui/keys/keymap.js';

const { actionFor, missedLoadKey } = standardKeymap;

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

test('every pane has a digit, in order, the tenth the zero', () => {
  paneIds.forEach((pane, index) => {
    assert.equal(actionFor(String((index + 1) % 10)), `zoom-${pane}`);
  });
});

test('knows which load key a lower-case letter was meant for', () => {
  assert.equal(missedLoadKey('x')?.action, 'stop');
  assert.equal(missedLoadKey('w'), null);
  assert.equal(missedLoadKey('X'), null);
  assert.equal(missedLoadKey('escape'), null);
});

test('an action can have other keys, and its old ones are free then', () => {
  const keymap = createKeymap({ freeze: ['f'], stop: ['Q'], copy: [] });
  assert.deepEqual(
    ['f', 'space', 'Q', 'X', 'q', 'y'].map((stroke) => keymap.actionFor(stroke)),
    ['freeze', null, 'stop', null, 'quit', null],
  );
  assert.equal(keymap.bindings.find(({ action }) => action === 'freeze')?.label, 'f');
});
