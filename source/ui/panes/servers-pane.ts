import { bytesText, millisecondsText } from '../../model/quantity-text.js';
import { type GroupRow, worstFirst } from '../../store/selectors/server-groups.js';
import type { ApplicationRow, ServerRow, ServersView } from '../../store/selectors/servers.js';
import { noTrace, type Trace } from '../../store/trace.js';
import type { Canvas, Painter } from '../canvas.js';
import { severityStyle } from '../state-words.js';
import { fit, widthOf } from '../text/cells.js';
import { type Line, type Span, span } from '../text/line.js';
import { bar } from '../widgets/bar.js';
import { innerSize, paintFrame } from '../widgets/frame.js';
import { sparkline } from '../widgets/sparkline.js';
import { detailLines, wholeLines } from './server-detail.js';

/** Widths of the columns, in cells, the gap before each included; 0 leaves a column out. */
type Columns = {
  readonly name: number;
  readonly cpuBar: number;
  readonly spark: number;
  readonly memoryBar: number;
  readonly memoryText: number;
  readonly ping: number;
};

/** `100%` with a gap before it. */
const percentWidth = 5;

/** What the pane shows. `selected`: the name of the server that is told in full. */
type SelectableServers = ServersView & { readonly selected?: string | null };

/** Servers with their CPU, memory and ping, and under each the processes that tell about themselves. */
export const paintServers: Painter<SelectableServers> = (view, canvas) => {
  const { width, height } = innerSize(canvas);
  const chosen = view.servers.findIndex(({ name }) => name === view.selected);
  if (chosen >= 0) return paintAround(view, chosen, canvas);
  const processes = view.servers.reduce((sum, server) => sum + server.applications.length, view.lone.length);
  const hasRoom = height >= 1 + 2 * view.servers.length + processes;
  const isCrowded = view.groups.length > 0 && 1 + view.servers.length + processes > height;
  const columns = columnsFor(width, view, isCrowded);
  // Only a pane that has lines to spare needs them made.
  const details = hasRoom ? view.servers.map((server) => detailLines(server, width)) : [];
  const detailed = details.reduce((sum, lines) => sum + lines.length, 0);
  const hasRoomForDetail = hasRoom && height >= 1 + 2 * view.servers.length + processes + detailed;
  const rowsOf = (server: ServerRow, detail: readonly Line[]): readonly Line[] => [
    serverLine(server, columns, canvas),
    ...(hasRoom && columns.spark === 0 ? historyLine(server, width, canvas) : []),
    ...detail,
    ...applicationLines(server, columns, canvas),
  ];
  const rows = isCrowded
    ? [
        ...view.groups.flatMap((group) => groupLines(group, columns, canvas)),
        ...worstFirst(view.servers).flatMap((server) => rowsOf(server, [])),
      ]
    : view.servers.flatMap((server, index) => rowsOf(server, hasRoomForDetail ? details[index]! : []));
  const lone = view.lone.map((application) => applicationLine(application, canvas.glyphs.dot, columns, canvas));
  const body = [...rows, ...lone];
  const note = liveNote(view, canvas);
  const lines = height >= 3 ? [headLine(columns, view), ...body] : body;
  return paintFrame(
    { title: 'servers', note: view.servers.length === 0 ? [] : note },
    withRest(body.length === 0 ? [[span('no server is watched', 'muted')]] : lines, height),
    canvas,
  );
};

/** The servers around the one that is selected, which is told in full, in the order that they are sorted in. */
function paintAround(view: ServersView, chosen: number, canvas: Canvas): readonly string[] {
  const { width, height } = innerSize(canvas);
  const columns = columnsFor(width, view, false);
  const room = Math.max(1, height - 1);
  const server = view.servers[chosen]!;
  const told = [...wholeLines(server, width, canvas.glyphs), ...applicationLines(server, columns, canvas)];
  const whole = told.slice(0, Math.max(0, room - 1));
  const above = Math.floor(Math.max(0, room - 1 - whole.length) / 2);
  const below = Math.max(0, room - 1 - whole.length - above);
  // Where there are too few on one side, the other side has the room.
  const first = Math.max(0, Math.min(chosen - above, view.servers.length - 1 - above - below));
  const shown = view.servers.slice(first, first + above + below + 1);
  const rows = shown.flatMap((server, index) =>
    first + index === chosen
      ? [serverLine(server, columns, canvas, true), ...whole]
      : [serverLine(server, columns, canvas)],
  );
  const place: Line = [span(`${chosen + 1}/${view.servers.length}  `, 'muted')];
  return paintFrame(
    { title: 'servers', note: [...place, ...liveNote(view, canvas)] },
    height >= 3 ? [headLine(columns, view), ...rows] : rows,
    canvas,
  );
}

