import { type RuleText, readRules } from '../../../../source/engine/alert/read-rule.js';
import { type AlertChange, createRuleEngine } from '../../../../source/engine/alert/rule-engine.js';
import { createHistogramRecorder } from '../../../../source/measure/histogram-recorder.js';
import type { SessionEvent, SessionEventBody, SessionHead } from '../../../../source/model/events.js';
import { emptyHistogram, type HistogramData } from '../../../../source/model/histogram.js';
import type { LoadInterval } from '../../../../source/model/load.js';
import { noOutcomes } from '../../../../source/model/outcome.js';
import type { ServerSample } from '../../../../source/model/server.js';

/** A session that only watches these servers and streams. */
export function headOf(servers: readonly string[], streams: readonly string[] = [], group?: string): SessionHead {
  return {
    id: 'watched',
    kind: 'monitor',
    target: null,
    objectives: [],
    servers: servers.map((name) => ({ name, address: 'local', ...(group === undefined ? {} : { group }) })),
    streams: streams.map((name) => ({ name, url: `ws://127.0.0.1/${name}`, server: null })),
    startedAt: '2026-01-05T12:00:00.000Z',
    version: '0.1.0',
    arrivals: 'poisson',
    seed: 1,
  };
}

/** A reading of a server with this CPU use, all else unknown. */
export function cpuSample(
  server: string,
  cpuPercent: number | null,
  change: Partial<ServerSample> = {},
): SessionEventBody {
  const rest = { cores: 2, memoryUsedBytes: null, memoryTotalBytes: null, load1: null, rttMs: null };
  return { kind: 'server/sample', sample: { server, cpuPercent, ...rest, ...change } };
}

/** `count` times of `ms` each. */
export function timesOf(count: number, ms: number): HistogramData {
  const recorder = createHistogramRecorder();
  for (let index = 0; index < count; index++) recorder.record(ms * 1000);
  return recorder.toData();
}

/** One second of load: so many good answers of `ms` each, and so many bad ones. */
export function loadSecond(startMs: number, ok: number, bad = 0, ms = 10): SessionEventBody {
  const interval: LoadInterval = {
    startMs,
    durationMs: 1000,
    phase: 'measure',
    intendedPerSecond: ok + bad,
    due: ok + bad,
    sent: ok + bad,
    outcomes: { ...noOutcomes, ok, timeout: bad },
    inFlight: 1,
    waiting: 0,
    connectionsOpen: 1,
    responseTime: ok === 0 ? emptyHistogram : timesOf(ok, ms),
    serviceTime: emptyHistogram,
    sendLag: emptyHistogram,
  };
  return { kind: 'load/interval', interval };
}

/** Rules that must be readable. */
export function rulesOf(...texts: readonly RuleText[]): ReturnType<typeof readRules>['rules'] {
  const { rules, problems } = readRules(texts);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return rules;
}

/** Rules over scripted events: `second(n)` gives the events half a second before whole second n. */
export function watchSeconds(
  rules: readonly RuleText[],
  head: SessionHead,
  seconds: number,
  second: (n: number) => readonly SessionEventBody[],
): readonly AlertChange[] {
  const changes: AlertChange[] = [];
  const engine = createRuleEngine(rulesOf(...rules), (change) => changes.push(change));
  for (const event of eventsOf(head, seconds, second)) engine.observe(event);
  engine.advance(seconds * 1000);
  return changes;
}

/** The events of such a session. */
export function eventsOf(
  head: SessionHead,
  seconds: number,
  second: (n: number) => readonly SessionEventBody[],
): readonly SessionEvent[] {
  const events: SessionEvent[] = [{ atMs: 0, kind: 'session/started', head }];
  for (let n = 1; n <= seconds; n++) for (const body of second(n)) events.push({ atMs: n * 1000 - 500, ...body });
  return events;
}

/** Changes as short lines: second, series, phase. */
export function lines(changes: readonly AlertChange[]): readonly string[] {
  return changes.map(({ atMs, alert }) => {
    const { host, stream, request } = alert.labels;
    return `${atMs / 1000} ${host ?? stream ?? request ?? 'load'} ${alert.phase}`;
  });
}
