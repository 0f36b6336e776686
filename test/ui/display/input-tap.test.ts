import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createInputTap } from '../../../source/ui/display/input-tap.js';

test('takes what the terminal says of itself out of the keys', () => {
  const tap = createInputTap();
  assert.deepEqual(tap('a\u001b[?2026;2$yb'), { keys: 'ab', mouse: [], functionKeys: [], isSynchronised: true });
  assert.deepEqual(tap('\u001b[?2026;0$y'), { keys: '', mouse: [], functionKeys: [], isSynchronised: false });
  assert.deepEqual(tap('q'), { keys: 'q', mouse: [], functionKeys: [], isSynchronised: null });
});

test('reads clicks and the wheel, and leaves releases and other buttons out', () => {
  const tap = createInputTap();
  const { keys, mouse } = tap('\u001b[<0;5;3M\u001b[<0;5;3m\u001b[<64;1;1M\u001b[<65;2;9M\u001b[<2;1;1Mx');
  assert.equal(keys, 'x');
  assert.deepEqual(mouse, [
    { kind: 'press', row: 2, column: 4 },
    { kind: 'wheel-up', row: 0, column: 0 },
    { kind: 'wheel-down', row: 8, column: 1 },
  ]);
});

test('function keys are strokes, in whichever way a terminal sends them', () => {
  const tap = createInputTap();
  const { keys, functionKeys } = tap('a\u001bOP\u001b[15~b\u001b[24~\u001b[[B\u001bOS');
  assert.equal(keys, 'ab');
  assert.deepEqual(functionKeys, ['f1', 'f5', 'f12', 'f2', 'f4']);
});

test('a report may come in pieces, and no key is held back for it', () => {
  const tap = createInputTap();
  assert.equal(tap('\u001b').keys, '\u001b');
  assert.equal(tap('[A').keys, '[A');
  assert.deepEqual(tap('x\u001b[?20'), { keys: 'x', mouse: [], functionKeys: [], isSynchronised: null });
  assert.deepEqual(tap('26;1$yz'), { keys: 'z', mouse: [], functionKeys: [], isSynchronised: true });
});

test('keys come through as they are, however they are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(40), (text, cut) => {
      const plain = text.replaceAll('\u001b', '');
      const tap = createInputTap();
      assert.equal(tap(plain.slice(0, cut)).keys + tap(plain.slice(cut)).keys, plain);
    }),
  );
});
