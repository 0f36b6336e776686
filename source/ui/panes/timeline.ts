import { clockText } from '../../model/clock-text.js';
import type { TimelineView } from '../../store/selectors/timeline.js';
import type { Look } from '../canvas.js';
import { fit } from '../text/cells.js';
import { joinSpans, renderLine, type Span, span } from '../text/line.js';

/**
 * The session from its beginning to now, on one line: its phases by name, alerts and marks where they happened, and where on
 * it the screen is. `atMs`: the time looked at.
 */
export function paintTimeline(view: TimelineView, atMs: number, width: number, look: Look): string {
  const { glyphs } = look;
  const end = ` ${clockText(view.toMs)} `;
  const columns = width - end.length - 1;
  if (columns < 10) return renderLine([], width, look.theme);
  const spanMs = roomySpan(view.toMs - view.fromMs);
  const columnOf = (ms: number): number =>
    Math.min(columns - 1, Math.max(0, Math.floor(((ms - view.fromMs) / spanMs) * columns)));
  const cells: Span[] = Array.from({ length: columns }, () => span(glyphs.border.horizontal, 'muted'));
  view.phases.forEach((phase, index) => {
    const from = columnOf(phase.fromMs);
    const isLast = index === view.phases.length - 1;
    const to = isLast ? columns : columnOf(phase.toMs);
    const room = to - from - 1;
    if (room < 3) return;
    const name = fit(phase.name, Math.min(room, phase.name.length), 'left', glyphs.ellipsis);
    cells[from] = span(glyphs.divider, 'muted');
    [...name].forEach((letter, at) => {
      cells[from + 1 + at] = span(letter, isLast ? 'accent' : 'muted');
    });
  });
  for (const { atMs: momentMs, kind, severity } of view.moments) {
    const isMark = kind === 'mark';
    cells[columnOf(momentMs)] = span(
      isMark ? glyphs.mark : glyphs.alert,
      isMark ? 'strong' : severity === 'critical' ? 'critical' : 'warning',
    );
  }
  // Time that has not come yet.
  for (let column = columnOf(view.toMs) + 1; column < columns; column++) cells[column] = span(' ');
  cells[columnOf(atMs)] = span(glyphs.now, 'focus');
  return renderLine([span(' '), ...joinSpans(cells), span(end, 'muted')], width, look.theme);
}

/** A little more than what is to be shown, growing by an eighth at a time: what is past stays where it is meanwhile. */
function roomySpan(ms: number): number {
  let span = 60_000;
  while (span < ms) span *= 1.125;
  return span;
}
