import { clockText } from '../model/clock-text.js';
import type { EventSink, Severity } from '../model/events.js';
import { millisecondsText, rateText, shareText } from '../model/quantity-text.js';
import { selectJobs } from '../store/selectors/jobs.js';
import { selectServers } from '../store/selectors/servers.js';
import { selectStatus } from '../store/selectors/status.js';
import type { SessionView } from '../store/state.js';
import { createStore, type Store } from '../store/store.js';
import { cut } from './text/cells.js';

/** A sentence about the load comes this often. */
const statusMs = 10_000;

/** No line is longer, in cells. */
const longest = 500;

/**
 * A session as plain lines, for screen readers and pipes: one event a line, what is good or bad said in words, and every ten
 * seconds how the load is. `print` gets whole lines without their end; nothing in them moves a cursor or sets a colour.
 */
export function createPlainText(print: (line: string) => void, store: Store = createStore()): EventSink {
  let toldMs = 0;
  const say = (atMs: number, text: string): void => print(cut(`${clockText(atMs)} ${text}`, longest).text);
  return (event) => {
    const before = store.getState().log.at(-1);
    store.apply(event);
    const view = store.getState();
    const line = view.log.at(-1);
    if (line !== undefined && line !== before) {
      say(line.atMs, `${severityWords[line.severity]}${line.topic}: ${line.text}`);
    }
    if (event.atMs - toldMs < statusMs) return;
    toldMs = event.atMs;
    if (selectStatus(view, event.atMs).isActive) say(event.atMs, statusSentence(view, event.atMs));
  };
}

const severityWords: { readonly [severity in Severity]: string } = {
  info: '',
  good: 'good, ',
  warning: 'warning, ',
  critical: 'critical, ',
};

/** How a session is, in one sentence. */
export function statusSentence(view: SessionView, nowMs: number): string {
  const status = selectStatus(view, nowMs);
  const parts = [status.hasLoad ? `load is ${status.state}` : watchSentence(view, nowMs)];
  const jobs = selectJobs(view, nowMs);
  if (jobs?.level != null && !jobs.isDone) parts.push(`${jobs.level.level}, ${jobs.level.number} of ${jobs.level.of}`);
  for (const job of jobs?.isDone === false ? jobs.jobs : []) {
    parts.push(`job ${job.number} ${job.state}${job.progress === null ? '' : ` ${shareText(job.progress)}`}`);
  }
  if (status.achievedPerSecond !== null) {
    const target = status.targetPerSecond === null ? '' : ` of ${rateText(status.targetPerSecond)} asked for`;
    parts.push(`${rateText(status.achievedPerSecond)}${target}`);
  }
  if (status.latencyMs !== null) {
    const isMet = status.limitMs === null || status.latencyMs < status.limitMs;
    const limit =
      status.limitMs === null ? '' : `, ${isMet ? 'under' : 'over'} its limit of ${millisecondsText(status.limitMs)}`;
    parts.push(`${status.statistic} ${millisecondsText(status.latencyMs)}${limit}`);
  } else if (status.isUnanswered) {
    parts.push('requests go unanswered');
  }
  if (status.errorRatio !== null) parts.push(`errors ${shareText(status.errorRatio)}`);
  return parts.join(', ');
}

function watchSentence(view: SessionView, nowMs: number): string {
  const { servers } = selectServers(view, nowMs);
  const live = servers.filter(({ state }) => state === 'live');
  const busy = live.map(({ name, cpuPercent }) =>
    cpuPercent === null ? name : `${name} at ${Math.round(cpuPercent)} %`,
  );
  return `${live.length} of ${servers.length} servers live${busy.length === 0 ? '' : `: ${busy.join(', ')}`}`;
}
