import { quantileUs } from '../measure/histogram.js';
import type { BenchEvent } from '../model/bench.js';
import type { EventSink, SessionEvent } from '../model/events.js';
import type { JobEvent, JobState } from '../model/job.js';
import type { LoadInterval } from '../model/load.js';
import { badOutcomes } from '../model/outcome.js';
import { plainText } from '../model/plain-text.js';
import { countText, millisecondsText, rateText, shareText } from '../model/quantity-text.js';
import { noAlerts } from '../store/alert-state.js';
import { alertWords } from '../store/alert-words.js';

/** Load lines come at most this often, so that a long run does not fill a log. */
const loadLineMs = 2000;

/**
 * A sink that tells a session's progress in plain lines, for pipes, logs and CI. `write` gets whole lines without their
 * end. Text from outside has no control characters left in it.
 */
export function createProgress(write: (line: string) => void): EventSink {
  let lastLoadMs = Number.NEGATIVE_INFINITY;
  /** What was said last of each server: every try to reconnect is a state, but only a new reason is news. */
  const servers = new Map<string, string | null>();
  /** A job under way is told of as often as a load. */
  const jobs = new Map<number, { readonly state: JobState; readonly atMs: number }>();
  return (event) => {
    if (event.kind === 'server/state') {
      const text = lineOf(event);
      const before = servers.get(event.server) ?? null;
      servers.set(event.server, text);
      if (text === before) return;
    }
    if (event.kind === 'load/interval') {
      if (event.atMs - lastLoadMs < loadLineMs - 100) return;
      lastLoadMs = event.atMs;
    }
    if (event.kind === 'job/event' && event.event.kind === 'job') {
      const { number, state } = event.event.status;
      const last = jobs.get(number);
      if (last?.state === state && event.atMs - last.atMs < loadLineMs - 100) return;
      jobs.set(number, { state, atMs: event.atMs });
    }
    const text = lineOf(event);
    if (text !== null) write(`${(event.atMs / 1000).toFixed(1).padStart(6)} s  ${plainText(text, 1000)}`);
  };
}

function lineOf(event: SessionEvent): string | null {
  switch (event.kind) {
    case 'session/started':
      return event.head.target === null ? 'watching' : `target ${event.head.target}`;
    case 'run/state':
      return `${event.to}: ${event.reason}`;
    case 'load/interval':
      return loadLine(event.interval);
    case 'note':
      if (event.mark === true) return `mark: ${event.text}`;
      return `${event.severity === 'info' || event.severity === 'good' ? '' : `${event.severity}: `}${event.text}`;
    case 'discovery/event': {
      const told = event.event;
      switch (told.kind) {
        case 'phase':
          return `-- ${told.phase}: ${told.reason}${leftText(told.secondsLeft)}`;
        case 'probe':
          return `${told.phase} at ${rateText(told.perSecond)} for ${told.seconds} s${leftText(told.secondsLeft)}`;
        case 'level':
          return `level ${told.level}, ${told.requests} requests one after another${leftText(told.secondsLeft)}`;
        case 'level-verdict':
          return `${told.verdict} at level ${told.level}: ${told.reason}`;
        case 'verdict':
          return `${told.verdict} at ${rateText(told.perSecond)}: ${told.reason}`;
        case 'bracket':
          return `the line is ${span(told.lowerPerSecond, told.upperPerSecond)}`;
      }
      return null;
    }
    case 'bench/event':
      return benchLine(event.event);
    case 'job/event':
      return jobLine(event.event);
    case 'alert/event':
      return alertWords(noAlerts, event.event)?.text ?? null;
    case 'server/state':
      return event.state.kind === 'down' || event.state.kind === 'refused'
        ? `${event.server} is ${event.state.kind}: ${event.state.reason}`
        : null;
    case 'stream/state':
      return event.state.kind === 'waiting' ? `${event.stream} is not open: ${event.state.reason}` : null;
    default:
      return null;
  }
}

function benchLine(event: BenchEvent): string {
  switch (event.kind) {
    case 'configuration': {
      const what = event.level === null ? 'the heaviest level' : `the load line at level ${event.level}`;
      return `== ${event.number} of ${event.of}: ${what} of ${event.workload}${leftText(event.secondsLeft)}`;
    }
    case 'heaviest':
    case 'line':
      return event.result.sentence;
  }
}

function jobLine(event: JobEvent): string | null {
  switch (event.kind) {
    case 'level': {
      const { level, number, of, rows, columns, atOnce } = event.level;
      const jobs = atOnce === 1 ? 'a job' : `${atOnce} jobs at once`;
      return `== ${number} of ${of}: ${level}, ${rows} rows of ${columns} columns, ${jobs}`;
    }
    case 'job': {
      const { accuracy, id, number, progress, reason, state, via, word } = event.status;
      if (state === 'uploading') return `job ${number} is being uploaded`;
      const told = [
        progress === null ? null : shareText(progress),
        accuracy === null ? null : `accuracy ${shareText(accuracy, 3)}`,
        via === null ? null : `by ${via}`,
        reason,
      ].filter((part) => part !== null);
      const named = `job ${number}${id === null ? '' : ` (${id})`}`;
      return [`${named} ${state === 'running' ? (word ?? 'begun') : state}`, ...told].join(', ');
    }
    case 'level-done':
      return null;
  }
}

/** The time still needed, as far as it is known. */
function leftText(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return '';
  return seconds < 100 ? ` (about ${Math.round(seconds)} s left)` : ` (about ${Math.round(seconds / 60)} min left)`;
}

function loadLine(interval: LoadInterval): string {
  const seconds = interval.durationMs / 1000;
  const p99 =
    interval.responseTime.count === 0
      ? 'no answers'
      : `p99 ${millisecondsText(quantileUs(interval.responseTime, 0.99) / 1000, 3)}`;
  const bad = badOutcomes(interval.outcomes);
  return (
    `offered ${rateText(interval.sent / seconds)}  achieved ${rateText(interval.outcomes.ok / seconds)}  ${p99}` +
    `  in flight ${countText(interval.inFlight)}${bad > 0 ? `  failed ${countText(bad)}` : ''}`
  );
}

function span(lower: number | null, upper: number | null): string {
  if (lower === null) return upper === null ? 'not bracketed yet' : `below ${rateText(upper)}`;
  return upper === null ? `above ${rateText(lower)}` : `between ${rateText(lower)} and ${rateText(upper)}`;
}
