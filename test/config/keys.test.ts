import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKeys } from '../../source/config/keys.js';

/** Each fault as `action: message (hint)`. */
function faultsOf(raw: unknown): readonly string[] {
  const reading = readKeys(raw);
  if (reading.kind === 'ok') return [];
  return reading.faults.map(
    ({ path, message, hint }) => `${path.join('.')}: ${message}${hint === null ? '' : ` (${hint})`}`,
  );
}

test('one key or several stand for an action, by its name', () => {
  const reading = readKeys({ freeze: 'f', stop: ['X', 'f10'], mark: 'é', copy: [] });
  assert.equal(reading.kind, 'ok');
  if (reading.kind !== 'ok') return;
  assert.deepEqual(reading.value, { freeze: ['f'], stop: ['X', 'f10'], mark: ['é'], copy: [] });
});

test('keys may change places', () => {
  assert.deepEqual(faultsOf({ mark: 'd', hide: 'm' }), []);
});

test('refuses what would be dangerous, ambiguous or no key, all of it at once and in sentences', () => {
  assert.deepEqual(
    faultsOf({
      stop: 'x',
      help: 'q',
      freez: 'f',
      xyzzyx: 'f',
      freeze: 'ctrl-c',
      mark: 'ctrl-b',
      copy: '',
      zoom: 'Retrun',
      theme: 'esc',
      redraw: 'ctrl-R',
      mouse: 5,
      interrupt: 'Q',
    }),
    [
      'stop: expected an upper-case letter or a symbol for stop, which changes the load, got x (no slip of a finger must change the load)',
      'freez: expected the name of an action, got "freez" (did you mean freeze?)',
      'xyzzyx: expected the name of an action, got "xyzzyx" (plimsoll shows them all at ?, and the reference under Keys)',
      'freeze: expected another key than ctrl-c for freeze, for that always quits',
      'mark: expected a key that reaches the program for mark, got ctrl-b (terminals and multiplexers take it)',
      'copy: expected a key for copy, got an empty text (one character, ctrl- and a letter, or a name such as space, f5 or page-up)',
      'zoom: expected a key for zoom, got "Retrun" (one character, ctrl- and a letter, or a name such as space, f5 or page-up)',
      'theme: expected a key for theme, got "esc" (did you mean escape?)',
      'redraw: expected a key for redraw, got "ctrl-R" (ctrl- takes one lower-case letter, such as ctrl-r)',
      'mouse: expected a key such as "f" or a list of keys, got 5',
      'interrupt: expected ctrl-c among the keys that quit at once, got none (add "ctrl-c" to the list)',
      'help: expected a key of its own, got "q", which would mean both help and quit (give one of them another key)',
    ],
  );
  assert.deepEqual(faultsOf('f'), [': expected an object such as {"freeze": "f"}, got "f"']);
});
