import { clockText } from '../../model/clock-text.js';
import { countText, millisecondsText, rateText } from '../../model/quantity-text.js';
import type { TimeView } from '../../store/selectors/history.js';
import type { Slot } from '../../store/selectors/slots.js';
import { bucketMiddleMs } from '../../store/spread.js';
import { type Line, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { fitParts } from '../widgets/fit-parts.js';

/** The slot under the crosshair; null where there is no crosshair or nothing under it. */
export function slotAtCursor(view: TimeView): Slot | null {
  return view.cursor === null ? null : (view.slots[view.cursor - view.first] ?? null);
}

/** The percentiles under the crosshair, as many as fit. */
export function latencyNote(view: TimeView, width: number): Line {
  const slot = slotAtCursor(view);
  if (slot === null) return emptyNote(view);
  const part = (priority: number, name: string, ms: number | null, style: StyleName) => ({
    priority,
    line: ms === null ? [] : [span(`${name} `, 'muted'), span(millisecondsText(ms), style)],
  });
  return noteOf(view, width, [
    part(2, 'p50', slot.p50Ms, 'median'),
    part(3, 'p95', slot.p95Ms, 'accent'),
    part(1, 'p99', slot.p99Ms, 'tail'),
    part(4, 'max', slot.maxMs, 'extreme'),
  ]);
}

/** How many requests ended in the slot under the crosshair, and how long most of them took. */
export function heatNote(view: TimeView, width: number): Line {
  const slot = slotAtCursor(view);
  if (slot === null) return emptyNote(view);
  let count = 0;
  let most = 0;
  let mostAt = 0;
  for (let at = 0; at < slot.spread.length; at += 2) {
    const here = slot.spread[at + 1]!;
    count += here;
    if (here > most) [most, mostAt] = [here, slot.spread[at]!];
  }
  const around = most === 0 ? [] : [span('most near ', 'muted'), span(millisecondsText(bucketMiddleMs(mostAt)))];
  return noteOf(view, width, [
    { priority: 1, line: [span(countText(count), 'strong'), span(' answers', 'muted')] },
    { priority: 2, line: around },
    { priority: 3, line: [span('good ', 'muted'), span(rateText(slot.achievedPerSecond))] },
  ]);
}

/** One value under the crosshair. */
export function valueNote(view: TimeView, name: string, value: number | null): Line {
  if (value === null) return emptyNote(view);
  return noteOf(view, Number.POSITIVE_INFINITY, [
    { priority: 1, line: [span(`${name} `, 'muted'), span(countText(value), 'strong')] },
  ]);
}

function noteOf(view: TimeView, width: number, parts: Parameters<typeof fitParts>[0]): Line {
  return fitParts([{ priority: 0, line: [timeSpan(view)] }, ...parts], width);
}

function emptyNote(view: TimeView): Line {
  return view.cursor === null ? [] : [timeSpan(view), span('  no answer', 'muted')];
}

function timeSpan(view: TimeView) {
  return span(clockText((view.cursor ?? 0) * view.lengthMs), 'focus');
}
