import { createHistogramRecorder } from '../../../source/measure/histogram-recorder.js';
import type { DiscoveryResult, Verdict } from '../../../source/model/discovery.js';
import type { SessionEvent, SessionEventBody, SessionHead } from '../../../source/model/events.js';
import type { HistogramData } from '../../../source/model/histogram.js';
import type { LoadInterval } from '../../../source/model/load.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import type { RunResult } from '../../../source/model/run.js';
import { createRandom, type Random } from '../../../source/time/random.js';

/** The head of a scripted session: one server, two streams on it, two objectives. */
export const scriptedHead: SessionHead = {
  id: 'scripted',
  kind: 'demo',
  target: 'http://127.0.0.1:8080/fibonacci/25',
  objectives: [
    { kind: 'latency', text: 'p99 < 50ms', statistic: 'p99', limitMs: 50 },
    { kind: 'errors', text: 'errors < 1%', limitRatio: 0.01 },
  ],
  servers: [{ name: 'this-machine', address: 'local' }],
  streams: [
    { name: 'worker-1', url: 'ws://127.0.0.1:8081/metrics', server: 'this-machine' },
    { name: 'worker-2', url: 'ws://127.0.0.1:8082/metrics', server: 'this-machine' },
  ],
  startedAt: '2026-01-05T12:00:00.000Z',
  version: '0.1.0',
  arrivals: 'poisson',
  seed: 1,
};

/** A histogram of `count` log-normal values around `medianMs`; a larger `spread` has a longer tail. */
export function latencies(count: number, medianMs: number, spread: number, random: Random): HistogramData {
  const recorder = createHistogramRecorder();
  for (let index = 0; index < count; index++) {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    recorder.record(medianMs * 1000 * Math.exp(spread * normal));
  }
  return recorder.toData();
}

/** One second of load at a rate, against a target whose queue grows as the rate nears `linePerSecond`. */
export function interval(startMs: number, perSecond: number, linePerSecond: number, random: Random): LoadInterval {
  const due = Math.round(perSecond * (0.97 + 0.06 * random()));
  const use = perSecond / linePerSecond;
  const medianMs = use < 1 ? 2.2 / Math.max(0.08, 1 - use * 0.93) : 60 * use;
  const failed = use > 1.05 ? Math.round(due * 0.02) : 0;
  const ok = due - failed;
  const response = latencies(ok, medianMs, 0.45, random);
  return {
    startMs,
    durationMs: 1000,
    phase: `bisect ${Math.round(perSecond)}/s`,
    intendedPerSecond: perSecond,
    due,
    sent: due,
    outcomes: { ...noOutcomes, ok, timeout: failed },
    inFlight: Math.round((perSecond * medianMs) / 1000),
    waiting: 0,
    connectionsOpen: 24,
    responseTime: response,
    serviceTime: response,
    sendLag: latencies(due, 0.12, 0.5, random),
  };
}

const line = 1240;

/** The probes of the scripted search: rate, seconds, verdict. */
const probes: readonly (readonly [number, number, Verdict])[] = [
  [60, 3, 'meets'],
  [120, 3, 'meets'],
  [240, 3, 'meets'],
  [480, 3, 'meets'],
  [960, 4, 'meets'],
  [1920, 2, 'tripped'],
  [1360, 5, 'misses'],
  [1140, 8, 'meets'],
  [1245, 8, 'unclear'],
  [1245, 8, 'misses'],
];

/** A search under way, seen second by second: ten probes judged and an eleventh begun, about a minute long. */
export function searchEvents(): readonly SessionEvent[] {
  const random = createRandom(7);
  const events: SessionEvent[] = [];
  let nowMs = 0;
  const add = (event: SessionEventBody): void => {
    events.push({ atMs: nowMs, ...event });
  };
  add({ kind: 'session/started', head: scriptedHead });
  add({ kind: 'server/state', server: 'this-machine', state: { kind: 'live' } });
  for (const stream of scriptedHead.streams) {
    add({ kind: 'stream/state', stream: stream.name, state: { kind: 'open' } });
  }
  nowMs = 800;
  add({ kind: 'note', severity: 'info', text: 'the target answers: status 200 in 2.1 ms' });
  add({ kind: 'discovery/event', event: { kind: 'phase', phase: 'ramp', reason: 'doubling from 60/s' } });
  add({ kind: 'run/state', from: 'idle', to: 'warming', cause: 'plan', reason: 'warm-up begins' });
  add({ kind: 'run/state', from: 'warming', to: 'running', cause: 'plan', reason: 'ramp begins' });
  let lower: number | null = null;
  let upper: number | null = null;
  let second = 0;
  const secondOf = (perSecond: number): void => {
    const startMs = nowMs;
    nowMs += 1000;
    second += 1;
    add({ kind: 'load/interval', interval: interval(startMs, perSecond, line, random) });
    watched(add, perSecond, second, random);
  };
  for (const [perSecond, seconds, verdict] of probes) {
    const phase = perSecond === 1920 || (verdict === 'meets' && perSecond < 1000) ? 'ramp' : 'bisect';
    if (perSecond === 1360)
      add({ kind: 'discovery/event', event: { kind: 'phase', phase: 'bisect', reason: 'between 960/s and 1,920/s' } });
    add({ kind: 'discovery/event', event: { kind: 'probe', perSecond, seconds, phase } });
    add({ kind: 'load/rate', perSecond, cause: 'plan', reason: phase });
    for (let turn = 0; turn < seconds; turn++) secondOf(perSecond);
    const badRatio =
      verdict === 'meets' ? 0.0031 : verdict === 'unclear' ? 0.0102 : verdict === 'tripped' ? 0.41 : 0.023;
    const requests = perSecond * seconds;
    const share = (badRatio * 100).toFixed(1);
    add({
      kind: 'discovery/event',
      event: {
        kind: 'verdict',
        perSecond,
        phase,
        verdict,
        badRatio,
        requests,
        reason: `p99 < 50ms: ${share} % of ${requests} arrivals were slower, 1 % allowed`,
      },
    });
    if (verdict === 'meets') lower = Math.max(lower ?? 0, perSecond);
    if (verdict === 'misses' || verdict === 'tripped') upper = Math.min(upper ?? Number.POSITIVE_INFINITY, perSecond);
    add({ kind: 'discovery/event', event: { kind: 'bracket', lowerPerSecond: lower, upperPerSecond: upper } });
  }
  add({ kind: 'discovery/event', event: { kind: 'probe', perSecond: 1191, seconds: 10, phase: 'bisect' } });
  add({ kind: 'load/rate', perSecond: 1191, cause: 'plan', reason: 'bisect' });
  for (let turn = 0; turn < 4; turn++) secondOf(1191);
  return events;
}

