import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import { paneIds, presetNames } from '../../source/model/screen.js';
import { reduce } from '../../source/store/reduce.js';
import { initialView } from '../../source/store/state.js';
import { type Picture, pictureOf } from '../../source/ui/display/picture.js';
import { initialScreen, type ScreenState } from '../../source/ui/keys/screen-state.js';
import { composeScreen } from '../../source/ui/screen.js';
import { lookOf, type ViewerKind } from '../../source/ui/viewer.js';
import { scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { assertFrame, assertScreen } from './helpers/frames.js';

const events = searchEvents();
const endMs = (events.at(-1)?.atMs ?? 0) + 300;
const mark: SessionEvent = { atMs: endMs, kind: 'note', severity: 'info', text: 'deployed the canary', mark: true };
const searching = [...events, mark].reduce(reduce, initialView);
const sizes = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

function picture(
  columns: number,
  rows: number,
  screen: Partial<ScreenState>,
  depth = 8,
  kind: ViewerKind = 'live',
  view = searching,
): Picture {
  const state = { ...initialScreen, ...screen };
  const size = { columns, rows };
  const look = lookOf({ colourDepth: depth, isUnicode: true }, state);
  const tiles = composeScreen({ view, nowMs: endMs, screen: state, size, look, isRecording: true, kind });
  return pictureOf({ ...size, tiles, overlays: [] }, 'plimsoll');
}

function lines(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

for (const preset of presetNames) {
  test(`draws the preset ${preset} at every size`, () => {
    for (const [columns, rows] of sizes) {
      assertFrame(`preset-${preset}-${columns}x${rows}`, lines(picture(columns, rows, { preset }).text));
    }
  });
}

for (const pane of paneIds) {
  test(`draws ${pane} alone at every size`, () => {
    for (const [columns, rows] of sizes) {
      assertFrame(`zoom-${pane}-${columns}x${rows}`, lines(picture(columns, rows, { zoom: pane, focus: pane }).text));
    }
  });
}

test('going back in time, charts go on to the newest and say what was under the time looked at', () => {
  const atMs = 34_000;
  const past = [...events, mark].filter((event) => event.atMs <= atMs).reduce(reduce, initialView);
  const walked = (columns: number, rows: number, screen: Partial<ScreenState> = {}): readonly string[] => {
    const state: ScreenState = { ...initialScreen, frozen: true, atMs, ...screen };
    const size = { columns, rows };
    const look = lookOf({ colourDepth: 8, isUnicode: true }, state);
    const newest = { view: searching, nowMs: endMs };
    const tiles = composeScreen({ view: past, nowMs: atMs, screen: state, size, look, isRecording: true, newest });
    return lines(pictureOf({ ...size, tiles, overlays: [] }, 'plimsoll').text);
  };
  for (const [columns, rows] of sizes) assertFrame(`walk-${columns}x${rows}`, walked(columns, rows));
  for (const zoom of ['latency', 'heatmap', 'queues', 'streams'] as const) {
    assertFrame(`walk-${zoom}-120x40`, walked(120, 40, { zoom, focus: zoom }));
  }
});

test('draws lines in braille, and everything in ASCII, where that is wanted', () => {
  assertFrame('glyphs-braille-120x40', lines(picture(120, 40, { glyphs: 'braille' }).text));
  const ascii = lines(picture(120, 40, { glyphs: 'ascii' }).text);
  assertFrame('glyphs-ascii-120x40', ascii);
  assert.ok(ascii.every((line) => /^[ -~]*$/.test(line)));
});

test('every theme says the same, and mono without any colour', () => {
  const standard = picture(120, 40, {}).text;
  for (const theme of ['okabe-ito', 'mono'] as const) assert.equal(picture(120, 40, { theme }).text, standard);
  assert.doesNotMatch(picture(120, 40, { theme: 'mono' }).svg, /#e05f65|#5fc27e|rgb\(/);
  assert.notEqual(picture(120, 40, { theme: 'okabe-ito' }).svg, picture(120, 40, {}).svg);
});

test('a smaller terminal has one line a fact, down to a single line', () => {
  for (const [columns, rows] of [
    [60, 12],
    [59, 20],
    [40, 4],
    [30, 1],
  ] as const) {
    assertFrame(`small-${columns}x${rows}`, lines(picture(columns, rows, {}).text));
  }
});

test('names in wide characters are cut to their cells', () => {
  const head = {
    ...scriptedHead,
    servers: [{ name: '数据库服务器一号机房', address: 'local' as const }],
    streams: [{ name: '가나다라마바사', url: 'ws://127.0.0.1:1/', server: null }],
  };
  const view = reduce(initialView, { atMs: 0, kind: 'session/started', head });
  assertFrame('wide-names-80x24', lines(picture(80, 24, {}, 8, 'live', view).text));
});

test('every mode is a word on the status bar', () => {
  const status = (screen: Partial<ScreenState>, kind: ViewerKind): string =>
    lines(picture(120, 40, screen, 8, kind).text)[0] ?? '';
  assert.match(status({}, 'live'), /● LIVE/);
  assert.match(status({}, 'read-only'), /● READ-ONLY/);
  assert.match(status({}, 'replay'), /▶ REPLAY/);
  assert.match(status({ frozen: true }, 'live'), /■ FROZEN {2}/);
});

test('the screens of the documentation are what is drawn', () => {
  assertScreen('search-80x24', picture(80, 24, {}).svg);
  assertScreen('search-120x40', picture(120, 40, {}).svg);
  assertScreen('search-200x60', picture(200, 60, {}).svg);
  assertScreen('latency-preset-120x40', picture(120, 40, { preset: 'latency' }).svg);
  assertScreen('okabe-ito-120x40', picture(120, 40, { theme: 'okabe-ito', frozen: true }, 24).svg);
  assertScreen('braille-120x40', picture(120, 40, { glyphs: 'braille', zoom: 'latency', focus: 'latency' }).svg);
});
