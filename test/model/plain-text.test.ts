import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hasUnprintable, plainText, replaceUnprintable } from '../../source/model/plain-text.js';

test('no text from outside keeps a character that could act on a terminal, or its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(hasUnprintable(plainText(text)), false);
      assert.ok(plainText(text).length <= 60);
      assert.equal(hasUnprintable(replaceUnprintable(text, '')), false);
    }),
  );
  assert.equal(plainText('a\u001b]0;x\u0007b\u009b1mc\u202ed'), 'a\ufffd]0;x\ufffdb\ufffd1mc\ufffdd');
});

test('what obeys, turns, hides or means nothing by itself may not be printed, and nothing else', () => {
  const never = [
    '\u0000',
    '\n',
    '\u001b',
    '\u007f',
    '\u009b',
    '\u00ad',
    '\u061c',
    '\u200b',
    '\u200f',
    '\u2028',
    '\u202e',
  ];
  for (const character of [...never, '\u2069', '\ud800', '\udc00', '\ue000', '\ufeff', '\u{e0041}']) {
    assert.equal(hasUnprintable(`a${character}b`), true, JSON.stringify(character));
  }
  for (const text of ['', 'plain text', 'é ü ß', '数据库', '한국어', '👍', 'e\u0301', '\u00a0', '…', '\ufffd']) {
    assert.equal(hasUnprintable(text), false, text);
    assert.equal(plainText(text), text);
  }
});

test('a cut never leaves half of a character', () => {
  assert.equal(plainText('👍👍👍', 4), '👍\ufffd…');
  assert.equal(plainText('abcdef', 4), 'abc…');
  assert.equal(plainText('abcd', 4), 'abcd');
});
