import type { BenchEvent } from '../model/bench.js';
import type { DiscoveryEvent, Verdict } from '../model/discovery.js';
import type { SessionEvent, Severity } from '../model/events.js';
import type { JobEvent } from '../model/job.js';
import { countText, millisecondsText, rateText, shareText } from '../model/quantity-text.js';
import type { CircuitState, StreamState } from '../model/stream.js';
import { alertWords } from './alert-words.js';
import { answerSentence, answerSeverity } from './answer-sentence.js';
import { pushBounded } from './bounded.js';
import type { SessionView } from './state.js';

/** Lines kept. */
export const logLimit = 500;

/** Where a line comes from, as one short word. */
export type LogTopic =
  | 'session'
  | 'run'
  | 'rate'
  | 'search'
  | 'job'
  | 'server'
  | 'stream'
  | 'circuit'
  | 'alert'
  | 'note'
  | 'mark'
  | 'answer';

/** One line of the event log. `times` counts how often the same line came in a row; `atMs` is the last time. */
export type LogLine = {
  readonly atMs: number;
  readonly severity: Severity;
  readonly topic: LogTopic;
  readonly text: string;
  readonly times: number;
};

export type Words = Pick<LogLine, 'severity' | 'topic' | 'text'>;

/** Adds the line that an event is worth, if any. `before` is the view before the event: a change is told, a state is not. */
export function addToLog(before: SessionView, event: SessionEvent): readonly LogLine[] {
  const words = wordsOf(before, event);
  if (words === null) return before.log;
  const last = before.log.at(-1);
  // A mark is a moment to go back to: two of the same words are two moments.
  const isSame = last !== undefined && last.text === words.text && last.topic === words.topic;
  if (isSame && words.topic !== 'mark') {
    return [...before.log.slice(0, -1), { ...words, atMs: event.atMs, times: last.times + 1 }];
  }
  return pushBounded(before.log, { ...words, atMs: event.atMs, times: 1 }, logLimit);
}

function wordsOf(before: SessionView, event: SessionEvent): Words | null {
  switch (event.kind) {
    case 'session/started': {
      const { kind, target } = event.head;
      return { topic: 'session', severity: 'info', text: target === null ? `${kind} begins` : `${kind} of ${target}` };
    }
    case 'session/ended':
      return { topic: 'session', severity: 'info', text: `ended: ${event.reason}` };
    case 'run/state': {
      const severity = event.to === 'aborted' ? 'critical' : event.to === 'finished' ? 'good' : 'info';
      return { topic: 'run', severity, text: `${event.from} to ${event.to} by ${event.cause}: ${event.reason}` };
    }
    case 'load/rate':
      // What the plan asks for stands in its phases and probes already.
      if (event.cause === 'plan') return null;
      return {
        topic: 'rate',
        severity: 'info',
        text: `${rateText(event.perSecond)} by ${event.cause}: ${event.reason}`,
      };
    case 'discovery/event':
      return searchWords(event.event);
    case 'bench/event':
      return benchWords(event.event);
    case 'job/event':
      return jobWords(before, event.event);
    case 'alert/event':
      return alertWords(before.alerts, event.event);
    case 'server/state': {
      const was = before.servers.find((server) => server.name === event.server)?.state.kind ?? 'connecting';
      if (was === event.state.kind) return null;
      const { state } = event;
      switch (state.kind) {
        case 'connecting':
          return null;
        case 'live':
          return { topic: 'server', severity: was === 'connecting' ? 'info' : 'good', text: `${event.server} is live` };
        case 'stale':
          return { topic: 'server', severity: 'warning', text: `${event.server} is stale: readings are missing` };
        case 'down':
        case 'refused':
          return { topic: 'server', severity: 'critical', text: `${event.server} is ${state.kind}: ${state.reason}` };
      }
      return null;
    }
    case 'stream/state': {
      const was = before.streams.find((stream) => stream.name === event.stream)?.state.kind ?? 'connecting';
      return was === event.state.kind ? null : streamWords(event.stream, event.state);
    }
    case 'stream/health': {
      const was = before.streams.find((stream) => stream.name === event.stream)?.circuit.kind ?? 'closed';
      return was === event.circuit.kind ? null : circuitWords(event.stream, was, event.circuit);
    }
    case 'note':
      return { topic: event.mark === true ? 'mark' : 'note', severity: event.severity, text: event.text };
    case 'result':
      return { topic: 'answer', severity: answerSeverity(event.result), text: answerSentence(event.result) };
    case 'load/interval':
    case 'server/sample':
    case 'server/facts':
    case 'stream/sample':
      return null;
  }
}

