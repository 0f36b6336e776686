import { millisecondsText, rateText, shareText } from '../../model/quantity-text.js';
import type { AnswerView } from '../../store/selectors/answer.js';
import type { DiscoveryView } from '../../store/selectors/discovery.js';
import type { JobsView } from '../../store/selectors/jobs.js';
import type { LogView } from '../../store/selectors/log.js';
import type { ServersView } from '../../store/selectors/servers.js';
import type { StatusView } from '../../store/selectors/status.js';
import type { StreamsView } from '../../store/selectors/streams.js';
import type { Look } from '../canvas.js';
import { circuitSpan, severitySpan, severityStyle } from '../state-words.js';
import { fit } from '../text/cells.js';
import { type Line, renderLine, span } from '../text/line.js';
import { wrapWords } from '../text/wrap.js';
import { chooseRows, type Row } from '../widgets/choose-rows.js';

/** Everything that a terminal too small for panes is told. */
export type SummaryView = {
  readonly status: StatusView;
  readonly servers: ServersView;
  readonly streams: StreamsView;
  readonly discovery: DiscoveryView | null;
  readonly jobs: JobsView | null;
  readonly log: LogView;
  readonly answer: AnswerView | null;
};

/** The most important facts, one a line, as many as there are rows: exactly `height` lines of `width` cells. */
export function paintSummary(view: SummaryView, width: number, height: number, look: Look): readonly string[] {
  const rows = [
    ...answerRows(view.answer, width, look),
    ...loadRows(view.status, look),
    ...discoveryRows(view),
    ...jobRows(view.jobs),
    ...watchRows(view, look),
    ...logRows(view.log, height, look),
  ];
  const lines = chooseRows(rows, height);
  return Array.from({ length: Math.max(0, height) }, (_, row) => renderLine(lines[row] ?? [], width, look.theme));
}

function fact(label: string, value: string, style: Line[number]['style'] = 'strong'): Line {
  return [span(' '), span(fit(label, 10, 'left', '.'), 'muted'), span(' '), span(value, style)];
}

function answerRows(answer: AnswerView | null, width: number, look: Look): readonly Row[] {
  if (answer === null) return [];
  return wrapWords(answer.sentence, width - 3, 4, look.glyphs.ellipsis).map((text, index) => ({
    priority: 0,
    line: [
      span(' '),
      index === 0 ? severitySpan(answer.severity, look.glyphs) : span(' '),
      span(` ${text}`, severityStyle[answer.severity]),
    ],
  }));
}

function loadRows(status: StatusView, look: Look): readonly Row[] {
  if (!status.hasLoad) return [];
  const rows: Row[] = [];
  if (status.achievedPerSecond !== null) {
    const target = status.targetPerSecond === null ? '' : ` of ${rateText(status.targetPerSecond)}`;
    rows.push({ priority: 1, line: fact('rate', `${rateText(status.achievedPerSecond)}${target}`) });
  }
  if (status.latencyMs !== null || status.isUnanswered) {
    const isMet = status.limitMs === null || (status.latencyMs !== null && status.latencyMs < status.limitMs);
    const value = status.latencyMs === null ? 'unanswered' : millisecondsText(status.latencyMs);
    const limit =
      status.limitMs === null
        ? ''
        : ` ${isMet ? look.glyphs.yes : look.glyphs.no} limit ${millisecondsText(status.limitMs)}`;
    const name = status.statistic === 'p999' ? 'p99.9' : status.statistic;
    rows.push({ priority: 2, line: fact(name, `${value}${limit}`, isMet ? 'good' : 'critical') });
  }
  if (status.errorRatio !== null) {
    rows.push({
      priority: 3,
      line: fact('errors', shareText(status.errorRatio), status.errorRatio > 0 ? 'critical' : 'good'),
    });
  }
  return rows;
}

function discoveryRows(view: SummaryView): readonly Row[] {
  const { discovery } = view;
  if (discovery === null || discovery.isDone) return [];
  const bound = (rate: number | null): string => (rate === null ? '?' : rateText(rate));
  return [
    {
      priority: 4,
      line: fact(
        'search',
        `${discovery.phase}${discovery.current === null ? '' : ` at ${rateText(discovery.current.perSecond)}`}`,
      ),
    },
    { priority: 4, line: fact('bracket', `${bound(discovery.lowerPerSecond)} to ${bound(discovery.upperPerSecond)}`) },
  ];
}

function jobRows(jobs: JobsView | null): readonly Row[] {
  if (jobs === null || jobs.level === null || jobs.isDone) return [];
  const { level } = jobs;
  return [
    { priority: 4, line: fact('jobs', `${level.level}, ${level.number} of ${level.of}`) },
    ...jobs.jobs.map(({ number, progress, state, word }): Row => {
      const told = `${state === 'running' ? (word ?? 'waiting') : state}${progress === null ? '' : ` ${shareText(progress)}`}`;
      return { priority: 4, line: fact(`job ${number}`, told) };
    }),
  ];
}

function watchRows(view: SummaryView, look: Look): readonly Row[] {
  const rows: Row[] = [];
  for (const server of view.servers.servers) {
    const cpu = server.cpuPercent === null ? '' : `  cpu ${Math.round(server.cpuPercent)} %`;
    const style = server.state === 'live' ? 'plain' : severityStyle[server.severity];
    rows.push({ priority: 5, line: fact(server.name, `${server.state}${cpu}`, style) });
  }
  for (const stream of view.streams.rows) {
    const { text, style } = circuitSpan(stream.circuit, look.glyphs);
    rows.push({ priority: 6, line: fact(stream.name, text, style) });
  }
  return rows;
}

/** What was told, the newest first: it fills a terminal that is narrow and high. */
function logRows({ lines }: LogView, height: number, look: Look): readonly Row[] {
  return lines.slice(0, Math.max(0, height)).map(({ severity, text }) => ({
    priority: 7,
    line: [span(' '), severitySpan(severity, look.glyphs), span(` ${text}`, 'muted')],
  }));
}