/** What is watched besides the load: busier as the rate grows. The second worker's stream breaks once and comes back. */
function watched(add: (event: SessionEventBody) => void, perSecond: number, second: number, random: Random): void {
  const use = Math.min(1, perSecond / line);
  add({
    kind: 'server/sample',
    sample: {
      server: 'this-machine',
      cpuPercent: Math.min(100, 6 + 82 * use + 6 * random()),
      cores: 2,
      memoryUsedBytes: 2.1 * 2 ** 30 + second * 2 ** 20,
      memoryTotalBytes: 8 * 2 ** 30,
      load1: 1.4,
      rttMs: null,
    },
  });
  for (const [index, stream] of scriptedHead.streams.entries()) {
    const isBroken = index === 1 && second > 40;
    if (!isBroken) {
      add({
        kind: 'stream/sample',
        sample: {
          stream: stream.name,
          server: 'this-machine',
          values: {
            cpuPercent: Math.min(100, 2 + 93 * use + 4 * random()),
            rssBytes: (61 + index * 3) * 2 ** 20 + second * 2 ** 17,
            loopDelayMs: 0.8 + use * use * 12 * random(),
            queueDepth: Math.round(use ** 4 * 60 * random()),
          },
          rttMs: 0.4 + random() * 0.3,
        },
      });
    }
    add({
      kind: 'stream/health',
      stream: stream.name,
      circuit: isBroken
        ? {
            kind: 'open',
            sinceMs: 41_800,
            nextProbeAtMs: (second + 3) * 1000 + 1800,
            reason: 'expected an open stream, got ECONNREFUSED',
          }
        : { kind: 'closed', failures: 0 },
      queue: { accepted: 1, sent: 1, dropped: 0, expired: 0, pending: 0 },
      counts: {
        messages: isBroken ? 40 : second,
        unreadable: 0,
        reconnects: isBroken ? 5 : 0,
        opened: isBroken ? 1 : 0,
      },
    });
  }
}

/** The answer of the scripted search. */
export const scriptedAnswer: DiscoveryResult = {
  kind: 'discovery',
  target: 'http://127.0.0.1:8080/fibonacci/25',
  axis: 'rate',
  arrivals: 'poisson',
  seed: 1,
  objectives: ['p99 < 50ms', 'errors < 1%'],
  estimatePerSecond: 1210,
  bracketPerSecond: [1191, 1229],
  interval95: null,
  certifiedPerSecond: 1191,
  verified: true,
  bindingObjective: 'p99 < 50ms',
  bottleneck: { label: 'resource-limited', server: 'this-machine', resource: 'cpu', headroom: 1.04 },
  probeSeconds: 74,
  idleSeconds: 4,
  peakPerSecond: 1920,
  badRequests: 1984,
  sentRequests: 52_311,
  flags: ['no-interval'],
  curve: [],
  durationSeconds: 81,
  validity: { valid: true, reasons: [] },
  sentence:
    'http://127.0.0.1:8080/fibonacci/25 carries 1,210 requests a second while p99 < 50ms and errors < 1% (held 1,191/s for 10 s; missed at 1,229/s).',
};

/** A run that met its objective. */
export const scriptedRun: RunResult = {
  kind: 'run',
  target: 'http://127.0.0.1:8080/fibonacci/25',
  arrivals: 'paced',
  seed: 1,
  pacing: 'auto',
  intended: { count: 40_000, perSecond: 5000 },
  offered: { count: 40_000, perSecond: 4999.8 },
  achieved: { count: 40_000, perSecond: 4999.1 },
  outcomes: { ...noOutcomes, ok: 40_000 },
  responseTimeMs: { mean: 3.1, p50: 2.9, p90: 5.2, p99: 12.3, p999: 21.4, max: 30.2 },
  serviceTimeMs: { mean: 3, p50: 2.8, p90: 5, p99: 12, p999: 21, max: 30 },
  timingsMs: { connect: null, firstByte: null, body: null, server: null },
  requests: [],
  resent: 0,
  redirected: 0,
  sendLagMs: { p50: 0.1, p99: 0.4, max: 1.1 },
  durationSeconds: 8,
  ended: 'finished',
  endedBecause: null,
  validity: { valid: true, reasons: [] },
  objectives: [{ text: 'p99 < 75ms', met: true, value: 12.3 }],
};
