import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { glyphNames } from '../../../source/model/screen.js';
import type { TimeView } from '../../../source/store/selectors/history.js';
import type { Slot } from '../../../source/store/selectors/slots.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { type Line, lineWidth } from '../../../source/ui/text/line.js';
import { bandChart } from '../../../source/ui/widgets/band-chart.js';
import { heatChart } from '../../../source/ui/widgets/heat-chart.js';
import { lineChart, roundScale } from '../../../source/ui/widgets/line-chart.js';
import { timeAxis, timePage } from '../../../source/ui/widgets/time-page.js';

const glyphs = glyphsOf('block');
const text = (line: Line): string => line.map((part) => part.text).join('');

function slot(p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number): Slot {
  return { p50Ms, p95Ms, p99Ms, maxMs, achievedPerSecond: 100, inFlight: 1, waiting: 0, spread: [80, 50, 90, 5] };
}

function time(slots: readonly (Slot | null)[], limitMs: number | null = 50): TimeView {
  return {
    first: 0,
    lengthMs: 1000,
    slots,
    cursor: null,
    limitMs,
    limitText: limitMs === null ? null : `p99 < ${limitMs}ms`,
  };
}

test('a crosshair stands at the time looked at, crosses what it meets and says the time', () => {
  const view = { ...time(Array.from({ length: 30 }, () => slot(2, 5, 10, 20))), cursor: 12 };
  for (const lines of [bandChart(view, 60, 12, glyphs), heatChart(view, 60, 8, glyphs)]) {
    const drawn = lines.map(text);
    const column = 7 + 12;
    const upright = drawn.slice(0, -1).map((line) => line[column]);
    assert.ok(upright.every((glyph) => glyph === '┃' || glyph === '╂'));
    assert.ok(upright.includes('╂'));
    assert.equal(drawn.at(-1)?.slice(column, column + 6), '┃00:12');
  }
});

test('a time before the page turns the page back to it, and stays in place on its own page', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.integer({ min: 8, max: 200 }), fc.nat(2000), (last, columns, back) => {
      const cursor = Math.max(0, last - back);
      const page = timePage(last, columns, cursor);
      assert.equal(page.first + (page.cursor ?? -1), cursor);
      const live = timePage(last, columns);
      if (cursor >= live.first) assert.equal(page.first, live.first);
      const axis = text(timeAxis(page, 1000, glyphs));
      assert.equal([...axis].length, columns);
      assert.equal([...axis][page.cursor ?? -1], '┃');
    }),
  );
});

test('percentiles are areas one on the other, with the objective as a rule and what is above it as critical', () => {
  const calm = Array.from({ length: 10 }, () => slot(2, 5, 10, 20));
  const lines = bandChart(time([...calm, slot(5, 60, 200, 500)]), 60, 12, glyphs);
  const drawn = lines.map(text);
  assert.equal(lines.length, 12);
  assert.ok(drawn.some((line) => line.includes('p99 < 50ms')));
  const column = 7 + 10;
  const above = drawn.slice(
    0,
    drawn.findIndex((line) => line.includes('p99 < 50ms')),
  );
  assert.ok(
    above.some((line) => '▓▒░▁▂▃▄▅▆▇█'.includes(line[column] ?? 'x')),
    'the slow second stands above the rule',
  );
  assert.ok(
    above.every((line) => !'▓▒░'.includes(line[column - 1] ?? 'x')),
    'the calm one does not',
  );
  const critical = lines.slice(0, above.length).flatMap((line) => line.filter(({ style }) => style === 'critical'));
  assert.ok(critical.length > 0);
  for (const label of ['p50', 'p95', 'p99', 'max'])
    assert.ok(
      drawn.some((line) => line.endsWith(label)),
      label,
    );
});

test('a second in which nothing settled is a gap', () => {
  const lines = bandChart(time([slot(2, 5, 10, 20), null, slot(2, 5, 10, 20)]), 60, 12, glyphs).map(text);
  const bottom = lines[10] ?? '';
  assert.notEqual(bottom[7], ' ');
  assert.equal(bottom[8], ' ');
  assert.notEqual(bottom[9], ' ');
});

test('a heatmap has more ink where more requests were', () => {
  const lines = heatChart(time([slot(1, 1, 1, 1)]), 40, 8, glyphs).map(text);
  const inks = lines.slice(0, 7).map((line) => line[7]);
  assert.ok(inks.includes('█'), 'most requests');
  assert.ok(inks.includes('▒') || inks.includes('▓') || inks.includes('░'), 'a tenth of them');
  assert.ok(
    lines.some((line) => line.includes('50▶')),
    'the objective',
  );
});

test('a page of time stays where it is until it is full, and always has the newest slot', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 8, max: 200 }), (last, columns) => {
      const page = timePage(last, columns);
      assert.ok(page.first >= 0 && last >= page.first && last < page.first + columns);
      const next = timePage(last + 1, columns);
      const moved = next.first - page.first;
      const step = Math.max(1, Math.floor(columns / 8));
      // The first page ends where the chart does, which need not be after whole steps: the second begins where those do.
      assert.ok(
        moved === 0 || moved === step || (page.first === 0 && moved > 0 && moved < step),
        `${moved} of ${step}`,
      );
      assert.equal(text(timeAxis(page, 1000, glyphs)).length, columns);
    }),
  );
});

test('times on the axis stand below their own slots', () => {
  const page = timePage(100, 40);
  const axis = text(timeAxis(page, 1000, glyphs));
  const at = axis.indexOf('└01:30');
  assert.equal(page.first + at, 90);
});

test('every chart has exactly its lines and never more than its width, whatever it is given', () => {
  const ms = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom(0, Number.NaN, 1e300));
  const anySlot = fc.option(fc.tuple(ms, ms, ms, ms).map(([a, b, c, d]) => slot(a, b, c, d)));
  fc.assert(
    fc.property(
      fc.array(anySlot, { maxLength: 80 }),
      fc.integer({ min: 22, max: 120 }),
      fc.integer({ min: 4, max: 30 }),
      fc.constantFrom(...glyphNames),
      fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true })),
      (slots, width, height, name, limitMs) => {
        const set = glyphsOf(name);
        const values = slots.map((one) => one?.p50Ms ?? null);
        for (const lines of [
          bandChart(time(slots, limitMs), width, height, set),
          heatChart(time(slots, limitMs), width, height, set),
          lineChart([{ style: 'tail', values }], width, height, set),
        ]) {
          assert.ok(lines.length === height || lines.length === 0);
          for (const line of lines) assert.ok(lineWidth(line) <= width, text(line));
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a plain line goes from zero to a round number, its newest value at the right', () => {
  const lines = lineChart([{ style: 'tail', values: [0, null, 7, 7] }], 12, 5, glyphs).map(text);
  assert.match(lines[0] ?? '', /8 │/);
  assert.match(lines.at(-1) ?? '', / 0 │/);
  assert.deepEqual([0, 1, 3, 7, 8.1, 99, 950].map(roundScale), [0, 1, 4, 8, 10, 100, 1000]);
});
