import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LatencyRow, LatencyView } from '../../../source/store/selectors/latency.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { paintLatency } from '../../../source/ui/panes/latency-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { unstyled } from '../helpers/frames.js';

/** The p99 row of the table in a pane of this width that has no room for a chart. */
function p99Row(values: readonly [number, number, number, number], limitMs: number | null, width: number): string {
  const [now, tenSeconds, sixtySeconds, run] = values;
  const row: LatencyRow = {
    name: 'p99',
    now,
    tenSeconds,
    sixtySeconds,
    run,
    limitMs,
    isMet: limitMs === null ? null : tenSeconds < limitMs,
  };
  const view: LatencyView = {
    rows: [row],
    time: { first: 0, lengthMs: 1000, slots: [], cursor: null, limitMs, limitText: null },
  };
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block') };
  const lines = paintLatency(view, { width, height: 6, number: 2, isFocused: false, ...look }).map(unstyled);
  const line = lines.find((text) => text.includes('p99')) ?? assert.fail(lines.join('\n'));
  return line.slice(1, -1).trim();
}

test('a latency too long for its cell is told in seconds, then in minutes', () => {
  assert.equal(p99Row([1026, 1143, 999, 12.3], null, 30), 'p99    1.0s 1.1s  999   12');
  assert.equal(p99Row([9949, 9951, 61_000, 3_600_000], null, 30), 'p99    9.9s  10s  61s  60m');
});

test('a latency stays in milliseconds where there is room', () => {
  assert.equal(p99Row([1026, 1143, 12_345, 0.25], null, 44), 'p99      1,026   1,143  12,345    0.25');
});

test('cells of the table never touch each other, at any width and for any latency', () => {
  const latency = fc.oneof(
    fc.double({ min: 0.01, max: 1e9, noNaN: true }),
    fc.double({ min: 900, max: 12_000, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.tuple(latency, latency, latency, latency),
      fc.option(fc.integer({ min: 1, max: 100_000 })),
      fc.integer({ min: 39, max: 80 }),
      (values, limitMs, width) => {
        const cells = p99Row(values, limitMs, width).split(/ +/);
        assert.equal(cells.length, limitMs === null ? 5 : 7, cells.join(' '));
        for (const cell of cells.slice(1, 5)) assert.match(cell, /^(?:[\d,]+(?:\.\d+)?[sm]?|>6d)$/);
        if (limitMs !== null) assert.match(cells[5]!, /^<[\d,]+(?:\.\d+)?[sm]?$/);
      },
    ),
  );
});
