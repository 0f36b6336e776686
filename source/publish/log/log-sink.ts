import type { EventSink, SessionEvent, Severity } from '../../model/events.js';
import { badOutcomes } from '../../model/outcome.js';
import { createStore } from '../../store/store.js';

export type LogEntryLevel = 'debug' | 'info' | 'warn' | 'error';

/** Writes one line. `fields` are plain values. */
export type WriteEntry = (
  level: LogEntryLevel,
  text: string,
  fields: Readonly<Record<string, string | number | null>>,
) => void;

const levels: { readonly [severity in Severity]: LogEntryLevel } = {
  info: 'info',
  good: 'info',
  warning: 'warn',
  critical: 'error',
};

/**
 * A sink that writes what the event log of the screen tells, line by line, and for `debug` each interval of load and each
 * probe too. Readings of servers and streams are in the session's own file.
 */
export function createLogSink(write: WriteEntry): EventSink {
  const store = createStore();
  let last: unknown = null;
  return (event) => {
    store.apply(event);
    detail(event, write);
    const line = store.getState().log.at(-1);
    if (line === undefined || line === last) return;
    last = line;
    write(levels[line.severity], line.text, { topic: line.topic, atMs: Math.round(event.atMs) });
  };
}

function detail(event: SessionEvent, write: WriteEntry): void {
  const atMs = Math.round(event.atMs);
  if (event.kind === 'load/interval') {
    const { due, inFlight, outcomes, phase, sent } = event.interval;
    const fields = { topic: 'load', atMs, phase, due, sent, ok: outcomes.ok, bad: badOutcomes(outcomes), inFlight };
    write('debug', 'an interval of load', fields);
  } else if (event.kind === 'discovery/event' && event.event.kind === 'probe') {
    const { perSecond, phase, seconds } = event.event;
    write('debug', 'a probe begins', { topic: 'search', atMs, phase, perSecond, seconds });
  }
}
