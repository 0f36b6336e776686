import { selectAnswer } from '../store/selectors/answer.js';
import { selectDiscovery } from '../store/selectors/discovery.js';
import { selectLog } from '../store/selectors/log.js';
import { selectServers } from '../store/selectors/servers.js';
import { type StatusView, selectStatus } from '../store/selectors/status.js';
import { selectStreams } from '../store/selectors/streams.js';
import type { SessionView } from '../store/state.js';
import type { Canvas, Look } from './canvas.js';
import type { Tile } from './display/display.js';
import { isAnswerShown, questionOf, type ScreenState } from './keys/press.js';
import { isTooSmall, type PaneId, paneIds, planLayout } from './layout.js';
import { bannerHeight, paintBanner } from './panes/banner.js';
import { paintHintBar } from './panes/hint-bar.js';
import { mostLoadRows } from './panes/load-pane.js';
import { paintPane } from './panes/paint-pane.js';
import { paintStatusBar } from './panes/status-bar.js';
import { streamRows } from './panes/streams-pane.js';
import { paintSummary } from './panes/summary.js';
import type { ScreenSize } from './viewer.js';

/** Everything that one frame of one viewer depends on. */
export type ScreenRequest = {
  readonly view: SessionView;
  readonly nowMs: number;
  readonly screen: ScreenState;
  readonly size: ScreenSize;
  readonly look: Look;
  readonly isRecording: boolean;
};

/** The panes that a session has: what it neither loads, watches nor searches has none. */
export function panesOf(view: SessionView): readonly PaneId[] {
  const kind = view.head?.kind;
  const hasLoad = kind !== 'monitor';
  const has: { readonly [pane in PaneId]: boolean } = {
    load: hasLoad,
    latency: hasLoad,
    servers: view.servers.length > 0 || view.streams.length > 0,
    streams: view.streams.length > 0,
    discovery: view.discovery !== null || kind === 'discovery' || kind === 'demo',
    events: true,
  };
  return paneIds.filter((pane) => has[pane]);
}

/** Paints one frame: tiles that cover exactly the screen. Pure. */
export function composeScreen(request: ScreenRequest): readonly Tile[] {
  const { view, nowMs, screen, size, look } = request;
  const { columns, rows } = size;
  const status = selectStatus(view, nowMs);
  const full = (row: number, lines: readonly string[]): Tile => ({ row, column: 0, width: columns, lines });
  const top = full(0, [
    paintStatusBar({ status, isFrozen: screen.frozen, isRecording: request.isRecording }, columns, look),
  ]);
  if (rows < 2) return [top];
  const notice = screen.notice !== null && screen.notice.untilMs > nowMs ? screen.notice : null;
  const hints = {
    screen: { ...screen, notice, question: questionOf(screen, view.run.state) },
    runState: view.run.state,
    hasLoad: status.hasLoad,
    hasPlan: view.head?.kind === 'run',
    ratePerSecond: view.rate?.perSecond ?? null,
    isHeld: view.rate?.isHeld ?? false,
  };
  const bottom = full(rows - 1, [paintHintBar(hints, columns, look)]);
  const body = rows - 2;
  if (body === 0) return [top, bottom];
  return [top, ...bodyTiles(request, status, body), bottom];
}

/** Everything between the bars. */
function bodyTiles(request: ScreenRequest, status: StatusView, body: number): readonly Tile[] {
  const { view, nowMs, screen, size, look } = request;
  const { columns, rows } = size;
  const answer = selectAnswer(view);
  const shownAnswer = isAnswerShown(screen, answer?.atMs ?? null) ? answer : null;
  const canvas = (width: number, height: number, pane: PaneId | null): Canvas => ({
    ...look,
    width,
    height,
    number: pane === null ? null : paneIds.indexOf(pane) + 1,
    isFocused: pane !== null && screen.focus === pane,
  });
  const wanted = shownAnswer === null || isTooSmall(columns, rows) ? 0 : bannerHeight(shownAnswer, columns);
  const banner = wanted + 5 <= body ? wanted : 0;
  const panes = panesOf(view);
  const most = {
    load: mostLoadRows(view.load.requests.length),
    servers: 3 + 2 * view.servers.length + view.streams.length,
    streams: 2 + streamRows * view.streams.length,
  };
  const layout = planLayout({ columns, rows, panes, most, zoom: screen.zoom, takenRows: 2 + banner });
  if (layout.kind === 'summary') {
    const summary = {
      status,
      servers: selectServers(view, nowMs),
      streams: selectStreams(view, nowMs),
      discovery: selectDiscovery(view, nowMs),
      log: selectLog(view),
      answer: shownAnswer,
    };
    return [{ row: 1, column: 0, width: columns, lines: paintSummary(summary, columns, body, look) }];
  }
  const tiles: Tile[] = [];
  if (shownAnswer !== null && banner > 0) {
    const lines = paintBanner(shownAnswer, canvas(columns, banner, null));
    tiles.push({ row: 1, column: 0, width: columns, lines });
  }
  let top = 1 + banner;
  for (const band of layout.bands) {
    let left = 0;
    for (const column of band.columns) {
      let row = top;
      for (const { pane, height } of column.places) {
        const lines = paintPane(pane, view, nowMs, canvas(column.width, height, pane));
        tiles.push({ row, column: left, width: column.width, lines });
        row += height;
      }
      left += column.width;
    }
    top += band.height;
  }
  return tiles;
}