function liveNote({ servers }: ServersView, { glyphs }: Canvas): Line {
  const live = servers.filter((server) => server.state === 'live').length;
  const isWhole = live === servers.length;
  const text = `${isWhole ? glyphs.live : glyphs.alert} ${live} of ${servers.length} live`;
  return [span(text, isWhole ? 'good' : 'warning')];
}

/** Says how many lines did not fit. */
function withRest(lines: readonly Line[], height: number): readonly Line[] {
  if (lines.length <= height || height < 2) return lines;
  return [
    ...lines.slice(0, height - 1),
    [span(`and ${lines.length - height + 1} more: tab here, down walks through them`, 'muted')],
  ];
}

function columnsFor(width: number, view: ServersView, withGroups: boolean): Columns {
  const names = [
    ...(withGroups ? view.groups.map(groupLabel) : []),
    ...view.servers.map((server) => server.name),
    ...view.servers.flatMap((server) => server.applications.map((application) => application.name)),
    ...view.lone.map((application) => application.name),
  ];
  const longest = names.reduce((most, name) => Math.max(most, widthOf(name) + 2), 8);
  const name = Math.min(longest, Math.max(8, Math.floor(width * 0.32)));
  const ping = width >= 30 ? 8 : 0;
  const memoryText = width >= 70 ? 19 : percentWidth;
  const left = Math.max(0, width - name - 1 - percentWidth - 1 - memoryText - ping);
  const spark = left >= 36 ? Math.min(61, left - 24) : 0;
  const memoryBar = Math.min(24, Math.floor((left - spark) / 2));
  return { name, cpuBar: left - spark - memoryBar, spark, memoryBar, memoryText, ping };
}

function headLine(columns: Columns, view: ServersView): Line {
  const { name, cpuBar, spark, memoryBar, memoryText, ping } = columns;
  return [
    span(fit('name', name), 'muted'),
    span(fit(' cpu', 1 + cpuBar + percentWidth + spark), 'muted'),
    span(fit(' ram', 1 + memoryBar + memoryText), 'muted'),
    // Over SSH it is not the network's ping alone, but sshd's answer and the sampler's as well.
    span(
      fit(ping > 0 ? (view.servers.some(({ rttMs }) => rttMs !== null) ? 'ssh ping' : 'ping') : '', ping, 'right'),
      'muted',
    ),
  ];
}

function serverLine(server: ServerRow, columns: Columns, canvas: Canvas, isChosen = false): Line {
  const { glyphs } = canvas;
  const lamp = server.state === 'live' ? glyphs.live : server.severity === 'critical' ? glyphs.no : glyphs.halfOpen;
  const label: Span[] = [
    span(`${lamp} `, severityStyle[server.severity]),
    span(fit(server.name, columns.name - 2, 'left', glyphs.ellipsis), isChosen ? 'chosen' : 'strong'),
  ];
  if (server.state !== 'live' && server.state !== 'stale') {
    const reason = server.reason === null ? server.state : `${server.state}: ${server.reason}`;
    return [...label, span(` ${reason}`, severityStyle[server.severity])];
  }
  return [
    ...label,
    ...cpuSpans(server.cpuPercent, server.cpuHistory, columns, canvas),
    ...memorySpans(server, columns, canvas),
    pingSpan(server, columns),
  ];
}

function groupLabel({ name, live, members }: GroupRow): string {
  return `${name} ${live}/${members}`;
}

/** A group: its busiest member as the bar, and below it the one in the middle and what all do together. */
function groupLines(group: GroupRow, columns: Columns, canvas: Canvas): readonly Line[] {
  const { live, members, cpuWorstPercent, cpuMedianPercent, worst } = group;
  const isWhole = live === members;
  const lamp = isWhole ? canvas.glyphs.live : canvas.glyphs.alert;
  const memory = { memoryUsedBytes: group.memoryUsedBytes, memoryTotalBytes: group.memoryTotalBytes };
  const percent = (value: number | null): string => (value === null ? 'n/a' : `${Math.round(value)}%`);
  const rate = (value: number | null): string => (value === null ? 'n/a' : `${bytesText(value)}/s`);
  const ping = group.rttWorstMs === null ? '-' : millisecondsText(group.rttWorstMs);
  const fullest = group.memoryWorstRatio === null ? 'n/a' : `${Math.round(group.memoryWorstRatio * 100)}%`;
  return [
    [
      span(`${lamp} `, isWhole ? 'good' : 'warning'),
      span(fit(groupLabel(group), columns.name - 2, 'left', canvas.glyphs.ellipsis), 'strong'),
      ...cpuSpans(cpuWorstPercent, noTrace, columns, canvas),
      ...memorySpans(memory, columns, canvas),
      span(fit(ping, columns.ping, 'right')),
    ],
    [
      span(
        `  cpu median ${percent(cpuMedianPercent)} worst ${percent(cpuWorstPercent)}${worst === null ? '' : ` ${worst}`}` +
          `  ram worst ${fullest}  in ${rate(group.networkInBytesPerSecond)} out ${rate(group.networkOutBytesPerSecond)}`,
        'muted',
      ),
    ],
  ];
}

