import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { LoadView } from '../../store/selectors/load.js';
import type { Canvas, Painter } from '../canvas.js';
import { outcomeWords, runStateSpan } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, lineWidth, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { sparkline } from '../widgets/sparkline.js';

/** Rows that the pane fills at the most, border included: every line and a second one of outcomes. */
export const loadRows = 12;

const labelWidth = 10;
const valueWidth = 9;

/** The load: what is asked for, what goes out, what comes back, and how it ended. */
export const paintLoad: Painter<LoadView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const top = Math.max(0, ...view.targetHistory.slice(-width).map((value) => value ?? 0));
  const peak = Math.max(top, ...view.achievedHistory.slice(-width).map((value) => value ?? 0));
  const gauge = (
    label: string,
    value: string,
    history: LoadView['targetHistory'],
    style: StyleName,
    of: number | null,
  ): Line => [
    span(fit(label, labelWidth), 'muted'),
    span(fit(value, valueWidth, 'right'), 'strong'),
    span('  '),
    span(sparkline(history, width - labelWidth - valueWidth - 2, canvas.glyphs, of), style),
  ];
  const outcomeLines = wrapSpans(outcomeSpans(view), width);
  const rows: Row[] = [
    { priority: 0, line: gauge('target', rate(view.targetPerSecond), view.targetHistory, 'muted', peak) },
    {
      priority: 4,
      line: pair('offered', rate(view.offeredPerSecond), view.phase === null ? '' : `phase ${view.phase}`),
    },
    { priority: 0, line: gauge('achieved', rate(view.achievedPerSecond), view.achievedHistory, 'good', peak) },
    { priority: 1, line: gauge('in flight', count(view.inFlight), view.inFlightHistory, 'accent', null) },
    { priority: 5, line: pair('waiting', count(view.waiting), connections(view)) },
    { priority: 2, line: outcomeLines[0] ?? [] },
    ...outcomeLines.slice(1).map((line): Row => ({ priority: 3, line })),
    { priority: 6, line: totals(view) },
    { priority: 3, line: sendLag(view) },
  ];
  return paintFrame({ title: 'load', note: stateNote(view, canvas) }, chooseRows(rows, height), canvas);
};

function stateNote(view: LoadView, canvas: Canvas): Line {
  return [runStateSpan(view.state, canvas.glyphs)];
}

function pair(label: string, value: string, more: string): Line {
  return [
    span(fit(label, labelWidth), 'muted'),
    span(fit(value, valueWidth, 'right'), 'strong'),
    span(`  ${more}`, 'muted'),
  ];
}

function connections(view: LoadView): string {
  return view.connectionsOpen === null ? '' : `${countText(view.connectionsOpen)} connections`;
}

function outcomeSpans(view: LoadView): readonly (readonly Span[])[] {
  if (view.ended === 0) return [[span('no request has ended yet', 'muted')]];
  return view.outcomes
    .filter(({ outcome, count: times }) => outcome === 'ok' || times > 0)
    .map(({ outcome, share }) => [
      span(`${outcomeWords[outcome]} `, 'muted'),
      span(shareText(share), outcome === 'ok' ? 'good' : 'critical'),
    ]);
}

/** Groups of spans set one after the other, two cells apart, on as many lines as they need. */
function wrapSpans(groups: readonly (readonly Span[])[], width: number): readonly Line[] {
  const lines: Span[][] = [];
  for (const group of groups) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + 2 + lineWidth(group) <= width) last.push(span('  '), ...group);
    else lines.push([...group]);
  }
  return lines;
}

function totals(view: LoadView): Line {
  return [
    span('sent ', 'muted'),
    span(countText(view.sent)),
    span(' of ', 'muted'),
    span(countText(view.due)),
    span(' due', 'muted'),
  ];
}

function sendLag(view: LoadView): Line {
  const ms = (value: number | null): string => (value === null ? '-' : millisecondsText(value));
  return [
    span('send lag p99 ', 'muted'),
    span(ms(view.sendLagP99Ms)),
    span('  max ', 'muted'),
    span(ms(view.sendLagMaxMs)),
  ];
}

function rate(perSecond: number | null): string {
  return perSecond === null ? '-' : rateText(perSecond);
}

function count(value: number | null): string {
  return value === null ? '-' : countText(value);
}
