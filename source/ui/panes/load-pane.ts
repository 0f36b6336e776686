import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { LoadView } from '../../store/selectors/load.js';
import type { Canvas, Painter } from '../canvas.js';
import { outcomeWords, runStateSpan } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, lineWidth, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { roundScale } from '../widgets/line-chart.js';
import { sparkline } from '../widgets/sparkline.js';

/** Rows that the pane fills at the most, border included: every line, a second one of outcomes, and the requests by name. */
export function mostLoadRows(requests: number): number {
  return 12 + (requests === 0 ? 0 : 1 + requests);
}

const labelWidth = 10;
const valueWidth = 9;

/** The load: what is asked for, what goes out, what comes back, and how it ended. */
export const paintLoad: Painter<LoadView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const top = Math.max(0, ...view.targetHistory.values.slice(-width).map((value) => value ?? 0));
  // A scale that moved with every new peak would draw every bar anew.
  const peak = roundScale(Math.max(top, ...view.achievedHistory.values.slice(-width).map((value) => value ?? 0)));
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
      priority: 3,
      line: pair('offered', rate(view.offeredPerSecond), view.phase === null ? '' : `phase ${view.phase}`),
    },
    { priority: 0, line: gauge('achieved', rate(view.achievedPerSecond), view.achievedHistory, 'good', peak) },
    { priority: 1, line: gauge('in flight', count(view.inFlight), view.inFlightHistory, 'accent', null) },
    { priority: 5, line: pair('waiting', count(view.waiting), connections(view)) },
    { priority: 2, line: outcomeLines[0] ?? [] },
    ...outcomeLines.slice(1).map((line): Row => ({ priority: 3, line })),
    { priority: 6, line: totals(view) },
    { priority: 3, line: sendLag(view) },
    ...requestLines(view, width).map((line): Row => ({ priority: 4, line })),
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
    ...(view.resent === 0 ? [] : [span('  sent again ', 'muted'), span(countText(view.resent), 'warning')]),
  ];
}

/** A line for each name of request, under a head of its own. */
function requestLines(view: LoadView, width: number): readonly Line[] {
  if (view.requests.length === 0) return [];
  const columns = 9;
  const nameWidth = Math.max(8, width - 4 * columns);
  const cells = (texts: readonly string[]): string => texts.map((text) => fit(text, columns, 'right')).join('');
  return [
    [span(fit('request', nameWidth), 'muted'), span(cells(['good', 'p50', 'p99', 'failed']), 'muted')],
    ...view.requests.map(({ name, achievedPerSecond, p50Ms, p99Ms, badRatio }): Line => {
      const ms = (value: number | null): string => (value === null ? '-' : millisecondsText(value));
      const isBad = badRatio !== null && badRatio > 0;
      return [
        span(fit(name, nameWidth)),
        span(cells([rate(achievedPerSecond), ms(p50Ms), ms(p99Ms)]), 'strong'),
        span(cells([badRatio === null ? '-' : shareText(badRatio)]), isBad ? 'critical' : 'good'),
      ];
    }),
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