const verdictSeverity: { readonly [verdict in Verdict]: Severity } = {
  meets: 'good',
  misses: 'warning',
  unclear: 'info',
  tripped: 'critical',
};

function searchWords(event: DiscoveryEvent): Words | null {
  switch (event.kind) {
    case 'phase':
      return { topic: 'search', severity: 'info', text: `${event.phase}: ${event.reason}` };
    case 'verdict': {
      const text = `${rateText(event.perSecond)} ${event.verdict}: ${event.reason}`;
      return { topic: 'search', severity: verdictSeverity[event.verdict], text };
    }
    case 'level-verdict': {
      const text = `level ${event.level} ${event.verdict}: ${event.reason}`;
      return { topic: 'search', severity: verdictSeverity[event.verdict], text };
    }
    case 'probe':
    case 'bracket':
    case 'level':
      return null;
  }
}

function benchWords(event: BenchEvent): Words | null {
  switch (event.kind) {
    case 'configuration': {
      const what = event.level === null ? 'the heaviest level' : `the load line at level ${event.level}`;
      const text = `${event.number} of ${event.of}: ${what} of ${event.workload}`;
      return { topic: 'search', severity: 'info', text };
    }
    case 'heaviest':
    case 'line':
      return { topic: 'answer', severity: answerSeverity(event.result), text: event.result.sentence };
  }
}

/** Beginnings of levels, and each change of a job's state. */
function jobWords({ jobs }: SessionView, event: JobEvent): Words | null {
  switch (event.kind) {
    case 'level': {
      const { level, number, of, rows, columns } = event.level;
      const text = `${level}, ${number} of ${of}: ${countText(rows)} rows of ${columns} columns`;
      return { topic: 'job', severity: 'info', text };
    }
    case 'job': {
      const { accuracy, id, number, reason, state } = event.status;
      const was = jobs?.jobs.find(({ status }) => status.number === number)?.status.state;
      if (was === state || state === 'uploading') return null;
      const named = `job ${number}${id === null ? '' : ` (${id})`}`;
      const told = accuracy === null || state !== 'done' ? '' : `, accuracy ${shareText(accuracy, 3)}`;
      const severity = state === 'done' ? 'good' : state === 'running' ? 'info' : 'warning';
      return { topic: 'job', severity, text: `${named} ${state}${told}${reason === null ? '' : `: ${reason}`}` };
    }
    case 'level-done': {
      const { durationSeconds, level } = event.result;
      return { topic: 'job', severity: 'info', text: `${level} took ${millisecondsText(durationSeconds * 1000, 3)}` };
    }
  }
}

function streamWords(stream: string, state: StreamState): Words | null {
  switch (state.kind) {
    case 'connecting':
      return null;
    case 'open':
      return { topic: 'stream', severity: 'good', text: `${stream} is open` };
    case 'waiting':
      return { topic: 'stream', severity: 'warning', text: `${stream} is lost: ${state.reason}` };
    case 'closed':
      return { topic: 'stream', severity: 'info', text: `${stream} is closed` };
  }
}

function circuitWords(stream: string, was: CircuitState['kind'], circuit: CircuitState): Words {
  const text = `${stream}: ${was} to ${circuit.kind}`;
  switch (circuit.kind) {
    case 'closed':
      return { topic: 'circuit', severity: 'good', text };
    case 'half-open':
      return { topic: 'circuit', severity: 'info', text };
    case 'open':
      return { topic: 'circuit', severity: 'warning', text: `${text}: ${circuit.reason}` };
  }
}
