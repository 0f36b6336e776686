import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInk } from '../../../source/ui/ink/ink-keys.js';
import { createKeyStream } from '../../../source/ui/ink/streams.js';
import { plainStroke } from '../../../source/ui/keys/plain-strokes.js';

const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
const letters = ['A', 'B', 'C', 'D', 'F', 'H'];
const sequences = letters.flatMap((letter) => [`\u001b[${letter}`, `\u001bO${letter}`]);
const others = [' ', '\t', '\r', '\u007f', '\u0003', '\u001b[1~', '\u001b[4~', '\u001b[5~', '\u001b[6~'];

test('a key that is told without Ink is the stroke that Ink tells', async (t) => {
  const keys = createKeyStream();
  let told = Promise.withResolvers<string>();
  const end = startInk({
    keys,
    onStroke: (stroke) => told.resolve(stroke),
    onPaste: (text) => told.reject(new Error(`pasted: ${text}`)),
    sheet: () => null,
    subscribe: () => () => {},
    show: () => {},
    onFailure: (error) => told.reject(error),
  });
  t.after(end);
  for (const typed of [...printable, ...sequences, ...others]) {
    const plain = plainStroke(typed);
    keys.push(typed);
    assert.equal(plain, await told.promise, JSON.stringify(typed));
    told = Promise.withResolvers<string>();
  }
});

test('what may be more than one key, or the beginning of one, is left to Ink', () => {
  for (const typed of [
    '',
    'ab',
    '\u001b',
    '\u001b[',
    '\u001bO',
    '\u001b[1;2A',
    '\u001b[200~',
    'é',
    '\u001b[AA',
    '\n',
  ]) {
    assert.equal(plainStroke(typed), null, JSON.stringify(typed));
  }
});
