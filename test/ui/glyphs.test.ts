import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { glyphNames } from '../../source/model/screen.js';
import { glyphsOf } from '../../source/ui/glyphs.js';
import { isPlain } from '../../source/ui/text/clean.js';

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(textsOf);
}

for (const name of glyphNames) {
  test(`every ${name} glyph is one cell and needs no segmenting`, () => {
    const { name: _name, ...glyphs } = glyphsOf(name);
    for (const glyph of textsOf(glyphs)) {
      assert.equal(stringWidth(glyph), 1, glyph);
      assert.ok(isPlain(glyph), glyph);
      if (name === 'ascii') assert.match(glyph, /^[ -~]$/);
    }
  });
}
