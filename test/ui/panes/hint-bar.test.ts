import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { initialScreen } from '../../../source/ui/keys/press.js';
import { paintHintBar } from '../../../source/ui/panes/hint-bar.js';
import { themeOf } from '../../../source/ui/theme.js';
import { unstyled } from '../helpers/frames.js';

function asked(question: 'stop' | 'quit', width: number): string {
  const look = { theme: themeOf('colour'), glyphs: glyphsOf('block') };
  const view = { screen: { ...initialScreen, question }, runState: 'running', hasLoad: true } as const;
  return unstyled(paintHintBar(view, width, look)).trimEnd();
}

test('a question always leaves room for its answers, down to 40 columns and below', () => {
  for (const question of ['stop', 'quit'] as const) {
    for (let width = 26; width <= 200; width++) {
      assert.match(asked(question, width), /\? {3}y yes {2}n no$/, `${question} at ${width}`);
    }
  }
});

test('a question is asked in as many words as there is room for', () => {
  assert.equal(asked('quit', 80), '  Load is under way. Stop it and quit?   y yes  n no');
  assert.equal(asked('quit', 40), '  Stop the load and quit?   y yes  n no');
  assert.equal(asked('quit', 39), '  Stop and quit?   y yes  n no');
  assert.equal(asked('stop', 40), '  Stop the load now?   y yes  n no');
  assert.equal(asked('stop', 30), '  Stop now?   y yes  n no');
});
