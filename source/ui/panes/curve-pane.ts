import { countText, rateText } from '../../model/quantity-text.js';
import type { CurveDot, CurveView } from '../../store/selectors/curve.js';
import type { Canvas, Painter } from '../canvas.js';
import { type Line, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';
import { tickLabels } from '../widgets/band-chart.js';
import { type CellPlot, createCellPlot } from '../widgets/cell-plot.js';
import { fitParts } from '../widgets/fit-parts.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { logScale } from '../widgets/log-scale.js';

const axisWidth = 7;

/**
 * p99 against the rate that was achieved (not the one asked for: only so does overload fold back), one dot a probe, with the
 * objective as a rule and the knee and the load line as uprights.
 */
export const paintCurve: Painter<CurveView> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const lines = width < 24 || height < 4 ? [] : chartLines(view, canvas, width, height);
  const empty: Line = [
    span(lines.length === 0 && view.dots.length > 0 ? 'zoom to see it' : 'no probe to show', 'muted'),
  ];
  return paintFrame(
    { title: 'p99 against achieved rate', note: noteOf(view, width) },
    lines.length === 0 ? [empty] : lines,
    canvas,
  );
};

function noteOf(view: CurveView, width: number): Line {
  const line = view.linePerSecond;
  const knee = view.kneePerSecond;
  return fitParts(
    [
      {
        priority: 0,
        line: line === null ? [] : [span(`${view.isLineFinal ? 'line' : 'carries'} ${rateText(line)}`, 'good')],
      },
      {
        priority: 1,
        line: knee === null ? [] : [span(`knee ~${rateText(knee)}`, 'accent')],
      },
    ],
    Math.max(0, width - 32),
  );
}

function chartLines(view: CurveView, canvas: Canvas, width: number, height: number): readonly Line[] {
  const { glyphs } = canvas;
  const all = view.now === null ? view.dots : [...view.dots, view.now];
  const known = all.filter(({ achievedPerSecond, p99Ms }) => Number.isFinite(achievedPerSecond) && p99Ms > 0);
  if (known.length === 0) return [];
  const columns = width - axisWidth;
  const rows = height - 2;
  const highest = Math.max(view.linePerSecond ?? 0, ...known.map(({ achievedPerSecond }) => achievedPerSecond));
  const top = Number.isFinite(highest) && highest > 0 ? highest * 1.06 : 1;
  const scale = logScale([...known.map(({ p99Ms }) => p99Ms), ...(view.limitMs === null ? [] : [view.limitMs])]);
  const columnOf = (rate: number): number => Math.round((Math.min(top, Math.max(0, rate)) / top) * (columns - 1));
  const rowOf = (ms: number): number => rows - 1 - Math.round(scale.at(ms) * (rows - 1));
  const plot = createCellPlot(columns, rows);
  if (view.limitMs !== null) rule(plot, rowOf(view.limitMs), columns, view.limitText ?? '', glyphs.rule);
  if (view.kneePerSecond !== null) upright(plot, columnOf(view.kneePerSecond), rows, glyphs.upright, 'accent');
  if (view.linePerSecond !== null) upright(plot, columnOf(view.linePerSecond), rows, glyphs.divider, 'good');
  for (const dot of view.dots) {
    const [text, style] = dotOf(dot, canvas);
    plot.put(rowOf(dot.p99Ms), columnOf(dot.achievedPerSecond), text, style);
  }
  if (view.now !== null) plot.put(rowOf(view.now.p99Ms), columnOf(view.now.achievedPerSecond), glyphs.here, 'strong');
  const ticks = tickLabels(scale, rowOf);
  return [
    ...plot
      .lines()
      .map(
        (line, row): Line => [
          span(`${(ticks.get(row) ?? '').padStart(axisWidth - 2)} ${glyphs.divider}`, 'muted'),
          ...line,
        ],
      ),
    rateAxis(top, columns, canvas),
    legend(view, canvas, columns),
  ];
}

function dotOf(dot: CurveDot, { glyphs }: Canvas): readonly [string, StyleName] {
  switch (dot.verdict) {
    case null:
      return [glyphs.live, 'accent'];
    case 'meets':
      return [glyphs.yes, 'good'];
    case 'unclear':
      return [glyphs.unclear, 'warning'];
    case 'misses':
    case 'tripped':
      return [glyphs.no, 'critical'];
  }
}

function rule(plot: CellPlot, row: number, columns: number, text: string, glyph: string): void {
  const label = ` ${text} `;
  const isShown = label.length + 6 <= columns && /^[ -~]*$/.test(label);
  for (let column = 0; column < columns; column++) {
    plot.put(row, column, (isShown && column >= 2 ? label[column - 2] : undefined) ?? glyph, 'rule');
  }
}

function upright(plot: CellPlot, column: number, rows: number, glyph: string, style: StyleName): void {
  for (let row = 0; row < rows; row++) plot.put(row, column, glyph, style);
}

function rateAxis(top: number, columns: number, { glyphs }: Canvas): Line {
  const step = niceStep(top / Math.max(1, Math.floor(columns / 9)));
  let text = '';
  for (let rate = 0; rate < top && step > 0; rate += step) {
    const column = Math.round((rate / top) * (columns - 1));
    const label = `${glyphs.corner}${countText(rate)}`;
    if (column < text.length || column + label.length > columns) continue;
    text = text.padEnd(column) + label;
  }
  return [span(' '.repeat(axisWidth)), span(text, 'muted')];
}

function niceStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least));
  return Math.max(1, ([1, 2, 5].find((step) => step * decade >= least) ?? 10) * decade);
}

function legend(view: CurveView, { glyphs }: Canvas, width: number): Line {
  const isJudged = view.dots.some(({ verdict }) => verdict !== null);
  const entry = (glyph: string, style: StyleName, word: string): Span[] => [
    span(glyph, style),
    span(` ${word}`, 'muted'),
  ];
  const parts = [
    { priority: 0, line: view.now === null ? [] : entry(glyphs.here, 'strong', 'now') },
    { priority: 1, line: isJudged ? entry(glyphs.yes, 'good', 'meets') : entry(glyphs.live, 'accent', '10 s') },
    { priority: 1, line: isJudged ? entry(glyphs.no, 'critical', 'misses') : [] },
    {
      priority: 2,
      line:
        view.linePerSecond === null ? [] : entry(glyphs.divider, 'good', view.isLineFinal ? 'load line' : 'carried'),
    },
    { priority: 3, line: view.kneePerSecond === null ? [] : entry(glyphs.upright, 'accent', 'knee') },
    { priority: 4, line: [span('good replies/s', 'muted')] },
  ];
  return [span(' '.repeat(axisWidth)), ...fitParts(parts, width)];
}
