import { clockText } from '../../model/clock-text.js';
import { countText, millisecondsText, rateText, shortNumber } from '../../model/quantity-text.js';
import type { Digest } from '../digest/digest.js';
import type { LoadDigest, LoadSlot } from '../digest/load-parts.js';
import { type Axis, linearAxis, logAxis } from './axes.js';
import { leftMarks } from './axis-marks.js';
import { label, svg, type Width } from './frame.js';
import { legend } from './legends.js';
import { element, type Markup } from './markup.js';
import { heatSteps } from './palette.js';
import { hits, timeBase, timeLine, withGaps } from './time-base.js';

const percentiles = [
  { name: 'p50', text: 'p50', style: 's-p50' },
  { name: 'p90', text: 'p90', style: 's-p90' },
  { name: 'p99', text: 'p99', style: 's-p99' },
  { name: 'p999', text: 'p99.9', style: 's-p999' },
] as const;

/** Response times over time on a logarithmic scale, with the limit of the objective. Null where nothing was answered. */
export function latencyChart(digest: Digest, width: Width): Markup | null {
  const { load } = digest;
  if (load === null || load.responseTimeMs.count === 0) return null;
  const base = timeBase(digest, width, width === 'wide' ? 260 : 200);
  const { frame, x } = base;
  const settled = load.slots.flatMap(({ latencyMs }) => latencyMs ?? []);
  const limits = limitsOf(digest);
  const lowest = Math.min(...settled.map(({ p50 }) => p50), ...limits.map(({ limitMs }) => limitMs));
  const highest = Math.max(...settled.map(({ p999 }) => p999), ...limits.map(({ limitMs }) => limitMs));
  const y = logAxis(lowest, highest, frame.bottom, frame.top);
  return svg(
    frame,
    `Response time over time: p50, p90, p99 and p99.9 of ${digest.session.id}`,
    leftMarks(frame, y, (ms) => shortMilliseconds(ms), 'ms, logarithmic'),
    base.below,
    ...limitRules(digest, frame, y),
    // The highest first and widest: where few requests make two of them the same, both are seen.
    ...percentiles.toReversed().map(({ name, style }) =>
      timeLine(
        withGaps(load.slots, load.slotMs, ({ latencyMs }) => latencyMs?.[name] ?? null),
        x,
        y,
        style,
      ),
    ),
    base.marks,
    legend(frame, percentiles),
    hits(
      base,
      load.slotMs,
      load.slots.map((slot) => ({ startMs: slot.startMs, text: latencyWords(slot) })),
    ),
  );
}

type RateLine = {
  readonly text: string;
  readonly style: string;
  readonly value: (slot: LoadSlot) => number;
  readonly isStep?: boolean;
};

/** What was asked for, sent and answered well over time, and what went badly. Null where there was no load. */
export function rateChart(digest: Digest, width: Width): Markup | null {
  const { load } = digest;
  if (load === null) return null;
  const base = timeBase(digest, width, width === 'wide' ? 180 : 150);
  const { frame, x } = base;
  // Nobody knows what was asked of another program.
  const isAsked = digest.imported === null;
  const highest = Math.max(
    ...load.slots.map(({ badPerSecond, intendedPerSecond, offeredPerSecond }) =>
      Math.max(isAsked ? intendedPerSecond : 0, offeredPerSecond, badPerSecond),
    ),
  );
  const y = linearAxis(highest, frame.bottom, frame.top, 5);
  const lines: readonly RateLine[] = [
    ...(isAsked
      ? [{ text: 'asked for', style: 's-muted', value: (slot: LoadSlot) => slot.intendedPerSecond, isStep: true }]
      : []),
    { text: 'sent', style: 's-accent', value: (slot: LoadSlot) => slot.offeredPerSecond },
    { text: 'answered well', style: 's-good', value: (slot: LoadSlot) => slot.achievedPerSecond },
  ];
  const hasBad = load.slots.some(({ badPerSecond }) => badPerSecond > 0);
  return svg(
    frame,
    `Requests a second over time of ${digest.session.id}: ${isAsked ? 'asked for, ' : ''}sent, answered well${hasBad ? ' and failed' : ''}`,
    leftMarks(frame, y, countText, 'requests a second'),
    base.below,
    hasBad ? badBars(load, x, y) : null,
    ...lines.map(({ isStep = false, style, value }) =>
      timeLine(withGaps(load.slots, load.slotMs, value), x, y, style, isStep),
    ),
    base.marks,
    legend(frame, [...lines, ...(hasBad ? [{ text: 'failed', style: 's-critical' }] : [])]),
    hits(
      base,
      load.slotMs,
      load.slots.map((slot) => ({ startMs: slot.startMs, text: rateWords(slot, isAsked) })),
    ),
  );
}

