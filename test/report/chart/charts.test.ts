import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { logAxis, timeAxis } from '../../../source/report/chart/axes.js';
import { chartsOf } from '../../../source/report/chart/charts.js';
import { element, markupText } from '../../../source/report/chart/markup.js';
import { pictureText } from '../../../source/report/chart/picture.js';
import { createPngMaker } from '../../../source/report/chart/png.js';
import { fitted, textWidth } from '../../../source/report/chart/text-fit.js';
import { hostileSession } from '../hostile-session.js';
import { digestOf, searchWithAnswer, steadyLoad } from '../sample-digest.js';

const digest = digestOf(searchWithAnswer());

test('a session has every chart that it has numbers for, by name', () => {
  assert.deepEqual(
    chartsOf(digest).map(({ name }) => name),
    ['curve', 'bottleneck', 'latency', 'rate', 'heatmap', 'distribution', 'percentiles', 'cpu', 'memory'],
  );
  assert.deepEqual(chartsOf(digestOf([])), []);
});

test('a picture is well-formed, without a place that is no number, and the same each time', () => {
  for (const one of [digest, digestOf(hostileSession('http://127.0.0.1:9')), digestOf(steadyLoad(1))]) {
    for (const { draw, title } of chartsOf(one)) {
      for (const width of ['wide', 'narrow'] as const) {
        const svg = pictureText(draw(width) ?? assert.fail(title), title, one.session.id);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/, title);
        assert.equal(svg, pictureText(draw(width) ?? assert.fail(title), title, one.session.id));
        const tags = svg.match(/<[a-z][^>]*>/g) ?? [];
        assert.equal(tags.length, (svg.match(/<\/[a-z]+>/g) ?? []).length);
        assert.doesNotMatch(svg.replace(/"[^"]*"/g, '""'), /<(?:script|image|a|foreignObject)\b/i);
      }
    }
  }
});

test('a curve has the load line with its interval, the limit and a mark for each verdict', () => {
  const curve = chartsOf(digest).find(({ name }) => name === 'curve')!;
  const svg = markupText(curve.draw('wide'));
  assert.match(svg, />load line 1,210\/s</);
  assert.match(svg, /95 % interval: 1,195\/s to 1,228\/s/);
  assert.match(svg, />p99 &lt; 50ms</);
  assert.match(svg, />knee</);
  assert.match(svg, />met</);
  assert.match(svg, />missed</);
});

test('a percentile that is the same as the one above it is drawn over it, and narrower', () => {
  const latency = chartsOf(digest).find(({ name }) => name === 'latency')!;
  const drawn = pictureText(latency.draw('wide') ?? assert.fail(), 'a', 'b');
  const order = [...drawn.matchAll(/class="line s-(p\d+)"/g)].map(([, name]) => name);
  assert.deepEqual(order.slice(0, 4), ['p999', 'p99', 'p90', 'p50']);
  assert.match(drawn, /\.line\.s-p999\{stroke-width:4\}/);
});

test('a picture becomes a PNG of three dots for each unit', async () => {
  const toPng = await createPngMaker();
  const svg = pictureText(chartsOf(digest)[0]!.draw('narrow')!, 'Ελληνικά, кириллица', 'p99 ≤ 50 ms');
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
  const png = Buffer.from(toPng(svg));
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  assert.equal(png.readUInt32BE(16), 3 * Number(width));
  assert.equal(png.readUInt32BE(20), 3 * Number(height));
  assert.ok(png.length > 20_000, 'there is something on it');
});

test('any text in markup means only itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = markupText(element('g', { 'aria-label': text }, text));
      assert.match(written, /^<g aria-label="[^<>"]*">[^<>]*<\/g>$/);
    }),
  );
});

test('a logarithmic axis has every value in it, and marks that ascend', () => {
  const value = fc.double({ min: 1e-4, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const axis = logAxis(Math.min(a, b), Math.max(a, b), 0, 100);
      for (const one of [a, b]) assert.ok(axis.at(one) >= -1e-9 && axis.at(one) <= 100 + 1e-9);
      assert.ok(axis.ticks.length >= 1 && axis.ticks.length < 24);
      for (const [at, tick] of axis.ticks.entries()) assert.ok(at === 0 || tick > axis.ticks[at - 1]!);
    }),
  );
});

test('a time axis has few marks, on round times', () => {
  for (const seconds of [1, 7, 80, 3_600, 36_000, 864_000]) {
    const { ticks } = timeAxis(0, seconds * 1000, 0, 1000, 12);
    assert.ok(ticks.length >= 1 && ticks.length <= 13, `${seconds}: ${ticks.length}`);
    for (const tick of ticks) assert.equal(tick % 1000, 0);
  }
});

test('a text is cut to its room with a mark', () => {
  assert.equal(fitted('short', 100), 'short');
  assert.match(fitted('a name that is far too long', 60), /…$/);
  assert.ok(textWidth(fitted('漢字漢字漢字漢字', 50)) <= 50);
});
