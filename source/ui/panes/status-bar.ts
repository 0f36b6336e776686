import { clockText } from '../../model/clock-text.js';
import { countText, millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { ReplayStatus } from '../../model/replay.js';
import type { StatusView } from '../../store/selectors/status.js';
import type { Look } from '../canvas.js';
import { runStateSpan } from '../state-words.js';
import { type Line, renderLine, type Span, span, spread } from '../text/line.js';
import type { ViewerKind } from '../viewer.js';
import { fitParts } from '../widgets/fit-parts.js';

/** What the status bar shows besides the session's own state. */
export type StatusBarView = {
  readonly status: StatusView;
  readonly mode: Mode;
  readonly isRecording: boolean;
};

/**
 * What a viewer looks at, in words; `behindMs`: how far back from the newest it is, 0 where the display just stands, null
 * where it does not stand.
 */
export type Mode = {
  readonly kind: ViewerKind;
  readonly behindMs: number | null;
  readonly replay?: ReplayStatus | null;
};

/** From here on there is room for the name, the target rate and the limit. */
const wide = 100;

/** The top line: who, in which mode, in which state, how fast, how good, how long. */
export function paintStatusBar(view: StatusBarView, width: number, look: Look): string {
  const { status } = view;
  const { glyphs } = look;
  const isWide = width >= wide;
  const replay = view.mode.replay ?? null;
  const right = fitParts(
    [
      {
        priority: 1,
        line: [
          span(clockText(status.clockMs), 'strong'),
          ...(replay === null ? [] : [span(` of ${clockText(replay.toMs)}`, 'muted')]),
        ],
      },
      { priority: 2, line: view.isRecording ? [span(`${glyphs.record} REC`, 'critical')] : [] },
    ],
    Math.max(0, Math.floor(width / 3)),
  );
  const rightWidth = right.reduce((sum, part) => sum + part.text.length, 0);
  const left = fitParts(
    [
      { priority: 5, line: isWide ? [span(`${glyphs.brand} plimsoll`, 'accent')] : [] },
      {
        priority: 0,
        line: isWide ? modeSpans(view, look) : [span(`${glyphs.brand} `, 'accent'), ...modeSpans(view, look)],
      },
      { priority: 3, line: replay === null ? [] : stepSpans(replay) },
      { priority: 1, line: status.hasLoad ? stateSpans(status, isWide, look) : [span('watching', 'good')] },
      { priority: 2, line: rateSpans(status, isWide) },
      { priority: 3, line: latencySpans(status, isWide, look) },
      { priority: 4, line: errorSpans(status, look) },
      { priority: 6, line: status.target === null ? [] : [span(status.target, 'muted')] },
    ],
    Math.max(0, width - 2 - (rightWidth === 0 ? 0 : rightWidth + 2)),
  );
  return renderLine([span(' '), ...spread(left, right, width - 2), span(' ')], width, look.theme);
}

function modeSpans(view: StatusBarView, look: Look): Line {
  const { glyphs } = look;
  const { kind, behindMs } = view.mode;
  const rights: Line =
    kind === 'read-only'
      ? [span(`${glyphs.live} READ-ONLY`, 'warning')]
      : kind === 'replay'
        ? replaySpans(view.mode.replay ?? null, look)
        : [];
  if (behindMs !== null) {
    const back = behindMs < 1000 ? '' : ` -${clockText(behindMs)}`;
    const frozen = span(` ${glyphs.frozen} FROZEN${back} `, 'badge');
    return rights.length === 0 ? [frozen] : [frozen, span(' '), ...rights];
  }
  if (kind === 'replay') return rights;
  const { isEnded } = view.status;
  if (kind === 'live' || isEnded) {
    const state = isEnded ? span(`${glyphs.frozen} ENDED`, 'muted') : span(`${glyphs.live} LIVE`, 'good');
    return rights.length === 0 ? [state] : [state, span(' '), ...rights];
  }
  return rights;
}

/** That it is a recording, how fast it goes, and what it does. */
function replaySpans(replay: ReplayStatus | null, { glyphs }: Look): Line {
  if (replay === null) return [span(` ${glyphs.play} REPLAY `, 'badge')];
  const { state, speed, writer, awaitedMs, readRatio } = replay;
  const glyph = state === 'playing' ? glyphs.play : state === 'following' ? glyphs.live : glyphs.frozen;
  const badge = span(` ${glyph} REPLAY ${speed}x `, 'badge');
  if (awaitedMs !== null) return [badge, span(` reading ${Math.floor(readRatio * 100)} %`, 'warning')];
  switch (state) {
    case 'playing':
      return [badge];
    case 'paused':
      return [badge, span(' paused', 'muted')];
    case 'following':
      return [badge, span(' following', 'good')];
    case 'ended':
      return [badge, writer === 'interrupted' ? span(' interrupted here', 'warning') : span(' end', 'muted')];
  }
}

function stepSpans({ step, steps }: ReplayStatus): Line {
  return [span('step ', 'muted'), span(countText(step), 'strong'), span(` of ${countText(steps)}`, 'muted')];
}

/** How the run is, and how long it has been: the clock at the right is the session's. */
function stateSpans(status: StatusView, isWide: boolean, { glyphs }: Look): Line {
  const state = runStateSpan(status.state, glyphs);
  return isWide && status.loadMs !== null ? [state, span(` ${clockText(status.loadMs)}`, 'muted')] : [state];
}

function rateSpans(status: StatusView, isWide: boolean): Line {
  if (status.achievedPerSecond === null && status.targetPerSecond === null) return [];
  const target: Span[] =
    status.targetPerSecond === null || !isWide ? [] : [span(' of ', 'muted'), span(rateText(status.targetPerSecond))];
  return [span(status.achievedPerSecond === null ? '-' : rateText(status.achievedPerSecond), 'strong'), ...target];
}

function latencySpans(status: StatusView, isWide: boolean, look: Look): Line {
  if (!status.hasLoad || (status.latencyMs === null && !status.isUnanswered)) return [];
  const name = status.statistic === 'p999' ? 'p99.9' : status.statistic;
  const value = status.latencyMs === null ? 'unanswered' : millisecondsText(status.latencyMs);
  if (status.limitMs === null) return [span(`${name} `, 'muted'), span(value, 'strong')];
  const isMet = status.latencyMs !== null && status.latencyMs < status.limitMs;
  return [
    span(`${name} `, 'muted'),
    span(`${value} ${isMet ? look.glyphs.yes : look.glyphs.no}`, isMet ? 'good' : 'critical'),
    span(isWide ? ` <${millisecondsText(status.limitMs).replace('.0', '')}` : '', 'muted'),
  ];
}

function errorSpans(status: StatusView, look: Look): Line {
  if (!status.hasLoad || status.errorRatio === null) return [];
  const isOver = status.errorLimitRatio === null ? status.errorRatio > 0 : status.errorRatio >= status.errorLimitRatio;
  const mark = isOver ? ` ${look.glyphs.alert}` : '';
  return [span('errors ', 'muted'), span(`${shareText(status.errorRatio)}${mark}`, isOver ? 'critical' : 'good')];
}
