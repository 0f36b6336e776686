import type { Suspect } from '../../model/discovery.js';
import { linearAxis } from './axes.js';
import { bottomMarks } from './axis-marks.js';
import { frameOf, label, svg, type Width } from './frame.js';
import { element, type Markup, numberText } from './markup.js';
import { fitted } from './text-fit.js';

const most = 12;
const rowHeight = 26;
/** A resource that lasts to four times the line and more is no suspect: beyond it the axis ends. */
const furthest = 4;

/** At how many times the load line each resource is at its end: the nearer to 1, the sooner it gives. Null without suspects. */
export function suspectsChart(all: readonly Suspect[], width: Width): Markup | null {
  const suspects = all.slice(0, most);
  if (suspects.length === 0) return null;
  const room = width === 'wide' ? 240 : 130;
  const frame = frameOf(width, suspects.length * rowHeight, { top: 8, left: room });
  const highest = Math.min(
    furthest,
    Math.max(...suspects.map(({ headroom, interval95 }) => interval95?.[1] ?? headroom), 1.5),
  );
  const x = linearAxis(highest, frame.left, frame.right - 60, width === 'wide' ? 8 : 4);
  return svg(
    frame,
    'Headroom of resources: at how many times the load line each is at its end',
    element('path', { class: 'rule s-accent', d: `M${numberText(x.at(1))} ${frame.top}V${frame.bottom}` }),
    bottomMarks(frame, x, (value) => `${value}×`, 'of the load line'),
    ...suspects.flatMap(({ headroom, interval95, resource, server }, at) => {
      const y = frame.top + at * rowHeight + rowHeight / 2;
      const place = x.at(Math.min(x.high, Math.max(0, headroom)));
      return [
        label(frame.left - 8, y + 4, fitted(`${server} ${resource}`, room - 16), { anchor: 'end' }),
        interval95 === null
          ? null
          : spread(
              interval95.map((end) => x.at(Math.min(x.high, Math.max(0, end)))),
              y,
            ),
        element('circle', {
          class: headroom < 1.15 ? 'f-critical' : headroom < 1.5 ? 'f-warning' : 'f-good',
          cx: place,
          cy: y,
          r: 6,
        }),
        label(frame.right, y + 4, `${headroom.toFixed(2)}×`, { anchor: 'end', class: 'strong' }),
      ];
    }),
  );
}

function spread([left = 0, right = 0]: readonly number[], y: number): Markup {
  return element('path', { class: 'line s-muted', d: `M${numberText(left)} ${numberText(y)}H${numberText(right)}` });
}
