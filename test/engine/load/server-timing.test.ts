import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { serverTimingMs } from '../../../source/engine/load/server-timing.js';

const rows: readonly (readonly [value: string, ms: number | null])[] = [
  ['app;dur=12.5', 12.5],
  ['db;dur=5, app;dur=7.5, cache;dur=9', 7.5],
  ['app;dur=7.5, total;dur=11', 11],
  ['db;dur=5, render;dur=30, cache;dur=9', 30],
  ['db; desc="a, b; dur=9"; dur=3', 3],
  ['db;desc="say \\"dur=4\\"";DUR = "8"', 8],
  ['miss, hit;desc=x', null],
  ['db;dur=fast', null],
  ['', null],
];

for (const [value, ms] of rows) {
  test(`a server that sends ${JSON.stringify(value)} took ${ms ?? 'nobody knows how many'} ms`, () => {
    assert.equal(serverTimingMs(value), ms);
  });
}

test('whatever a server sends, the time is a number of at least 0 or unknown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const ms = serverTimingMs(value);
      assert.ok(ms === null || (Number.isFinite(ms) && ms >= 0));
    }),
  );
});
