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
 * Something new for every pane, at each call: a part of a second of load, a reading of a server and a stream; every second a
 * line in the log, and every five a probe judged. All by one seed, so that two programs are shown the same.
 */
export function createBusySession(perSecond: number): (atMs: number) => readonly SessionEvent[] {
  const random = createRandom(5);
  let turn = 0;
  return (atMs) => {
    turn += 1;
    const durationMs = 1000 / perSecond;
    const rate = 900 + 80 * Math.sin(turn / 37) + 20 * random();
    const response = latencies(Math.max(20, Math.round(rate / perSecond)), 18 + 6 * random());
    const sent = Math.round(rate / perSecond);
    const bodies: SessionEventBody[] = [
      { kind: 'load/rate', perSecond: rate, cause: 'plan', reason: 'bench' },
      {
        kind: 'load/interval',
        interval: {
          startMs: atMs - durationMs,
          durationMs,
          phase: 'measure',
          intendedPerSecond: rate,
          due: sent,
          sent,
          outcomes: { ...noOutcomes, ok: sent - (turn % 17 === 0 ? 1 : 0), timeout: turn % 17 === 0 ? 1 : 0 },
          inFlight: Math.round(20 + 20 * random()),
          waiting: Math.round(4 * random()),
          connectionsOpen: 60 + Math.round(4 * random()),
          responseTime: response,
          serviceTime: response,
          sendLag: latencies(20, 0.2),
        },
      },
      // One server and one stream at each turn: their panes change in every frame, each source once or twice a second.
      ...servers
        .filter((_, index) => index === turn % servers.length)
        .flatMap((server, index): SessionEventBody[] => [
          {
            kind: 'server/sample',
            sample: {
              server,
              cpuPercent: 40 + 10 * index + 12 * random(),
              cores: 4,
              memoryUsedBytes: (2 + random()) * 2 ** 30,
              memoryTotalBytes: 8 * 2 ** 30,
              load1: 2 * random(),
              rttMs: 1 + random(),
            },
          },
          {
            kind: 'stream/sample',
            sample: {
              stream: `${server} metrics`,
              server,
              values: {
                cpuPercent: 70 + 20 * random(),
                rssBytes: (60 + 4 * random()) * 2 ** 20,
                queueDepth: Math.round(12 * random()),
                loopDelayMs: 3 * random(),
              },
              rttMs: random(),
            },
          },
          {
            kind: 'stream/health',
            stream: `${server} metrics`,
            circuit: { kind: 'closed', failures: 0 },
            queue: { accepted: turn, sent: turn, dropped: 0, expired: 0, pending: turn % 3 },
            counts: { messages: turn, unreadable: 0, reconnects: 0, opened: 0 },
          },
        ]),
    ];
    if (turn % (5 * perSecond) === 1) {
      bodies.push({
        kind: 'discovery/event',
        event: { kind: 'probe', perSecond: rate, seconds: 5, phase: 'bisect' },
      });
    }
    if (turn % perSecond === 0) {
      bodies.push({ kind: 'note', severity: turn % 4 === 0 ? 'warning' : 'info', text: `line ${turn} of the log` });
    }
    if (turn % (5 * perSecond) === 0) {
      bodies.push({
        kind: 'discovery/event',
        event: {
          kind: 'verdict',
          perSecond: rate,
          phase: 'bisect',
          verdict: turn % 2 === 0 ? 'meets' : 'misses',
          badRatio: 0.01 * random(),
          requests: 4000,
          reason: 'bench',
        },
      });
    }
    return bodies.map((body) => ({ atMs, ...body }));
  };
}

function latencies(count: number, medianMs: number): HistogramData {
  const recorder = createHistogramRecorder();
  for (let index = 0; index < count; index++) recorder.record(1000 * medianMs * (0.5 + (index / count) ** 3 * 4));
  return recorder.toData();
}
