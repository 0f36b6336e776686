import { clockText } from '../../model/clock-text.js';
import { countText } from '../../model/quantity-text.js';
import type { LogLine } from '../../store/log-state.js';
import type { LogView } from '../../store/selectors/log.js';
import type { Canvas, Painter } from '../canvas.js';
import { severitySpan, severityStyle } from '../state-words.js';
import { cut, fit } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

/** What happened, newest first. */
export const paintEvents: Painter<LogView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const lines =
    view.lines.length === 0
      ? [[span('nothing has happened yet', 'muted')]]
      : view.lines.slice(0, height).map((line) => eventLine(line, width, canvas));
  const hidden = view.total - height;
  const note: Line = hidden > 0 ? [span(`${countText(hidden)} older`, 'muted')] : [];
  return paintFrame({ title: 'events', note }, lines, canvas);
};

function eventLine(line: LogLine, width: number, canvas: Canvas): Line {
  const times = line.times > 1 ? ` (${countText(line.times)} times)` : '';
  const topic = width >= 50 ? fit(line.topic, 8) : '';
  const room = width - 7 - 2 - topic.length - times.length;
  const style = line.severity === 'info' ? 'plain' : severityStyle[line.severity];
  return [
    span(`${clockText(line.atMs).padStart(5)}  `, 'muted'),
    severitySpan(line.severity, canvas.glyphs),
    span(' '),
    span(topic, 'muted'),
    span(
      cut(line.text, room).text === line.text ? line.text : fit(line.text, room, 'left', canvas.glyphs.ellipsis),
      style,
    ),
    span(times, 'muted'),
  ];
}
