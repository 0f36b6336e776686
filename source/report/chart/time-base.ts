import { curveStep, line } from 'd3-shape';
import { clockText } from '../../model/clock-text.js';
import type { Digest } from '../digest/digest.js';
import { type Axis, timeAxis } from './axes.js';
import { bottomMarks } from './axis-marks.js';
import { type Frame, frameOf, label, type Width } from './frame.js';
import { element, type Markup } from './markup.js';
import { fitted } from './text-fit.js';

/** What all charts over time share: the same clock, the phases above, the alerts and marks as ticks. */
export type TimeBase = { readonly frame: Frame; readonly x: Axis; readonly below: Markup; readonly marks: Markup };

/** A point of a line over time; a null value is a gap. */
type TimePoint = readonly [atMs: number, value: number | null];

const stripHeight = 20;
const mostTicks = 400;

/** `height` of the place for data. */
export function timeBase(digest: Digest, width: Width, height: number): TimeBase {
  const frame = frameOf(width, height, { top: 44, below: 24 });
  const x = timeAxis(0, digest.session.durationSeconds * 1000, frame.left, frame.right, width === 'wide' ? 12 : 5);
  return {
    frame,
    x,
    below: element('g', {}, phaseStrip(digest, frame, x), bottomMarks(frame, x, clockText, '')),
    marks: momentTicks(digest, frame, x),
  };
}

/** A line, broken where there is nothing; `isStep` for what stays the same until it changes. */
export function timeLine(points: readonly TimePoint[], x: Axis, y: Axis, style: string, isStep = false): Markup | null {
  const path = line<TimePoint>()
    .defined(([, value]) => value !== null)
    .x(([atMs]) => x.at(atMs))
    .y(([, value]) => y.at(value ?? 0))
    .digits(1);
  if (isStep) path.curve(curveStep);
  const d = path(points);
  return d === null ? null : element('path', { class: `line ${style}`, d });
}

/** Points in the middle of their slots, with a gap wherever slots are missing. */
export function withGaps<Slot extends { readonly startMs: number }>(
  slots: readonly Slot[],
  slotMs: number,
  value: (slot: Slot) => number | null,
): readonly TimePoint[] {
  const points: TimePoint[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    if (slot.startMs - last > 1.5 * slotMs && points.length > 0) points.push([last + slotMs, null]);
    points.push([slot.startMs + slotMs / 2, value(slot)]);
    last = slot.startMs;
  }
  return points;
}

/** Places that say what lies there when pointed at, over the whole height of the data. */
export function hits(
  { frame, x }: TimeBase,
  slotMs: number,
  slots: readonly { readonly startMs: number; readonly text: string }[],
): Markup {
  return element(
    'g',
    {},
    ...slots.map(({ startMs, text }) =>
      element(
        'rect',
        {
          class: 'hit',
          x: x.at(startMs),
          y: frame.top,
          width: Math.max(1, x.at(startMs + slotMs) - x.at(startMs)),
          height: frame.bottom - frame.top,
        },
        element('title', {}, text),
      ),
    ),
  );
}

function phaseStrip({ phases }: Digest, frame: Frame, x: Axis): Markup {
  const top = frame.top - stripHeight - 4;
  // What is narrower than the eye can tell would only turn the colours of its neighbours.
  const seen = phases.filter(({ fromMs, toMs }) => x.at(Math.min(toMs, x.high)) - x.at(fromMs) >= 2);
  return element(
    'g',
    {},
    ...seen.map(({ fromMs, name, toMs }, at) => {
      const [left, right] = [x.at(fromMs), x.at(Math.min(toMs, x.high))];
      const room = right - left - 8;
      return element(
        'g',
        {},
        element(
          'rect',
          {
            class: at % 2 === 0 ? 'f-panel' : 'f-faint',
            x: left,
            y: top,
            width: Math.max(0, right - left),
            height: stripHeight,
          },
          element('title', {}, `${name}: ${clockText(fromMs)} to ${clockText(toMs)}`),
        ),
        room < 30 ? null : label(left + 4, top + 14, fitted(name, room), { class: 'small' }),
      );
    }),
  );
}

function momentTicks({ events }: Digest, frame: Frame, x: Axis): Markup {
  const moments = events.filter(({ isMark, severity }) => isMark || severity === 'warning' || severity === 'critical');
  return element(
    'g',
    {},
    ...moments.slice(-mostTicks).map(({ atMs, isMark, severity, text }) =>
      element(
        'path',
        {
          class: `thin ${isMark ? 's-accent' : severity === 'critical' ? 's-critical' : 's-warning'}`,
          d: `M${x.at(atMs).toFixed(1)} ${frame.bottom - 9}v9`,
        },
        element('title', {}, `${clockText(atMs)} ${text}`),
      ),
    ),
  );
}
