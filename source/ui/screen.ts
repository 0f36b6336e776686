import type { ReplayStatus } from '../model/replay.js';
import { type PaneId, paneIds } from '../model/screen.js';
import { selectAlerts } from '../store/selectors/alerts.js';
import { selectAnswer } from '../store/selectors/answer.js';
import { selectDiscovery } from '../store/selectors/discovery.js';
import { selectJobs } from '../store/selectors/jobs.js';
import { selectLog } from '../store/selectors/log.js';
import { selectServers } from '../store/selectors/servers.js';
import { type StatusView, selectStatus } from '../store/selectors/status.js';
import { selectStreams } from '../store/selectors/streams.js';
import { type Moment, selectTimeline } from '../store/selectors/timeline.js';
import type { SessionView } from '../store/state.js';
import type { Canvas, Look } from './canvas.js';
import type { Tile } from './display/display.js';
import type { Keymap } from './keys/keymap.js';
import { questionOf } from './keys/load-keys.js';
import type { ScreenState } from './keys/screen-state.js';
import { isAnswerShown } from './keys/view-keys.js';
import { isTooSmall, type LayoutRequest, planLayout } from './layout.js';
import { alertRows, paintAlertStrip } from './panes/alert-strip.js';
import { bannerHeight, paintBanner } from './panes/banner.js';
import { paintHintBar } from './panes/hint-bar.js';
import { mostLoadRows } from './panes/load-pane.js';
import { paintPane } from './panes/paint-pane.js';
import { type Mode, paintStatusBar } from './panes/status-bar.js';
import { streamRows } from './panes/streams-pane.js';
import { paintSummary } from './panes/summary.js';
import { paintTimeline } from './panes/timeline.js';
import { presetPanes } from './presets.js';
import type { ScreenSize, ViewerKind } from './viewer.js';

/** Everything that one frame of one viewer depends on. */
export type ScreenRequest = {
  readonly view: SessionView;
  /** The time that is shown; with `view` it may lie in the past. */
  readonly nowMs: number;
  readonly screen: ScreenState;
  readonly size: ScreenSize;
  readonly look: Look;
  readonly isRecording: boolean;
  /** Who looks at what. */
  readonly kind?: ViewerKind;
  /** The newest of the session, where the past is shown: the timeline goes on to it. */
  readonly newest?: { readonly view: SessionView; readonly nowMs: number; readonly moments?: readonly Moment[] };
  /** What a replay does; null in a live session. */
  readonly replay?: ReplayStatus | null;
  /** Time as it passes for the viewer, where that is not the time shown: notices end by it. */
  readonly tickMs?: number;
  readonly keymap?: Keymap;
};

/** A tile, and the pane that it is; null for bars and banners. */
export type ScreenTile = Tile & { readonly pane: PaneId | null };

/** The pane at a cell; null where there is none. */
export function paneAt(tiles: readonly ScreenTile[], row: number, column: number): PaneId | null {
  const hit = tiles.findLast(
    (tile) =>
      row >= tile.row &&
      row < tile.row + tile.lines.length &&
      column >= tile.column &&
      column < tile.column + tile.width,
  );
  return hit?.pane ?? null;
}

/** The panes that a session has: what it neither loads, watches nor searches has none. */
export function panesOf(view: SessionView): readonly PaneId[] {
  const kind = view.head?.kind;
  const hasLoad = kind !== 'monitor' && kind !== 'jobs';
  const has: { readonly [pane in PaneId]: boolean } = {
    load: hasLoad,
    latency: hasLoad,
    servers: view.servers.length > 0 || view.streams.length > 0,
    streams: view.streams.length > 0,
    discovery: view.discovery !== null || kind === 'discovery' || kind === 'demo' || kind === 'jobs',
    events: true,
    heatmap: hasLoad,
    curve: hasLoad,
    queues: hasLoad || view.streams.length > 0,
    run: hasLoad,
  };
  return paneIds.filter((pane) => has[pane]);
}

/** From here on the timeline has a row. */
const timelineFrom = { columns: 60, rows: 30 } as const;

/** Paints one frame: tiles that cover exactly the screen. Pure. */
export function composeScreen(request: ScreenRequest): readonly ScreenTile[] {
  const { view, nowMs, screen, size, look } = request;
  const { columns, rows } = size;
  const status = selectStatus(view, nowMs);
  const full = (row: number, line: string): ScreenTile => ({
    row,
    column: 0,
    width: columns,
    lines: [line],
    pane: null,
  });
  const mode = modeOf(request);
  const top = full(0, paintStatusBar({ status, mode, isRecording: request.isRecording }, columns, look));
  if (rows < 2) return [top];
  const notice =
    screen.notice !== null && screen.notice.untilMs > (request.tickMs ?? nowMs) ? screen.notice : faultOf(request);
  // Keys act on the session as it is now, whatever moment of it is shown.
  const present = request.newest?.view ?? view;
  const hints = {
    screen: { ...screen, notice, question: questionOf(screen, present.run.state) },
    runState: present.run.state,
    hasLoad: status.hasLoad,
    hasPlan: present.head?.kind === 'run',
    ratePerSecond: present.rate?.perSecond ?? null,
    isHeld: present.rate?.isHeld ?? false,
    isSteerable: (request.kind ?? 'live') === 'live',
    replay: request.replay ?? null,
    ...(request.keymap === undefined ? {} : { keymap: request.keymap }),
  };
  const bottom = full(rows - 1, paintHintBar(hints, columns, look));
  if (rows === 2) return [top, bottom];
  const alerts = selectAlerts(view, nowMs);
  const strip = alertRows(alerts, rows);
  const stripTiles = (row: number): readonly ScreenTile[] => {
    if (alerts === null || strip === 0) return [];
    return [{ row, column: 0, width: columns, lines: paintAlertStrip(alerts, columns, strip, look), pane: null }];
  };
  if (columns < timelineFrom.columns || rows < timelineFrom.rows)
    return [top, ...stripTiles(1), ...bodyTiles(request, status, 1 + strip), bottom];
  const newest = request.newest ?? { view, nowMs };
  const timeline = selectTimeline(newest.view, newest.nowMs, newest.moments);
  const line = full(1, paintTimeline(timeline, nowMs, columns, look));
  return [top, line, ...stripTiles(2), ...bodyTiles(request, status, 2 + strip), bottom];
}

