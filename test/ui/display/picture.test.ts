import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pictureOf } from '../../../source/ui/display/picture.js';

test('a picture has the text of the screen, and an SVG with its colours and nothing that a name could smuggle in', () => {
  const line = '\u001b[1;31m<b>&\u001b[22m数\u001b[39m ok';
  const { text, svg } = pictureOf(
    { columns: 12, rows: 1, tiles: [{ row: 0, column: 0, width: 12, lines: [`${line}   `] }], overlays: [] },
    'a "title"',
  );
  assert.equal(text, '<b>&数 ok\n');
  assert.match(svg, /^<svg /);
  assert.match(svg, /fill="#e05f65" font-weight="bold">&#60;b&#62;&#38;<\/text>/);
  assert.match(svg, />数<\/text>/);
  assert.doesNotMatch(svg, /<b>/);
});
