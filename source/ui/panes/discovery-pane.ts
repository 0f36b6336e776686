import { clockText, secondsText } from '../../model/clock-text.js';
import { countText, rateText, shareText } from '../../model/quantity-text.js';
import type { JudgedProbe } from '../../store/discovery-state.js';
import type { DiscoveryView } from '../../store/selectors/discovery.js';
import type { Canvas, Painter } from '../canvas.js';
import { verdictSpan } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, lineWidth, type Span, span, spread } from '../text/line.js';
import { bracketLine, bracketLines } from '../widgets/bracket-axis.js';
import { fitParts } from '../widgets/fit-parts.js';
import { innerSize, paintFrame } from '../widgets/frame.js';

/** The search for the load line: its phase, the bracket so far, and the probes with their verdicts. */
export const paintDiscovery: Painter<DiscoveryView | null> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  if (view === null) return paintFrame({ title: 'discovery' }, [[span('the search has not begun', 'muted')]], canvas);
  const axis = (height >= 7 ? bracketLines : height >= 4 ? bracketLine : () => [])(view, width, canvas.glyphs);
  const lines = [headLine(view, width), nowLine(view, width, canvas), ...axis];
  const rest = Math.max(0, height - lines.length);
  // Where there is room, what is counted as bad is said below.
  const room = rest >= roomForLegend ? rest - 1 : rest;
  const probes = view.probes.slice(0, room).map((probe) => probeLine(probe, canvas, width));
  const legend = probes.length > 0 && rest > room ? [[span(badLegend, 'muted')]] : [];
  return paintFrame({ title: 'discovery', note: note(view, canvas) }, [...lines, ...probes, ...legend], canvas);
};

const roomForLegend = 5;
const badLegend = 'bad: failed, or answered after the limit';

function note(view: DiscoveryView, canvas: Canvas): Line {
  if (!view.isDone) return [span(`${canvas.glyphs.play} ${view.phase}`, 'accent')];
  return view.estimatePerSecond === null
    ? [span(`${canvas.glyphs.alert} no line found`, 'warning')]
    : [span(`${canvas.glyphs.yes} done`, 'good')];
}

function headLine(view: DiscoveryView, width: number): Line {
  const known: Span[] =
    view.estimatePerSecond !== null
      ? [span('load line ', 'muted'), span(rateText(view.estimatePerSecond), 'good')]
      : [
          span(view.isDone ? 'highest that met ' : 'best so far ', 'muted'),
          span(view.bestPerSecond === null ? '-' : rateText(view.bestPerSecond), 'good'),
        ];
  const widthText: Span[] =
    view.isDone || view.widthRatio === null
      ? intervalSpans(view)
      : [span('width ', 'muted'), span(shareText(view.widthRatio))];
  const forecast: Line = view.leftMs === null ? [] : [span(`, about ${clockText(view.leftMs)} left`, 'muted')];
  const used: Line = [span('used ', 'muted'), span(clockText(view.usedMs)), ...forecast];
  const left = fitParts(
    [
      { priority: 0, line: known },
      { priority: 1, line: widthText },
    ],
    width - lineWidth(used) - 2,
    3,
  );
  return spread(left, used, width);
}

function intervalSpans(view: DiscoveryView): Span[] {
  if (view.interval === null) return [];
  const [low, high] = view.interval;
  return [span(`between ${countText(low)} and ${countText(high)}`, 'muted')];
}

function nowLine(view: DiscoveryView, width: number, canvas: Canvas): Line {
  const { current } = view;
  if (current === null) return [span(view.isDone ? 'the search is done' : view.reason || view.phase, 'muted')];
  const left: Line = [
    span(`${canvas.glyphs.play} trying `, 'accent'),
    span(rateText(current.perSecond), 'strong'),
    span(`  ${current.phase}`, 'muted'),
  ];
  return spread(left, [span(`${secondsText(current.leftMs)} left`, 'muted')], width);
}

function probeLine(probe: JudgedProbe, canvas: Canvas, width: number): Line {
  const { text, style } = verdictSpan(probe.verdict, canvas.glyphs);
  const facts: Line = [
    span(fit(text, 10), style),
    span(fit(rateText(probe.perSecond), 9, 'right'), 'strong'),
    span(fit(`bad ${shareText(probe.badRatio)}`, 13, 'right')),
  ];
  const room = width - lineWidth(facts) - 2;
  return room < 12 ? facts : [...facts, span(`  ${fit(probe.reason, room, 'left', canvas.glyphs.ellipsis)}`, 'muted')];
}
