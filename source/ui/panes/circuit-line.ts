import type { CircuitState } from '../../model/stream.js';
import type { CircuitTime, StreamRow } from '../../store/selectors/streams.js';
import type { Glyphs } from '../glyphs.js';
import { joinSpans, type Line, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { timePage } from '../widgets/time-page.js';

/** Before the row: as wide as the axis of the charts. */
const label = '  circuit  ';

const styles: { readonly [kind in CircuitState['kind']]: StyleName } = {
  closed: 'good',
  'half-open': 'warning',
  open: 'critical',
};

/** A circuit over time on one line: closed as a line that goes through, half-open and open as their lamps. */
export function circuitLine(row: StreamRow, time: CircuitTime, width: number, glyphs: Glyphs): Line {
  const columns = width - label.length;
  if (columns < 4) return [span(label, 'muted')];
  const page = timePage(time.lastSlot, columns, time.cursor);
  const cells = page.pick(row.circuitSlots, time.lastSlot - row.circuitSlots.length + 1).map((kind, column) => {
    if (column === page.cursor) return span(kind === null ? glyphs.now : glyphOf(kind, glyphs), 'chosen');
    return kind === null ? span(' ') : span(glyphOf(kind, glyphs), styles[kind]);
  });
  return [span(label, 'muted'), ...joinSpans(cells)];
}

function glyphOf(kind: CircuitState['kind'], glyphs: Glyphs): string {
  switch (kind) {
    case 'closed':
      return glyphs.carries;
    case 'half-open':
      return glyphs.halfOpen;
    case 'open':
      return glyphs.open;
  }
}
