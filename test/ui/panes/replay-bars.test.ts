import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayStatus } from '../../../source/model/replay.js';
import { initialView } from '../../../source/store/state.js';
import { initialScreen } from '../../../source/ui/keys/screen-state.js';
import { composeScreen } from '../../../source/ui/screen.js';
import { lookOf } from '../../../source/ui/viewer.js';
import { scriptedHead } from '../../store/helpers/scripted-session.js';
import { unstyled } from '../helpers/frames.js';

const status: ReplayStatus = {
  state: 'playing',
  speed: 4,
  fromMs: 0,
  toMs: 36_000_000,
  step: 752,
  steps: 36_000,
  writer: 'complete',
  readRatio: 1,
  awaitedMs: null,
  fault: null,
};

/** The first and the last line of a frame. */
function bars(given: Partial<ReplayStatus>, columns = 140): readonly [string, string] {
  const tiles = composeScreen({
    view: { ...initialView, head: scriptedHead },
    nowMs: 752_000,
    screen: initialScreen,
    size: { columns, rows: 40 },
    look: lookOf({ colourDepth: 1, isUnicode: true }),
    isRecording: false,
    kind: 'replay',
    replay: { ...status, ...given },
    tickMs: 0,
  });
  const lines = tiles.flatMap(({ lines: own }) => own).map(unstyled);
  return [lines[0] ?? '', lines.at(-1) ?? ''];
}

test('the status bar says that it is a replay, how fast it goes and where it is', () => {
  const [top, bottom] = bars({});
  assert.match(top, /▶ REPLAY 4x .* 752 of 36,000 .* 12:32 of 10:00:00/);
  assert.match(bottom, /space pause {2}\{ } speed/);
  assert.doesNotMatch(bottom, /S start|X stop/);
});

const words: readonly (readonly [Partial<ReplayStatus>, RegExp])[] = [
  [{ state: 'paused', speed: 0.25 }, /■ REPLAY 0.25x {2}paused/],
  [{ state: 'following', speed: 1, writer: 'recording' }, /● REPLAY 1x {2}following/],
  [{ state: 'ended' }, /■ REPLAY 4x {2}end/],
  [{ state: 'ended', writer: 'interrupted' }, /REPLAY 4x {2}interrupted here/],
  [{ awaitedMs: 9e6, readRatio: 0.437 }, /REPLAY 4x {2}reading 43 %/],
];

for (const [given, pattern] of words) {
  test(`the status bar shows ${JSON.stringify(given)}`, () => assert.match(bars(given)[0], pattern));
}

test('what keeps a recording from being read stands in the hint bar', () => {
  assert.match(bars({ state: 'paused', fault: 'a.sqlite cannot be read any further: malformed' })[1], /cannot be read/);
});

test('a narrow terminal still says that it is a replay', () => {
  assert.match(bars({}, 40)[0], /REPLAY 4x/);
});
