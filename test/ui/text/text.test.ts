import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { cut, fit, widthOf } from '../../../source/ui/text/cells.js';
import { renderLine, span, spread } from '../../../source/ui/text/line.js';
import { wrapWords } from '../../../source/ui/text/wrap.js';
import { themeOf } from '../../../source/ui/theme.js';
import { unstyled } from '../helpers/frames.js';

const rows: readonly (readonly [string, string])[] = [
  ['plain text', 'plain text'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]8;;http://evil\u0007link\u001b]8;;\u0007', 'link'],
  ['\u001b]0;title\u001b\\rest', 'rest'],
  ['\u009b2Jcleared', 'cleared'],
  ['\u001bPq data \u001b\\after', 'after'],
  ['\u001bcreset', 'reset'],
  ['a\tb\r\nc', 'a b c'],
  ['nul\u0000 bell\u0007 del\u007f', 'nul bell del'],
  ['\u202eevil\u202c', 'evil'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['e\u0301', 'é'],
  ['数据库', '数据库'],
  ['ok 👍 done', 'ok ? done'],
  ['👩‍👩‍👧‍👦', '????'],
  ['🇩🇪', '?'],
];

for (const [given, shown] of rows) {
  test(`shows ${JSON.stringify(given)} as ${JSON.stringify(shown)}`, () => {
    assert.equal(cut(given, 100).text, shown);
  });
}

const anyText = fc.string({ unit: 'binary', maxLength: 80 });

test('a cut text is never wider than asked and as wide as it says', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, width) => {
      const cells = cut(text, width);
      assert.ok(cells.width <= width);
      assert.equal(stringWidth(cells.text), cells.width);
    }),
  );
});

test('a fitted text is exactly as wide as asked, at either side', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 40 }), fc.constantFrom('left', 'right'), (text, width, align) => {
      assert.equal(stringWidth(fit(text, width, align, '…')), width);
    }),
  );
});

test('a wide character that does not fit leaves a space and not half of itself', () => {
  assert.equal(fit('数据', 3), '数 ');
  assert.equal(widthOf('数据'), 4);
});

test('a line is cut and padded to its width across its spans', () => {
  const line = [span('one '), span('two', 'good'), span(' three', 'critical')];
  for (const width of [0, 2, 6, 13, 20]) {
    assert.equal(unstyled(renderLine(line, width, themeOf('default'))), 'one two three'.slice(0, width).padEnd(width));
  }
});

test('a style ends with its span', () => {
  assert.equal(renderLine([span('a', 'good'), span('b')], 3, themeOf('default')), '\u001b[32ma\u001b[39mb ');
  assert.equal(renderLine([span('a', 'badge')], 1, themeOf('mono')), '\u001b[7ma\u001b[27m');
});

test('no theme without colour names one', () => {
  const styles = [
    'plain',
    'strong',
    'muted',
    'accent',
    'good',
    'warning',
    'critical',
    'focus',
    'badge',
    'median',
    'tail',
    'extreme',
    'rule',
  ] as const;
  for (const style of styles) assert.doesNotMatch(themeOf('mono').paint(style, 'x'), /\[(3|4|9|10)\d/);
});

test('the right part of a line goes where both do not fit', () => {
  assert.equal(renderLine(spread([span('left')], [span('right')], 12), 12, themeOf('mono')), 'left   right');
  assert.equal(renderLine(spread([span('left')], [span('right')], 9), 9, themeOf('mono')), 'left     ');
});

test('wraps at spaces, cuts what is longer than a line, and marks what is left out', () => {
  assert.deepEqual(wrapWords('the quick brown fox', 10, 5, '…'), ['the quick', 'brown fox']);
  assert.deepEqual(wrapWords('abcdefghijkl end', 5, 5, '…'), ['abcde', 'end']);
  assert.deepEqual(wrapWords('one two three four', 5, 2, '…'), ['one', 'two…']);
  assert.deepEqual(wrapWords('', 5, 2, '…'), []);
});
