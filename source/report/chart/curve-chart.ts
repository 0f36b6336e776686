import { line } from 'd3-shape';
import type { Verdict } from '../../model/discovery.js';
import { countText, millisecondsText, rateNumber, rateText } from '../../model/quantity-text.js';
import { type Axis, linearAxis, logAxis } from './axes.js';
import { bottomMarks, leftMarks } from './axis-marks.js';
import { type Frame, frameOf, label, svg, type Width } from './frame.js';
import { legend } from './legends.js';
import { shortMilliseconds } from './load-charts.js';
import { element, type Markup, numberText } from './markup.js';
import { textWidth } from './text-fit.js';

/** Response time over the rate, and where the line was found. Rates a second, latencies in ms. */
export type Curve = {
  readonly points: readonly CurveSpot[];
  readonly limit: { readonly text: string; readonly ms: number } | null;
  readonly linePerSecond: number | null;
  readonly interval95: readonly [number, number] | null;
  readonly kneePerSecond: number | null;
  readonly certifiedPerSecond: number | null;
};

export type CurveSpot = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly interval95Ms: readonly [number, number] | null;
  readonly verdict: Verdict | null;
};

/** Null where fewer than two rates were measured: then there is no curve. */
export function curveChart(curve: Curve, width: Width, title: string): Markup | null {
  const points = [...curve.points].sort((a, b) => a.perSecond - b.perSecond);
  if (points.length < 2) return null;
  const frame = frameOf(width, width === 'wide' ? 300 : 230, { top: 40 });
  const rates = [...points.map(({ perSecond }) => perSecond), curve.linePerSecond ?? 0, curve.interval95?.[1] ?? 0];
  const lowest = Math.min(
    ...points.map(({ perSecond }) => perSecond),
    curve.interval95?.[0] ?? Number.POSITIVE_INFINITY,
  );
  // Where everything happened near the line, the place is for that.
  const low = lowest > 0.35 * Math.max(...rates) ? 0.9 * lowest : 0;
  const x = linearAxis(Math.max(...rates), frame.left, frame.right, width === 'wide' ? 10 : 5, low);
  const limits = curve.limit === null ? [] : [curve.limit.ms];
  const y = logAxis(
    Math.min(...points.map(({ p50Ms }) => p50Ms), ...limits),
    Math.max(...points.map(({ p99Ms }) => p99Ms), ...limits),
    frame.bottom,
    frame.top,
  );
  return svg(
    frame,
    `Response time over the rate of ${title}`,
    intervalBand(curve, frame, x),
    leftMarks(frame, y, shortMilliseconds, 'ms, logarithmic'),
    bottomMarks(frame, x, countText, 'requests a second'),
    limitRule(curve, frame, y),
    kneeMark(curve, frame, x),
    drawnLine(points, x, y, ({ p50Ms }) => p50Ms, 's-p50'),
    drawnLine(points, x, y, ({ p99Ms }) => p99Ms, 's-p99'),
    loadLine(curve, frame, x),
    ...points.map((point) => spot(point, x, y)),
    legend(frame, [
      { text: 'p50', style: 's-p50' },
      { text: 'p99', style: 's-p99' },
    ]),
    verdictLegend(points),
  );
}

function drawnLine(
  points: readonly CurveSpot[],
  x: Axis,
  y: Axis,
  value: (point: CurveSpot) => number,
  style: string,
): Markup {
  const path = line<CurveSpot>()
    .x(({ perSecond }) => x.at(perSecond))
    .y((point) => y.at(value(point)))
    .digits(1);
  return element('path', { class: `line ${style}`, d: path(points) });
}

function intervalBand({ interval95 }: Curve, frame: Frame, x: Axis): Markup | null {
  if (interval95 === null) return null;
  const [left, right] = interval95.map((rate) => x.at(rate)) as [number, number];
  const size = { x: left, y: frame.top, width: Math.max(2, right - left), height: frame.bottom - frame.top };
  const words = `95 % interval: ${rateText(interval95[0])} to ${rateText(interval95[1])}`;
  return element('rect', { class: 'f-band', ...size }, element('title', {}, words));
}

