import { scaleBand } from 'd3-scale';
import { type Axis, linearAxis } from './axes.js';
import { bottomMarks, leftMarks } from './axis-marks.js';
import { frameOf, label, svg, type Width } from './frame.js';
import { legendOfSquares } from './legends.js';
import { element, type Markup, numberText } from './markup.js';
import { seriesColours } from './palette.js';
import { fitted } from './text-fit.js';

/** Bars in groups: each group a place on the axis, each series a colour. A null value is not known, and not drawn. */
export type GroupedBars = {
  readonly title: string;
  readonly axis: string;
  readonly text: (value: number) => string;
  readonly series: readonly string[];
  readonly groups: readonly {
    readonly name: string;
    readonly bars: readonly ({
      readonly value: number;
      readonly interval95: readonly [number, number] | null;
    } | null)[];
  }[];
};

const mostGroups = 64;

/** Null where nothing is known. */
export function groupedBarsChart(bars: GroupedBars, width: Width): Markup | null {
  const groups = bars.groups.slice(0, mostGroups);
  const values = groups.flatMap(({ bars: own }) =>
    own.flatMap((bar) => (bar === null ? [] : [bar.interval95?.[1] ?? bar.value])),
  );
  if (values.length === 0) return null;
  const hasLegend = bars.series.length > 1;
  const frame = frameOf(width, width === 'wide' ? 240 : 200, { top: hasLegend ? 40 : 24 });
  const y = linearAxis(Math.max(...values), frame.bottom, frame.top, 5);
  const names = groups.map((_, at) => String(at));
  const x = scaleBand(names, [frame.left, frame.right]).padding(groups.length > 20 ? 0.15 : 0.3);
  const inner = scaleBand(
    bars.series.map((_, at) => String(at)),
    [0, x.bandwidth()],
  ).padding(bars.series.length > 1 ? 0.08 : 0);
  const every = Math.ceil((groups.length * 34) / (frame.right - frame.left));
  return svg(
    frame,
    bars.title,
    leftMarks(frame, y, (value) => (value === 0 ? '0' : bars.text(value)), bars.axis),
    ...groups.flatMap(({ bars: own, name }, group) =>
      own.map((bar, at) => {
        if (bar === null) return null;
        const left = (x(String(group)) ?? 0) + (inner(String(at)) ?? 0);
        return oneBar(bar, left, Math.min(90, inner.bandwidth()), inner.bandwidth(), y, {
          style: `f-series${(at % seriesColours) + 1}`,
          words: `${name}${hasLegend ? `, ${bars.series[at]}` : ''}: ${bars.text(bar.value)}`,
          text: bars.text(bar.value),
        });
      }),
    ),
    bottomMarks(frame, { at: y.at, ticks: [], low: 0, high: 0 }, bars.text, ''),
    ...groups.map(({ name }, at) =>
      at % every === 0
        ? label((x(String(at)) ?? 0) + x.bandwidth() / 2, frame.bottom + 18, fitted(name, x.step() * every - 4), {
            anchor: 'middle',
          })
        : null,
    ),
    hasLegend ? legendOfSquares(frame, bars.series) : null,
  );
}

function oneBar(
  { interval95, value }: { readonly value: number; readonly interval95: readonly [number, number] | null },
  left: number,
  width: number,
  room: number,
  y: Axis,
  { style, text, words }: { readonly style: string; readonly text: string; readonly words: string },
): Markup {
  const from = left + (room - width) / 2;
  const middle = from + width / 2;
  const top = y.at(value);
  return element(
    'g',
    {},
    element('title', {}, words),
    element('rect', { class: style, x: from, y: top, width, height: Math.max(0, y.at(0) - top) }),
    interval95 === null
      ? null
      : element('path', {
          class: 'line s-ink',
          d: `M${numberText(middle)} ${numberText(y.at(interval95[0]))}V${numberText(y.at(interval95[1]))}m-5 0h10M${numberText(middle - 5)} ${numberText(y.at(interval95[0]))}h10`,
        }),
    width < 34
      ? null
      : label(interval95 === null ? middle : middle + 10, top - 5, text, {
          anchor: interval95 === null ? 'middle' : 'start',
          class: 'small strong',
        }),
  );
}