/** What keeps a recording from being read stands for as long as it is so. */
function faultOf({ replay = null }: ScreenRequest): ScreenState['notice'] {
  return replay === null || replay.fault === null ? null : { text: replay.fault, untilMs: Number.POSITIVE_INFINITY };
}

function modeOf({ screen, kind = 'live', newest, nowMs, replay = null }: ScreenRequest): Mode {
  if (!screen.frozen) return { kind, behindMs: null, replay };
  return { kind, replay, behindMs: screen.atMs === null ? 0 : Math.max(0, (newest?.nowMs ?? nowMs) - nowMs) };
}

/** The panes that the session has and the viewer wants to see; a zoomed one always. */
function shownPanes(view: SessionView, screen: ScreenState): readonly PaneId[] {
  const wanted = presetPanes[screen.preset];
  const panes = panesOf(view);
  const shown = panes.filter(
    (pane) => pane === screen.zoom || (wanted.includes(pane) && !screen.hidden.includes(pane)),
  );
  return shown.length === 0 ? panes : shown;
}

/** Rows that panes keep beside the banner of an answer. */
const leastBody = 5;

/** Everything between the bars; `barRows` are above it. */
function bodyTiles(request: ScreenRequest, status: StatusView, barRows: number): readonly ScreenTile[] {
  const { view, nowMs, screen, size, look } = request;
  const { columns, rows } = size;
  const body = rows - barRows - 1;
  const answer = selectAnswer(view);
  const shownAnswer = isAnswerShown(screen, answer?.atMs ?? null) ? answer : null;
  const canvas = (width: number, height: number, pane: PaneId | null): Canvas => ({
    ...look,
    width,
    height,
    number: pane === null ? null : (paneIds.indexOf(pane) + 1) % 10,
    isFocused: pane !== null && screen.focus === pane,
  });
  const wanted = shownAnswer === null || isTooSmall(columns, rows) ? 0 : bannerHeight(shownAnswer, columns);
  // On a small screen a sentence is cut before it takes the room of all panes.
  const banner = wanted === 0 || body < leastBody + 3 ? 0 : Math.min(wanted, body - leastBody);
  const panes = shownPanes(view, screen);
  const { newest } = request;
  const isWalk = screen.frozen && screen.atMs !== null;
  const walk = isWalk && newest !== undefined ? { newest: newest.view, newestMs: newest.nowMs, atMs: nowMs } : null;
  const layout = planLayout({
    columns,
    rows,
    panes,
    most: mostRows(view),
    zoom: screen.zoom,
    takenRows: rows - body + banner,
  });
  if (layout.kind === 'summary') {
    const summary = {
      status,
      servers: selectServers(view, nowMs),
      streams: selectStreams(view, nowMs),
      discovery: selectDiscovery(view, nowMs),
      jobs: selectJobs(view, nowMs),
      log: selectLog(view),
      answer: shownAnswer,
    };
    const lines = paintSummary(summary, columns, body, look);
    return [{ row: barRows, column: 0, width: columns, lines, pane: null }];
  }
  const tiles: ScreenTile[] = [];
  if (shownAnswer !== null && banner > 0) {
    const lines = paintBanner(shownAnswer, canvas(columns, banner, null));
    tiles.push({ row: barRows, column: 0, width: columns, lines, pane: null });
  }
  let top = barRows + banner;
  for (const band of layout.bands) {
    let left = 0;
    for (const column of band.columns) {
      let row = top;
      for (const { pane, height } of column.places) {
        const lines = paintPane(pane, view, nowMs, canvas(column.width, height, pane), screen.settings, walk);
        tiles.push({ row, column: left, width: column.width, lines, pane });
        row += height;
      }
      left += column.width;
    }
    top += band.height;
  }
  return tiles;
}

/** Rows that panes can fill at the most. */
function mostRows(view: SessionView): LayoutRequest['most'] {
  return {
    load: mostLoadRows(view.load.requests.length),
    servers: 3 + 2 * view.servers.length + view.streams.length,
    streams: 2 + streamRows * view.streams.length,
    run: 9 + (view.head?.objectives.length ?? 0),
    queues: 15 + view.streams.length,
  };
}
