import { selectAnswer } from '../store/selectors/answer.js';
import { selectDiscovery } from '../store/selectors/discovery.js';
import { selectLog } from '../store/selectors/log.js';
import { selectServers } from '../store/selectors/servers.js';
import { selectStatus } from '../store/selectors/status.js';
import { selectStreams } from '../store/selectors/streams.js';
import type { SessionView } from '../store/state.js';
import type { Canvas, Look } from './canvas.js';
import { isAnswerShown, questionOf, type ScreenState } from './keys/press.js';
import { isTooSmall, type PaneId, paneIds, planLayout } from './layout.js';
import { bannerHeight, paintBanner } from './panes/banner.js';
import { paintHelp } from './panes/help.js';
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

/** A row of columns of painted texts; together exactly the size of the screen. */
export type Block = {
  readonly key: string;
  readonly columns: readonly {
    readonly key: string;
    readonly width: number;
    readonly texts: readonly { readonly key: string; readonly text: string }[];
  }[];
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

/** Paints one frame. Pure. */
export function composeScreen(request: ScreenRequest): readonly Block[] {
  const { view, nowMs, screen, size, look } = request;
  const { columns, rows } = size;
  const status = selectStatus(view, nowMs);
  const full = (key: string, lines: readonly string[]): Block => ({
    key,
    columns: [{ key, width: columns, texts: [{ key, text: lines.join('\n') }] }],
  });
  const top = full('status', [
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
  const bottom = full('hints', [paintHintBar(hints, columns, look)]);
  const body = rows - 2;
  const answer = selectAnswer(view);
  const shownAnswer = isAnswerShown(screen, answer?.atMs ?? null) ? answer : null;
  const canvas = (width: number, height: number, pane: PaneId | null): Canvas => ({
    ...look,
    width,
    height,
    number: pane === null ? null : paneIds.indexOf(pane) + 1,
    isFocused: pane !== null && screen.focus === pane,
  });
  if (body === 0) return [top, bottom];
  if (screen.help) return [top, full('help', paintHelp(null, canvas(columns, body, null))), bottom];

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
    return [top, full('summary', paintSummary(summary, columns, body, look)), bottom];
  }
  const blocks = layout.bands.map(
    (band, index): Block => ({
      key: `band-${index}`,
      columns: band.columns.map((column) => ({
        key: column.places.map((place) => place.pane).join('-'),
        width: column.width,
        texts: column.places.map(({ pane, height }) => ({
          key: pane,
          text: paintPane(pane, view, nowMs, canvas(column.width, height, pane)).join('\n'),
        })),
      })),
    }),
  );
  const answerBlock =
    shownAnswer === null || banner === 0
      ? []
      : [full('answer', paintBanner(shownAnswer, canvas(columns, banner, null)))];
  return [top, ...answerBlock, ...blocks, bottom];
}
