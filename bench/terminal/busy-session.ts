import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import type { SessionEvent, SessionEventBody, SessionHead } from '../../source/model/events.js';
import type { HistogramData } from '../../source/model/histogram.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { createRandom } from '../../source/time/random.js';

const servers = ['api-1', 'api-2', 'db-1', 'cache-1'] as const;

const head: SessionHead = {
  id: 'bench',
  kind: 'demo',
  target: 'http://127.0.0.1:8080/',
  objectives: [
    { kind: 'latency', text: 'p99 < 50ms', statistic: 'p99', limitMs: 50 },
    { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 },
  ],
  servers: servers.map((name) => ({ name, address: 'local' })),
  streams: servers.map((name) => ({ name: `${name} metrics`, url: 'ws://127.0.0.1:1/', server: name })),
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0.0.0',
  arrivals: 'poisson',
  seed: 1,
};

/** What begins the session: head, servers live, a search under way with probes judged. */
export function firstEvents(): readonly SessionEvent[] {
  const bodies: SessionEventBody[] = [
    { kind: 'session/started', head },
    ...servers.map((server): SessionEventBody => ({ kind: 'server/state', server, state: { kind: 'live' } })),
    ...head.streams.map(
      ({ name }): SessionEventBody => ({ kind: 'stream/state', stream: name, state: { kind: 'open' } }),
    ),
    { kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: 'bench' },
    { kind: 'discovery/event', event: { kind: 'phase', phase: 'bisect', reason: 'bench' } },
  ];
  return bodies.map((body) => ({ atMs: 0, ...body }));
}

/**
 * What the screen is fed with. `all`: every source has something new at each call, part of a second of load, a reading of
 * every server and stream, a line in the log, each value drawn anew and none near the last. `paced`: each source once a
 * second, as engines tell, spread over the second so that panes change in every frame; values wander as those of machines do.
 */
export type BusyInput = 'all' | 'paced';

/** Values from 0 to 1, drawn anew or wandering around a half, by what they are of. */
function createValues(input: BusyInput): (of: string) => number {
  const random = createRandom(5);
  const last = new Map<string, number>();
  return (of) => {
    const drawn = random();
    if (input === 'all') return drawn;
    const value = 0.9 * (last.get(of) ?? 0.5) + 0.1 * drawn;
    last.set(of, value);
    return value;
  };
}

/** The events of each call, `perSecond` of which make a second. All by one seed, so that two programs are shown the same. */
export function createBusySession(
  perSecond: number,
  input: BusyInput = 'all',
): (atMs: number) => readonly SessionEvent[] {
  const value = createValues(input);
  let turn = 0;
  /** Whether it is a source's turn: always, or once a second, each at a time of its own. */
  const isDue = (source: number): boolean =>
    input === 'all' || turn % perSecond === Math.floor((source * perSecond) / (2 * servers.length + 1));
  return (atMs) => {
    turn += 1;
    const perRound = input === 'all' ? perSecond : 1;
    const rate = 900 + 80 * Math.sin(turn / (3.7 * perSecond)) + 20 * value('rate');
    const sent = Math.round(rate / perRound);
    const bodies: SessionEventBody[] = [];
    if (isDue(0)) {
      const response = latencies(Math.max(20, sent), 18 + 6 * value('latency'));
      const bad = turn % 17 === 0 ? 1 : 0;
      bodies.push(
        { kind: 'load/rate', perSecond: rate, cause: 'plan', reason: 'bench' },
        {
          kind: 'load/interval',
          interval: {
            startMs: atMs - 1000 / perRound,
            durationMs: 1000 / perRound,
            phase: 'measure',
            intendedPerSecond: rate,
            due: sent,
            sent,
            outcomes: { ...noOutcomes, ok: sent - bad, timeout: bad },
            inFlight: Math.round(20 + 20 * value('in flight')),
            waiting: Math.round(4 * value('waiting')),
            connectionsOpen: 60 + Math.round(4 * value('connections')),
            responseTime: response,
            serviceTime: response,
            sendLag: latencies(20, 0.2),
          },
        },
      );
    }
    servers.forEach((server, index) => {
      if (isDue(1 + index)) bodies.push(serverSample(server, index, (of) => value(`${server} ${of}`)));
      if (isDue(1 + servers.length + index)) {
        bodies.push(...streamBodies(server, turn, (of) => value(`${server} ${of}`)));
      }
    });
    bodies.push(...searchBodies(turn, perSecond, rate, value('bad')));
    if (isDue(3)) {
      bodies.push({ kind: 'note', severity: turn % 4 === 0 ? 'warning' : 'info', text: `line ${turn} of the log` });
    }
    return bodies.map((body) => ({ atMs, ...body }));
  };
}

function serverSample(server: string, index: number, value: (of: string) => number): SessionEventBody {
  return {
    kind: 'server/sample',
    sample: {
      server,
      cpuPercent: 40 + 10 * index + 12 * value('cpu'),
      cores: 4,
      memoryUsedBytes: (2 + value('memory')) * 2 ** 30,
      memoryTotalBytes: 8 * 2 ** 30,
      load1: 2 * value('load'),
      rttMs: 1 + value('ping'),
    },
  };
}

function streamBodies(server: string, turn: number, value: (of: string) => number): readonly SessionEventBody[] {
  return [
    {
      kind: 'stream/sample',
      sample: {
        stream: `${server} metrics`,
        server,
        values: {
          cpuPercent: 70 + 20 * value('worker cpu'),
          rssBytes: (60 + 4 * value('worker memory')) * 2 ** 20,
          queueDepth: Math.round(12 * value('depth')),
          loopDelayMs: 3 * value('delay'),
        },
        rttMs: value('stream ping'),
      },
    },
    {
      kind: 'stream/health',
      stream: `${server} metrics`,
      circuit: { kind: 'closed', failures: 0 },
      queue: { accepted: turn, sent: turn, dropped: 0, expired: 0, pending: turn % 3 },
      counts: { messages: turn, unreadable: 0, reconnects: 0, opened: 0 },
    },
  ];
}

/** A probe begun and judged every five seconds. */
function searchBodies(turn: number, perSecond: number, rate: number, badRatio: number): readonly SessionEventBody[] {
  if (turn % (5 * perSecond) === 1) {
    return [{ kind: 'discovery/event', event: { kind: 'probe', perSecond: rate, seconds: 5, phase: 'bisect' } }];
  }
  if (turn % (5 * perSecond) !== 0) return [];
  return [
    {
      kind: 'discovery/event',
      event: {
        kind: 'verdict',
        perSecond: rate,
        phase: 'bisect',
        verdict: turn % 2 === 0 ? 'meets' : 'misses',
        badRatio: 0.01 * badRatio,
        requests: 4000,
        reason: 'bench',
      },
    },
  ];
}

function latencies(count: number, medianMs: number): HistogramData {
  const recorder = createHistogramRecorder();
  for (let index = 0; index < count; index++) recorder.record(1000 * medianMs * (0.5 + (index / count) ** 3 * 4));
  return recorder.toData();
}