function limitRule({ limit }: Curve, frame: Frame, y: Axis): Markup | null {
  if (limit === null) return null;
  const at = y.at(limit.ms);
  return element(
    'g',
    {},
    element('path', { class: 'rule s-critical', d: `M${frame.left} ${numberText(at)}H${frame.right}` }),
    label(frame.left + 4, at - 5, limit.text, { class: 'small f-critical' }),
  );
}

function kneeMark({ kneePerSecond }: Curve, frame: Frame, x: Axis): Markup | null {
  if (kneePerSecond === null) return null;
  const at = x.at(kneePerSecond);
  return element(
    'g',
    {},
    element('path', { class: 'dotted s-muted', d: `M${numberText(at)} ${frame.top}V${frame.bottom}` }),
    label(at - 5, frame.bottom - 6, 'knee', { anchor: 'end', class: 'small' }),
  );
}

/** The load line with the mark that ships carry, and what it says. */
function loadLine({ linePerSecond }: Curve, frame: Frame, x: Axis): Markup | null {
  if (linePerSecond === null) return null;
  const at = x.at(linePerSecond);
  const words = `load line ${rateNumber(linePerSecond)}/s`;
  const isLeft = at + textWidth(words) + 20 > frame.right;
  return element(
    'g',
    {},
    element('path', { class: 'line s-accent', d: `M${numberText(at)} ${frame.top - 4}V${frame.bottom}` }),
    element('circle', { class: 'line s-accent f-paper', cx: at, cy: frame.top + 8, r: 6 }),
    element('path', { class: 'line s-accent', d: `M${numberText(at - 10)} ${frame.top + 8}h20` }),
    label(at + (isLeft ? -16 : 16), frame.top + 12, words, { class: 'strong', anchor: isLeft ? 'end' : 'start' }),
  );
}

const verdictWords: { readonly [verdict in Verdict]: string } = {
  meets: 'met',
  misses: 'missed',
  unclear: 'unclear',
  tripped: 'tripped',
};

function spot(point: CurveSpot, x: Axis, y: Axis): Markup {
  const { interval95Ms, perSecond, p50Ms, p99Ms, verdict } = point;
  const [cx, cy] = [x.at(perSecond), y.at(p99Ms)];
  const words = `${rateText(perSecond)}: p50 ${millisecondsText(p50Ms, 3)}, p99 ${millisecondsText(p99Ms, 3)}${verdict === null ? '' : `, ${verdictWords[verdict]}`}`;
  const bar =
    interval95Ms === null
      ? null
      : element('path', {
          class: 'thin s-p99',
          d: `M${numberText(cx)} ${numberText(y.at(interval95Ms[0]))}V${numberText(y.at(interval95Ms[1]))}`,
        });
  return element('g', {}, element('title', {}, words), bar, verdictMark(cx, cy, verdict));
}

/** Shape and colour both tell the verdict: a disc met, a cross missed, a ring is unclear. */
function verdictMark(cx: number, cy: number, verdict: Verdict | null): Markup {
  if (verdict === 'misses' || verdict === 'tripped') {
    const [left, top] = [numberText(cx - 4.5), numberText(cy - 4.5)];
    return element(
      'g',
      {},
      element('circle', { class: 'f-paper', cx, cy, r: 7 }),
      element('path', { class: 'line s-critical', d: `M${left} ${top}l9 9m0 -9l-9 9` }),
    );
  }
  if (verdict === 'unclear') return element('circle', { class: 'line s-warning f-paper', cx, cy, r: 5 });
  return element('circle', { class: verdict === 'meets' ? 'f-good' : 'f-p99', cx, cy, r: 5 });
}

function verdictLegend(points: readonly CurveSpot[]): Markup | null {
  // What tripped has missed.
  const all = new Set(points.map(({ verdict }) => (verdict === 'tripped' ? 'misses' : verdict)));
  const seen = (['meets', 'misses', 'unclear'] as const).filter((verdict) => all.has(verdict));
  if (seen.length === 0) return null;
  let left = 8;
  const items = seen.flatMap((verdict) => {
    const at = left;
    left += textWidth(verdictWords[verdict]) + 32;
    return [verdictMark(at, 23, verdict), label(at + 12, 27, verdictWords[verdict])];
  });
  return element('g', {}, ...items);
}
