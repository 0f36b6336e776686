import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFrameReader, longestFrame } from '../../../source/engine/monitor/frames.js';

/** What a reader heard of these chunks, as plain words. */
function heard(chunks: readonly string[]): string[] {
  const told: string[] = [];
  const read = createFrameReader({
    ready: (system, engine, periodMs) => told.push(`ready ${system} ${engine} ${periodMs}`),
    began: (tick, isSlow) => told.push(`began ${tick}${isSlow ? ' slow' : ''}`),
    frame: ({ tick, isSlow, sections }) =>
      told.push(`frame ${tick}${isSlow ? ' slow' : ''} ${JSON.stringify([...sections])}`),
    broken: (reason, isForeign) => told.push(`${isForeign ? 'foreign' : 'broken'} ${reason}`),
  });
  for (const chunk of chunks) read(chunk);
  return told;
}

const stream =
  'Welcome!\n@READY linux awk 1000\n@S 1\n@F /a\none\ntwo\n@F /b\n@END 1\n@S 1 slow\n@F df\n/ 1 2\n@END 1 slow\n@S 2\n@END 2\n';

const told = [
  'ready linux awk 1000',
  'began 1',
  'frame 1 [["/a","one\\ntwo\\n"],["/b",""]]',
  'began 1 slow',
  'frame 1 slow [["df","/ 1 2\\n\\n"]]',
  'began 2',
  'frame 2 []',
];

test('reads what it is made ready with and every frame, with its sections', () => {
  assert.deepEqual(heard([stream]).map(withoutBlankEnds), told.map(withoutBlankEnds));
});

test('reads the same however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 30 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const chunks = at.slice(1).map((end, index) => stream.slice(at[index], end));
      assert.deepEqual(heard(chunks).map(withoutBlankEnds), told.map(withoutBlankEnds));
    }),
  );
});

/** How many line ends a section's text ends with means nothing. */
function withoutBlankEnds(line: string): string {
  return line.replace(/(\\n)+"/g, '"');
}

test('drops half a frame when the next one begins', () => {
  assert.deepEqual(heard(['@S 1\n@F /a\nhalf', '\n@S 2\n@F /a\nwhole\n@END 2\n']).map(withoutBlankEnds), [
    'began 1',
    'began 2',
    'frame 2 [["/a","whole"]]',
  ]);
});

test('an end that is not of the open frame does not end it', () => {
  assert.deepEqual(heard(['@S 7\n@F /a\n@END 6\n@END 77\n']), ['began 7']);
});

test('a flood within a frame, and one outside of any, is broken off and nothing more is read', () => {
  const flood = 'x'.repeat(longestFrame);
  assert.match(heard(['@S 1\n', flood, 'y', '\n@END 1\n']).at(-1)!, /^broken it sent more than 64 KiB for one tick/);
  assert.match(heard([flood, 'y']).at(-1)!, /^broken/);
  const lines = Array.from({ length: 100 }, () => `${'x'.repeat(1000)}\n`);
  assert.match(heard([...lines, stream]).at(-1)!, /^broken it sent more than 64 KiB that are no reading/);
});

test('a system that the sampler does not know is named', () => {
  assert.match(heard(['@NO SunOS\n']).at(-1)!, /foreign .*calls itself SunOS/);
});

test('whatever comes, the reader neither throws nor keeps more than it may', () => {
  const pieces = fc.constantFrom(
    '@S 1\n',
    '@END 1\n',
    '@F /proc/stat\n',
    '@READY linux awk 1000\n',
    '\n',
    'cpu 1 2 3',
    '@',
  );
  fc.assert(fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (chunks) => void heard(chunks)));
});
