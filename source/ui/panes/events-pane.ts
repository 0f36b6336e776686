import { clockText } from '../../model/clock-text.js';
import { countText } from '../../model/quantity-text.js';
import type { LogLine } from '../../store/log-state.js';
import type { LogView } from '../../store/selectors/log.js';
import type { Canvas, Painter } from '../canvas.js';
import { severitySpan, severityStyle } from '../state-words.js';
import { cut, fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { fitParts } from '../widgets/fit-parts.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

/** What happened, newest first; from further down where somebody has scrolled. */
export const paintEvents: Painter<LogPaneView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const from = Math.min(Math.max(0, view.skipped), Math.max(0, view.lines.length - height));
  const empty = view.filter === '' ? 'nothing has happened yet' : `no event has ${view.filter}`;
  const lines =
    view.lines.length === 0
      ? [[span(empty, 'muted')]]
      : view.lines.slice(from, from + height).map((line) => eventLine(line, width, canvas));
  const older = view.lines.length - height - from;
  const note: Line = fitParts(
    [
      { priority: 1, line: view.filter === '' ? [] : [span(`/${view.filter}`, 'accent')] },
      { priority: 0, line: from > 0 ? [span(`${countText(from)} newer`, 'warning')] : [] },
      { priority: 2, line: older > 0 ? [span(`${countText(older)} older`, 'muted')] : [] },
    ],
    Math.max(0, width - 14),
  );
  return paintFrame({ title: 'events', note }, lines, canvas);
};

/** The log as it is filtered and scrolled. */
export type LogPaneView = LogView & { readonly skipped: number; readonly filter: string };

function eventLine(line: LogLine, width: number, canvas: Canvas): Line {
  const times = line.times > 1 ? ` (${countText(line.times)} times)` : '';
  const topic = width >= 50 ? fit(line.topic, 8) : '';
  const room = width - 7 - 2 - topic.length - times.length;
  const style = line.severity === 'info' ? 'plain' : severityStyle[line.severity];
  return [
    span(`${clockText(line.atMs).padStart(5)}  `, 'muted'),
    line.topic === 'mark' ? span(canvas.glyphs.mark, 'strong') : severitySpan(line.severity, canvas.glyphs),
    span(' '),
    span(topic, 'muted'),
    span(
      cut(line.text, room).text === line.text ? line.text : fit(line.text, room, 'left', canvas.glyphs.ellipsis),
      style,
    ),
    span(times, 'muted'),
  ];
}
