import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseContent } from '../../source/config/parse.js';
import { type Migration, migrate, newestVersion } from '../../source/config/versions.js';

// What older versions could have looked like.
const steps: readonly Migration[] = [
  ({ speed, ...rest }) => ({ ...rest, ...(speed === undefined ? {} : { pace: speed }) }),
  ({ pace, ...rest }) => ({ ...rest, ...(pace === undefined ? {} : { load: { rate: pace } }) }),
];

test('an older config is read as what it meant, step by step', () => {
  const rows: readonly (readonly [object, object])[] = [
    [{ version: 1, speed: 5 }, { load: { rate: 5 } }],
    [{ version: 2, pace: 5 }, { load: { rate: 5 } }],
    [{ version: 3, load: { rate: 5 } }, { load: { rate: 5 } }],
    [{ load: { rate: 5 } }, { load: { rate: 5 } }],
  ];
  for (const [content, expected] of rows) {
    const before = JSON.stringify(content);
    assert.deepEqual(migrate(content, steps), { kind: 'ok', value: expected });
    assert.equal(JSON.stringify(content), before);
  }
});

test('a version that is none, or of a newer program, is refused', () => {
  for (const version of [0, 4, 1.5, '1', null, {}]) {
    const reading = migrate({ version }, steps);
    if (reading.kind === 'ok') assert.fail(String(version));
    assert.deepEqual(reading.faults[0]?.path, ['version']);
  }
});

test('a file may name the newest version, and no other', () => {
  assert.equal(parseContent(`{"version": ${newestVersion}, "load": {"rate": 5}}`).kind, 'ok');
  const reading = parseContent(`{"version": ${newestVersion + 1}, "lod": {}}`);
  if (reading.kind === 'ok') assert.fail();
  assert.deepEqual(
    reading.problems.map(({ path }) => path),
    ['version'],
  );
});
