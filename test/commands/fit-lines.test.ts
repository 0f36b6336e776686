import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitLines } from '../../source/commands/fit-lines.js';

test('a sentence too long for the terminal goes on in the next line, between words and a little in', () => {
  assert.equal(fitLines('one two three four', 11), 'one two\n  three\n  four');
});

test('lines that fit and tables stay as they are', () => {
  const text = 'short\n\nrate         p50      p90      p99  bad';
  assert.equal(fitLines(text, 20), text);
});
