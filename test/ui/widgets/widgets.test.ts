import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Trace } from '../../../source/store/trace.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import type { Line } from '../../../source/ui/text/line.js';
import { bar } from '../../../source/ui/widgets/bar.js';
import { chooseRows } from '../../../source/ui/widgets/choose-rows.js';
import { fitParts } from '../../../source/ui/widgets/fit-parts.js';
import { logScale } from '../../../source/ui/widgets/log-scale.js';
import { plotLine } from '../../../source/ui/widgets/plot-lines.js';
import { sparkline } from '../../../source/ui/widgets/sparkline.js';

const glyphs = glyphsOf('block');
const text = (line: Line): string => line.map((part) => part.text).join('');

test('a bar shows something for anything above nothing, and is full only when all is used', () => {
  assert.deepEqual(
    [null, 0, 0.001, 0.5, 0.999, 1, 7].map((ratio) => text(bar(ratio, 10, glyphs))),
    ['░░░░░░░░░░', '░░░░░░░░░░', '█░░░░░░░░░', '█████░░░░░', '█████████░', '██████████', '██████████'],
  );
});

const trace = (values: readonly (number | null)[], end = values.length): Trace => ({ values, end });

test('a sparkline leaves gaps empty, starts at zero and goes up to a round number', () => {
  assert.equal(sparkline(trace([0, 1, 2, null, 8]), 8, glyphs), '▁▁▂ █   ');
  assert.equal(sparkline(trace([5, 5, 5]), 2, glyphs), '▇▇');
  assert.equal(sparkline(trace([50]), 1, glyphs, 100), '▄');
  assert.equal(sparkline(trace([0, 0]), 2, glyphs), '▁▁');
  assert.equal(sparkline(trace([]), 3, glyphs), '   ');
  assert.equal(sparkline(trace([1]), 0, glyphs), '');
});

test('a sparkline keeps what is past in its place until it is full, and then moves on by an eighth', () => {
  const long = Array.from({ length: 60 }, (_, at) => 1 + (at % 8));
  const at = (end: number): string => sparkline(trace(long.slice(0, end).slice(-40), end), 16, glyphs, 8);
  assert.equal(at(16), '▁▂▃▄▅▆▇█▁▂▃▄▅▆▇█');
  assert.equal(at(17), '▃▄▅▆▇█▁▂▃▄▅▆▇█▁ ');
  assert.equal(at(18), '▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂');
  assert.equal(at(58), '▃▄▅▆▇█▁▂▃▄▅▆▇█▁▂');
});

test('a logarithmic scale holds every value between whole 1-2-5 steps', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.011, max: 3e6, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (values) => {
        const scale = logScale(values);
        assert.ok(scale.low <= Math.min(...values) && scale.high >= Math.max(...values) * 0.999);
        assert.ok(scale.high / scale.low >= 4.99);
        assert.equal(scale.ticks[0], scale.low);
        assert.equal(scale.ticks.at(-1), scale.high);
        for (const tick of scale.ticks) assert.match(tick.toExponential(), /^[125]e/);
      },
    ),
  );
});

test('a logarithmic scale of nothing, or of nonsense, is still a scale', () => {
  for (const values of [[], [0], [Number.NaN, -3, Number.POSITIVE_INFINITY]]) {
    const { low, high } = logScale(values);
    assert.ok(low > 0 && high > low && Number.isFinite(high));
  }
});

test('plots a column a value, from the bottom row to the top one', () => {
  const cells = plotLine([0, 3, 1], 4, glyphs.chart);
  const grid = Array.from({ length: 4 }, () => '   '.split(''));
  for (const { row, column, symbol } of cells) grid[row]!.splice(column, 1, symbol);
  assert.deepEqual(
    grid.map((row) => row.join('')),
    [' ╭╮', ' ││', ' │╰', '─╯ '],
  );
});

test('a gap in a plot stays empty, and a lone value is seen', () => {
  const cells = plotLine([1, null, null, 1, null], 3, glyphs.chart);
  assert.deepEqual(
    cells.map(({ row, column }) => [row, column]),
    [
      [1, 0],
      [1, 3],
    ],
  );
});

test('plots whatever it is given within its rows and columns', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 0, max: 20 }), (values, rows) => {
      for (const { row, column } of plotLine(values, rows, glyphs.chart)) {
        assert.ok(row >= 0 && row < rows && column >= 0 && column < values.length);
      }
    }),
  );
});

test('rows that do not fit go by priority and keep their order', () => {
  const row = (name: string, priority: number) => ({ priority, line: [{ text: name, style: 'plain' }] }) as const;
  const rows = [row('a', 2), row('b', 0), row('c', 1), row('d', 0)];
  assert.deepEqual(chooseRows(rows, 3).map(text), ['b', 'c', 'd']);
  assert.deepEqual(chooseRows(rows, 9).map(text), ['a', 'b', 'c', 'd']);
  assert.deepEqual(chooseRows(rows, 0), []);
});

test('parts that do not fit go by priority, and empty ones take no room', () => {
  const part = (name: string, priority: number) => ({
    priority,
    line: name === '' ? [] : [{ text: name, style: 'plain' as const }],
  });
  const parts = [part('long one', 3), part('', 0), part('b', 1), part('c', 2)];
  assert.equal(text(fitParts(parts, 14)), 'long one  b  c');
  assert.equal(text(fitParts(parts, 13)), 'b  c');
  assert.equal(text(fitParts(parts, 0)), '');
});
