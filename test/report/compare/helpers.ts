import type { RunCell } from '../../../source/measure/run-cells.js';
import type { SessionEvent, SessionHead } from '../../../source/model/events.js';
import { emptyHistogram } from '../../../source/model/histogram.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import type { SessionResult } from '../../../source/model/session-result.js';
import type { SessionDigest } from '../../../source/report/compare/digest.js';
import { digestSession } from '../../../source/report/compare/digest-session.js';
import type { SimulatedSearch } from '../../helpers/simulated-search.js';
import type { SimulatedSecond } from '../../helpers/simulated-seconds.js';
import { scriptedAnswer, scriptedRun } from '../../store/helpers/scripted-session.js';

/** What a session of the tests is made of. */
export type MadeSession = {
  readonly id?: string;
  /** Every second of a search, in place of `cells` at one rate. */
  readonly seconds?: readonly SimulatedSecond[];
  readonly cells?: readonly RunCell[];
  readonly perSecond?: number;
  readonly phase?: string;
  /** CPU use of one server, second by second. */
  readonly cpu?: readonly number[];
  readonly results?: readonly SessionResult[];
  readonly arrivals?: 'poisson' | 'paced';
  readonly startedAt?: string;
};

export const validRun = scriptedRun;

/** A session's events: one interval a cell, after one that stands for the change to the rate. */
export function eventsOf(made: MadeSession): readonly SessionEvent[] {
  const { arrivals = 'poisson', cells = [], cpu = [], perSecond = 500, phase = 'measure', results = [validRun] } = made;
  const events: SessionEvent[] = [{ atMs: 0, kind: 'session/started', head: { ...headOf(made), arrivals } }];
  const first = cells[0];
  const held = (first === undefined ? [] : [first, ...cells]).map((cell) => ({ phase, perSecond, cell }));
  for (const [at, second] of (made.seconds ?? held).entries()) {
    const { cell } = second;
    const startMs = at * 1000;
    const percent = cpu[at - 1];
    if (percent !== undefined) {
      const sample = {
        server: 'api-1',
        cpuPercent: percent,
        cores: 2,
        memoryUsedBytes: 1,
        memoryTotalBytes: 2,
        load1: 1,
        rttMs: null,
      };
      events.push({ atMs: startMs + 900, kind: 'server/sample', sample });
    }
    events.push({
      atMs: startMs + 1000,
      kind: 'load/interval',
      interval: {
        startMs,
        durationMs: 1000 * cell.seconds,
        phase: second.phase,
        intendedPerSecond: second.perSecond,
        due: cell.due,
        sent: cell.due,
        outcomes: { ...noOutcomes, ok: cell.good, timeout: cell.bad },
        inFlight: 0,
        waiting: 0,
        connectionsOpen: 1,
        responseTime: cell.responseTime,
        serviceTime: cell.responseTime,
        sendLag: emptyHistogram,
      },
    });
  }
  return [...events, ...results.map((result): SessionEvent => ({ atMs: 1e6, kind: 'result', result }))];
}

export function headOf({ id = 'a1', startedAt = '2026-01-02T03:04:05.678Z' }: MadeSession): SessionHead {
  return {
    id,
    kind: 'run',
    target: 'http://127.0.0.1:8080/',
    objectives: [],
    servers: [],
    streams: [],
    startedAt,
    version: '0.1.0',
    arrivals: 'poisson',
    seed: 1,
  };
}

/** The digest of a session made as said. */
export function digestOf(made: MadeSession): SessionDigest {
  const { id, kind, startedAt, target } = headOf(made);
  return digestSession(
    { id, kind, name: null, startedAt, target, file: '', endedAt: null, state: 'complete' },
    eventsOf(made),
  );
}

/** The digest of a recorded search. */
export function digestOfSearch({ answer, seconds }: SimulatedSearch): SessionDigest {
  const { estimatePerSecond, flags, interval95 } = answer;
  return digestOf({ seconds, results: [{ ...scriptedAnswer, flags, estimatePerSecond, interval95 }] });
}
