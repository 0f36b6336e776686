import type { Verdict } from '../../model/discovery.js';
import { countText } from '../../model/quantity-text.js';
import type { DiscoveryView } from '../../store/selectors/discovery.js';
import type { Glyphs } from '../glyphs.js';
import { joinSpans, type Line, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';

type Mark = { readonly at: number; readonly text: string; readonly style: StyleName };

/** A logarithmic axis of rates, `width` columns wide. */
type Axis = { readonly columnOf: (rate: number) => number; readonly marks: readonly Mark[] };

/**
 * The rates tried on a logarithmic axis, in three lines: the probe under way above; then what is known to be carried,
 * what is not known yet and what is known to be too much, with the probes on it; then the bounds below.
 */
export function bracketLines(view: DiscoveryView, width: number, glyphs: Glyphs): readonly Line[] {
  const axis = axisOf(view, width, glyphs);
  if (axis === null) return [];
  const above = view.isDone ? view.estimatePerSecond : (view.current?.perSecond ?? null);
  const pointer: Mark[] = above === null ? [] : [pointerMark(view, above, axis.columnOf(above), width, glyphs)];
  return [placed(pointer), joinSpans(axis.marks), placed(boundMarks(view, axis.columnOf, width))];
}

/** The same axis on one line, between its bounds. */
export function bracketLine(view: DiscoveryView, width: number, glyphs: Glyphs): readonly Line[] {
  const bound = (rate: number | null): string => (rate === null ? '?' : countText(rate));
  const left = `${bound(view.lowerPerSecond)} `;
  const right = ` ${bound(view.upperPerSecond)}`;
  const axis = axisOf(view, width - left.length - right.length, glyphs);
  return axis === null ? [] : [[span(left, 'good'), ...joinSpans(axis.marks), span(right, 'critical')]];
}

/** Null before any rate was tried, and where there is no room. */
function axisOf(view: DiscoveryView, width: number, glyphs: Glyphs): Axis | null {
  const rates = [
    ...view.probes.map((probe) => probe.perSecond),
    ...[view.current?.perSecond, view.lowerPerSecond, view.upperPerSecond, view.estimatePerSecond],
  ].filter((rate): rate is number => typeof rate === 'number' && rate > 0 && Number.isFinite(rate));
  if (rates.length === 0 || width < 10) return null;
  const { low, high } = rangeOf(view, rates);
  const columnOf = (rate: number): number =>
    Math.round((Math.log(Math.min(high, Math.max(low, rate)) / low) / Math.log(high / low)) * (width - 1));
  const lower = view.lowerPerSecond === null ? -1 : columnOf(view.lowerPerSecond);
  const upper = view.upperPerSecond === null ? width : columnOf(view.upperPerSecond);
  const marks = Array.from({ length: width }, (_, column): Mark => {
    if (column <= lower) return { at: column, text: glyphs.carries, style: 'good' };
    if (column >= upper) return { at: column, text: glyphs.breaks, style: 'critical' };
    return { at: column, text: glyphs.unknown, style: 'muted' };
  });
  for (const probe of view.probes.toReversed()) {
    if (probe.perSecond < low || probe.perSecond > high) continue;
    const at = columnOf(probe.perSecond);
    marks[at] = { at, ...probeMark(probe.verdict, glyphs) };
  }
  return { columnOf, marks };
}

function probeMark(verdict: Verdict, glyphs: Glyphs): Pick<Mark, 'text' | 'style'> {
  if (verdict === 'meets') return { text: glyphs.yes, style: 'good' };
  return verdict === 'unclear' ? { text: glyphs.unclear, style: 'warning' } : { text: glyphs.no, style: 'critical' };
}

/** Everything tried, until there is a bracket; then the axis closes in on it, so that it keeps about a third of the width. */
function rangeOf(view: DiscoveryView, rates: readonly number[]): { readonly low: number; readonly high: number } {
  const { lowerPerSecond: lower, upperPerSecond: upper } = view;
  if (lower === null || upper === null || upper <= lower) {
    return { low: Math.min(...rates) / 1.15, high: Math.max(...rates) * 1.3 };
  }
  const around = Math.max(1.02, upper / lower);
  return { low: lower / around, high: upper * around };
}

function pointerMark(view: DiscoveryView, rate: number, at: number, width: number, glyphs: Glyphs): Mark {
  const label = view.isDone ? `${countText(rate)}/s` : `${countText(rate)}`;
  const style: StyleName = view.isDone ? 'good' : 'accent';
  const right = `${glyphs.down} ${label}`;
  return at + right.length <= width
    ? { at, text: right, style }
    : { at: at - label.length - 1, text: `${label} ${glyphs.down}`, style };
}

/** The bounds under their places: the lower one ends at its column, the upper one begins at its column. */
function boundMarks(view: DiscoveryView, columnOf: (rate: number) => number, width: number): readonly Mark[] {
  const marks: Mark[] = [];
  if (view.lowerPerSecond !== null) {
    const text = `carries ${countText(view.lowerPerSecond)}`;
    marks.push({ at: Math.max(0, columnOf(view.lowerPerSecond) - text.length + 1), text, style: 'good' });
  }
  if (view.upperPerSecond !== null) {
    const text = `${countText(view.upperPerSecond)} is too much`;
    const at = Math.max(0, Math.min(columnOf(view.upperPerSecond), width - text.length));
    marks.push({ at, text, style: 'critical' });
  }
  const [lower, upper] = marks;
  if (lower === undefined || upper === undefined) return marks;
  // Bounds close together: the left one gives way as far as it can, then the right one.
  const left = Math.max(0, Math.min(lower.at, upper.at - lower.text.length - 2));
  return [
    { ...lower, at: left },
    { ...upper, at: Math.max(upper.at, left + lower.text.length + 2) },
  ];
}

function placed(marks: readonly Mark[]): Line {
  const spans: Span[] = [];
  let column = 0;
  for (const mark of marks) {
    spans.push(span(' '.repeat(Math.max(0, mark.at - column))), span(mark.text, mark.style));
    column = Math.max(column, mark.at) + mark.text.length;
  }
  return spans;
}