/** How many answers took how long, over time. Null where nothing was answered. */
export function heatmapChart(digest: Digest, width: Width): Markup | null {
  const { load } = digest;
  if (load === null || load.heatmap.cells.length === 0) return null;
  const base = timeBase(digest, width, width === 'wide' ? 280 : 220);
  const { frame, x } = base;
  const { cells, rowsMs } = load.heatmap;
  const y = logAxis(rowsMs[0]!, rowsMs.at(-1)!, frame.bottom, frame.top);
  const most = cells.reduce((highest, [, , count]) => Math.max(highest, count), 1);
  // One path for each colour: a tenth of the size of one shape for each cell.
  const paths = Array.from({ length: heatSteps }, () => '');
  for (const [startMs, row, count] of cells) {
    const step = Math.min(heatSteps - 1, Math.floor((heatSteps * Math.log1p(count)) / Math.log1p(most)));
    const [left, right] = [x.at(startMs), Math.min(frame.right, x.at(startMs + load.slotMs))];
    const [top, bottom] = [y.at(rowsMs[row + 1] ?? y.high), y.at(rowsMs[row]!)];
    if (right <= left || bottom <= top) continue;
    const [w, h] = [(right - left).toFixed(1), (bottom - top).toFixed(1)];
    paths[step] += `M${left.toFixed(1)} ${top.toFixed(1)}h${w}v${h}h-${w}z`;
  }
  return svg(
    frame,
    `Heatmap of response times over time of ${digest.session.id}: darker is more answers`,
    leftMarks(frame, y, (ms) => shortMilliseconds(ms), 'ms, logarithmic'),
    base.below,
    ...paths.map((d, step) => (d === '' ? null : element('path', { class: `f-heat${step + 1}`, d }))),
    ...limitRules(digest, frame, y),
    base.marks,
    heatLegend(frame.right, most),
  );
}

/** A latency on an axis that is in ms. */
export function shortMilliseconds(ms: number): string {
  return ms >= 1 ? countText(ms) : String(Number(ms.toPrecision(2)));
}

/** The limits on response time that concern every request. */
export function limitsOf({ asked }: Digest): readonly { readonly text: string; readonly limitMs: number }[] {
  return asked.objectives.flatMap(({ limitMs, request, text }) =>
    limitMs === null || request !== null ? [] : [{ limitMs, text }],
  );
}

function limitRules(
  digest: Digest,
  frame: { readonly left: number; readonly right: number },
  y: Axis,
): readonly Markup[] {
  return limitsOf(digest)
    .slice(0, 4)
    .flatMap(({ limitMs, text }) => [
      element('path', { class: 'rule s-critical', d: `M${frame.left} ${y.at(limitMs).toFixed(1)}H${frame.right}` }),
      label(frame.left + 4, y.at(limitMs) - 5, text, { class: 'small f-critical' }),
    ]);
}

function badBars({ slots, slotMs }: LoadDigest, x: Axis, y: Axis): Markup {
  const d = slots
    .filter(({ badPerSecond }) => badPerSecond > 0)
    .map(({ badPerSecond, startMs }) => {
      const [left, right, top] = [x.at(startMs), x.at(startMs + slotMs), y.at(badPerSecond)];
      return `M${left.toFixed(1)} ${y.at(0).toFixed(1)}V${top.toFixed(1)}H${right.toFixed(1)}V${y.at(0).toFixed(1)}z`;
    });
  return element('path', { class: 'f-critical', d: d.join('') });
}

function heatLegend(right: number, most: number): Markup {
  const cell = 14;
  const end = right - 60;
  const left = end - heatSteps * cell;
  return element(
    'g',
    {},
    label(left - 6, 11, '1 answer', { anchor: 'end', class: 'small' }),
    ...Array.from({ length: heatSteps }, (_, step) =>
      element('rect', { class: `f-heat${step + 1}`, x: left + step * cell, y: 2, width: cell, height: 10 }),
    ),
    label(end + 6, 11, countText(most), { class: 'small' }),
  );
}

function latencyWords({ latencyMs, startMs }: LoadSlot): string {
  const at = clockText(startMs);
  if (latencyMs === null) return `${at}: nothing was answered`;
  const parts = percentiles.map(({ name, text }) => `${text} ${millisecondsText(latencyMs[name], 3)}`);
  return `${at}: ${parts.join(', ')}, max ${millisecondsText(latencyMs.max, 3)}`;
}

function rateWords(slot: LoadSlot, isAsked: boolean): string {
  const bad = slot.badPerSecond > 0 ? `, ${shortNumber(slot.badPerSecond)}/s failed` : '';
  const asked = isAsked ? `${rateText(slot.intendedPerSecond)} asked for, ` : '';
  return `${clockText(slot.startMs)}: ${asked}${rateText(slot.offeredPerSecond)} sent, ${rateText(slot.achievedPerSecond)} answered well${bad}, ${countText(slot.inFlight)} in flight`;
}
