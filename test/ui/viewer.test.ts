import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilitiesOf, lookOf, sizeOf } from '../../source/ui/viewer.js';
import { createFakeViewer } from './helpers/fake-viewer.js';

test('NO_COLOR wins over what the terminal can, but only when it is not empty', () => {
  assert.equal(capabilitiesOf({ NO_COLOR: '1' }, 24).colourDepth, 1);
  assert.equal(capabilitiesOf({ NO_COLOR: '' }, 24).colourDepth, 24);
  assert.equal(capabilitiesOf({}).colourDepth, 4);
});

test('a number of colours asked for by name wins over the environment', () => {
  assert.equal(capabilitiesOf({ NO_COLOR: '1' }, 24, '256').colourDepth, 8);
  assert.equal(capabilitiesOf({}, 24, 'never').colourDepth, 1);
  assert.equal(capabilitiesOf({}, 1, '16').colourDepth, 4);
  assert.equal(capabilitiesOf({}, 4, 'truecolor').colourDepth, 24);
});

test('a dumb terminal has neither colour nor Unicode', () => {
  assert.deepEqual(capabilitiesOf({ TERM: 'dumb', LANG: 'en_GB.UTF-8' }, 8), { colourDepth: 1, isUnicode: false });
});

test('the first locale variable that is set decides about Unicode; none at all is taken as modern', () => {
  assert.ok(capabilitiesOf({}).isUnicode);
  assert.ok(capabilitiesOf({ LANG: 'en_GB.utf8' }).isUnicode);
  assert.ok(!capabilitiesOf({ LANG: 'C' }).isUnicode);
  assert.ok(!capabilitiesOf({ LC_ALL: 'POSIX', LANG: 'en_GB.UTF-8' }).isUnicode);
  assert.ok(capabilitiesOf({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }).isUnicode);
});

test('a viewer that tells no size gets 80 by 24', () => {
  assert.deepEqual(sizeOf(createFakeViewer(0, 0).viewer), { columns: 80, rows: 24 });
  assert.deepEqual(sizeOf(createFakeViewer(132, 50).viewer), { columns: 132, rows: 50 });
});

test('the look follows what the viewer can', () => {
  const poor = lookOf(createFakeViewer(80, 24, { colourDepth: 1, isUnicode: false }).viewer);
  assert.deepEqual([poor.theme.name, poor.glyphs.name], ['mono', 'ascii']);
  const rich = lookOf(createFakeViewer(80, 24, { colourDepth: 24 }).viewer);
  assert.deepEqual([rich.theme.name, rich.glyphs.name], ['default', 'block']);
});