/** The last readings of a server's CPU on a line of their own, where the table has no column for them. */
function historyLine(server: ServerRow, width: number, canvas: Canvas): readonly Line[] {
  if (server.cpuHistory.end === 0) return [];
  const more = server.applications.length > 0 ? canvas.glyphs.divider : ' ';
  const load = server.load1 === null ? '' : `load ${server.load1.toFixed(1)}`;
  const label = `${more} ${server.cores === null ? '' : `${server.cores} cores  `}${load}`;
  const room = width - label.length - 2;
  return [
    [span(label, 'muted'), span(`  ${sparkline(server.cpuHistory, Math.min(60, room), canvas.glyphs, 100)}`, 'accent')],
  ];
}

function memorySpans(
  server: Pick<ServerRow, 'memoryUsedBytes' | 'memoryTotalBytes'>,
  columns: Columns,
  canvas: Canvas,
): readonly Span[] {
  const { memoryUsedBytes: used, memoryTotalBytes: total } = server;
  const ratio = used === null || total === null || total === 0 ? null : used / total;
  const text =
    ratio === null || used === null || total === null
      ? '-'
      : columns.memoryText > percentWidth
        ? `${bytesText(used)} of ${bytesText(total)}`
        : `${Math.round(ratio * 100)}%`;
  return [span(' '), ...bar(ratio, columns.memoryBar, canvas.glyphs), span(fit(text, columns.memoryText, 'right'))];
}

function pingSpan(server: ServerRow, columns: Columns): Span {
  if (server.state === 'stale') return span(fit('stale', columns.ping, 'right'), 'warning');
  const loss = server.detail?.lossRatio ?? 0;
  if (loss >= 0.01) return span(fit(`${Math.round(loss * 100)}% lost`, columns.ping, 'right'), 'warning');
  const text = server.rttMs === null ? (server.isLocal ? 'local' : '-') : millisecondsText(server.rttMs);
  return span(fit(text, columns.ping, 'right'));
}

function applicationLines({ applications }: ServerRow, columns: Columns, canvas: Canvas): readonly Line[] {
  return applications.map((application, index) => {
    const isLast = index === applications.length - 1;
    return applicationLine(application, isLast ? canvas.glyphs.lastBranch : canvas.glyphs.branch, columns, canvas);
  });
}

/** A process: its memory stands without a bar, and its event-loop delay where a server has its ping. */
function applicationLine(application: ApplicationRow, mark: string, columns: Columns, canvas: Canvas): Line {
  const { name, rssBytes, loopDelayMs, isStale } = application;
  const style = isStale ? 'muted' : 'plain';
  const delay = isStale ? 'stale' : loopDelayMs === null ? '-' : millisecondsText(loopDelayMs);
  return [
    span(`${mark} `, 'muted'),
    span(fit(name, columns.name - 2, 'left', canvas.glyphs.ellipsis), style),
    ...cpuSpans(application.cpuPercent, noTrace, columns, canvas),
    span(' '),
    span(fit(rssBytes === null ? '-' : bytesText(rssBytes), columns.memoryBar + columns.memoryText, 'right'), style),
    span(fit(delay, columns.ping, 'right'), isStale ? 'warning' : style),
  ];
}

/** Always `1 + cpuBar + percentWidth + spark` cells. */
function cpuSpans(percent: number | null, history: Trace, columns: Columns, canvas: Canvas): readonly Span[] {
  const { cpuBar, spark } = columns;
  return [
    span(' '),
    ...bar(percent === null ? null : percent / 100, cpuBar, canvas.glyphs),
    span(fit(percent === null ? '-' : `${Math.round(percent)}%`, percentWidth, 'right')),
    span(spark > 0 ? ` ${sparkline(history, spark - 1, canvas.glyphs, 100)}` : '', 'accent'),
  ];
}
