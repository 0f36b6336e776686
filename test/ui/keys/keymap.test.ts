import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings } from '../../../source/ui/keys/bindings.js';
import { createKeymap, standardKeymap } from '../../../source/ui/keys/keymap.js';
import { paneIds } from '../../../source/ui/layout.js';

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
  const reading = createKeymap({ freeze: ['f'], stop: ['Q'] });
  assert.equal(reading.kind, 'ok');
  if (reading.kind !== 'ok') return;
  const { keymap } = reading;
  assert.deepEqual(
    ['f', 'space', 'Q', 'X', 'q'].map((stroke) => keymap.actionFor(stroke)),
    ['freeze', null, 'stop', null, 'quit'],
  );
  assert.equal(keymap.bindings.find(({ action }) => action === 'freeze')?.label, 'f');
});

test('refuses keys that would be dangerous or ambiguous, all of them at once and in sentences', () => {
  const reading = createKeymap({
    stop: ['x'],
    help: ['q'],
    nonsense: ['f'],
    freeze: ['ctrl-c'],
    mark: ['ctrl-b'],
    copy: [''],
  });
  assert.deepEqual(reading, {
    kind: 'problems',
    problems: [
      'stop changes the load: expected an upper-case letter or a symbol, got x',
      'expected the name of an action, got nonsense: the help names them all',
      'ctrl-c always quits: it can mean nothing else',
      'ctrl-b is taken by terminals and multiplexers: choose another key for mark',
      'expected a key for copy, got none',
      'q would mean both help and quit: give one of them another key',
      'ctrl-c would mean both freeze and interrupt: give one of them another key',
    ],
  });
});
