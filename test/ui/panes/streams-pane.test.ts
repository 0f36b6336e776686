import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectStreams } from '../../../source/store/selectors/streams.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { paintStreams } from '../../../source/ui/panes/streams-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { watchedView } from '../../store/helpers/watched-stream.js';
import { assertFrame, unstyled } from '../helpers/frames.js';

function painted(width: number, height: number): readonly string[] {
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block'), number: 3, isFocused: true };
  return paintStreams(selectStreams(watchedView(60), 60_300), { ...look, width, height }).map(unstyled);
}

test('a stream with the pane to itself shows all that it tells', () => {
  assertFrame('pane-streams-details-100x14', painted(100, 14));
});

test('with less room the least wanted lines go first, and nothing is wider than the pane', () => {
  const wanted = [
    /ping, mean of 10 s +3\.0 ms/,
    /memory held +68 KiB rising/,
    /retries that succeeded 90 %/,
    /last 60 s/,
  ];
  for (let height = 8; height <= 14; height++) {
    for (const width of [30, 50, 80, 120]) {
      const lines = painted(width, height);
      assert.equal(lines.length, height);
      for (const line of lines) assert.equal([...line].length, width);
    }
    const text = painted(80, height).join('\n');
    const shown = wanted.filter((pattern) => pattern.test(text)).length;
    assert.equal(shown, Math.min(wanted.length, Math.max(0, height - 2 - 5)), `${height} rows`);
  }
});
