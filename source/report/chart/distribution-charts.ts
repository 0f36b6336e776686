import { line } from 'd3-shape';
import { countText, millisecondsText, shareText } from '../../model/quantity-text.js';
import type { Digest } from '../digest/digest.js';
import type { Distribution } from '../digest/load-parts.js';
import { linearAxis, logAxis } from './axes.js';
import { bottomMarks, leftMarks } from './axis-marks.js';
import { frameOf, label, svg, type Width } from './frame.js';
import { limitsOf, shortMilliseconds } from './load-charts.js';
import { element, type Markup, numberText } from './markup.js';

/** How many answers took how long: bars on a logarithmic scale of time. Null where there are none. */
export function distributionChart(digest: Digest, width: Width): Markup | null {
  const buckets = digest.load?.distribution.buckets ?? [];
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) return null;
  const frame = frameOf(width, width === 'wide' ? 200 : 170, { top: 24 });
  const x = logAxis(first.fromMs, last.toMs, frame.left, frame.right);
  const y = linearAxis(Math.max(...buckets.map(({ count }) => count)), frame.bottom, frame.top, 4);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  return svg(
    frame,
    `Distribution of response times of ${digest.session.id}`,
    leftMarks(frame, y, countText, 'answers'),
    ...buckets.map(({ count, fromMs, toMs }) => {
      const [left, right] = [x.at(fromMs), x.at(toMs)];
      const words = `${millisecondsText(fromMs, 3)} to ${millisecondsText(toMs, 3)}: ${countText(count)} answers, ${shareText(count / total, 3)}`;
      const size = {
        x: left + 0.5,
        y: y.at(count),
        width: Math.max(1, right - left - 1),
        height: frame.bottom - y.at(count),
      };
      return element('rect', { class: 'f-series1', ...size }, element('title', {}, words));
    }),
    bottomMarks(frame, x, shortMilliseconds, 'ms, logarithmic'),
    ...limitsOf(digest)
      .filter(({ limitMs }) => limitMs >= x.low && limitMs <= x.high)
      .map(({ limitMs, text }) => {
        const at = x.at(limitMs);
        const isLeft = at > (frame.left + frame.right) / 2;
        return element(
          'g',
          {},
          element('path', { class: 'rule s-critical', d: `M${numberText(at)} ${frame.top}V${frame.bottom}` }),
          label(at + (isLeft ? -5 : 5), frame.top + 12, text, {
            anchor: isLeft ? 'end' : 'start',
            class: 'small f-critical',
          }),
        );
      }),
  );
}

/** How long the best share of answers took at most, towards the slowest of them: each mark has a tenth of the rest. */
export function percentilesChart(digest: Digest, width: Width): Markup | null {
  const quantiles = digest.load?.distribution.quantiles ?? [];
  const last = quantiles.at(-1);
  if (quantiles.length < 3 || last === undefined) return null;
  const frame = frameOf(width, width === 'wide' ? 200 : 170, { top: 24 });
  const nines = Math.max(1, Math.ceil(ninesOf(last.quantile) - 1e-9));
  const x = linearAxis(nines, frame.left, frame.right, nines);
  const limits = limitsOf(digest);
  const values = [...quantiles.map(({ ms }) => ms), ...limits.map(({ limitMs }) => limitMs)];
  const y = logAxis(Math.min(...values), Math.max(...values), frame.bottom, frame.top);
  const path = line<Distribution['quantiles'][number]>()
    .x(({ quantile }) => x.at(ninesOf(quantile)))
    .y(({ ms }) => y.at(ms))
    .digits(1);
  return svg(
    frame,
    `Percentiles of response time of ${digest.session.id}`,
    leftMarks(frame, y, shortMilliseconds, 'ms, logarithmic'),
    bottomMarks(
      frame,
      { ...x, ticks: x.ticks.filter(Number.isInteger) },
      percentText,
      'share of answers that took no longer',
    ),
    ...limits.map(({ limitMs, text }) =>
      element(
        'g',
        {},
        element('path', { class: 'rule s-critical', d: `M${frame.left} ${numberText(y.at(limitMs))}H${frame.right}` }),
        label(frame.left + 4, y.at(limitMs) - 5, text, { class: 'small f-critical' }),
      ),
    ),
    element('path', { class: 'line s-accent', d: path(quantiles) }),
    ...quantiles.map(({ ms, quantile }) =>
      element(
        'circle',
        { class: 'f-accent', cx: x.at(ninesOf(quantile)), cy: y.at(ms), r: 2.5 },
        element('title', {}, `${shareText(quantile, 3)} took at most ${millisecondsText(ms, 3)}`),
      ),
    ),
  );
}

/** 0.9 is one nine, 0.99 are two. */
function ninesOf(quantile: number): number {
  return -Math.log10(1 - quantile);
}

function percentText(nines: number): string {
  return nines === 0 ? '0 %' : `${Number((100 * (1 - 10 ** -nines)).toFixed(Math.max(0, nines - 2)))} %`;
}
