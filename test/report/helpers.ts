import type { DiscoveryResult } from '../../source/model/discovery.js';
import type { MonitorResult } from '../../source/model/monitor-result.js';
import type { RunResult } from '../../source/model/run.js';

const latency = { mean: 1.5, p50: 1.234, p90: 2.345, p99: 12.34, p999: 123.4, max: 12_345 };

export const runResult: RunResult = {
  kind: 'run',
  target: 'http://127.0.0.1:8080/x',
  arrivals: 'paced',
  seed: 1,
  pacing: 'auto',
  intended: { count: 40_000, perSecond: 5000 },
  offered: { count: 39_990, perSecond: 4998.8 },
  achieved: { count: 39_980, perSecond: 4997.5 },
  outcomes: { ok: 39_980, badStatus: 4, timeout: 3, connectionFailed: 2, unsent: 10, unfinished: 1 },
  responseTimeMs: latency,
  serviceTimeMs: latency,
  timingsMs: { connect: null, firstByte: null, body: null, server: null },
  requests: [],
  resent: 0,
  redirected: 0,
  sendLagMs: { p50: 0.01, p99: 0.5, max: 3 },
  durationSeconds: 8,
  ended: 'finished',
  endedBecause: null,
  validity: { valid: true, reasons: [] },
  objectives: [
    { text: 'p99 < 75ms', met: true, value: 12.34 },
    { text: 'errors < 1%', met: true, value: 0.05 },
  ],
};

export const discoveryParts: Omit<DiscoveryResult, 'sentence'> = {
  kind: 'discovery',
  target: 'http://127.0.0.1:8080/fibonacci/25',
  axis: 'rate',
  arrivals: 'poisson',
  seed: 1,
  objectives: ['p99 < 50ms', 'errors < 1%'],
  estimatePerSecond: 1240.4,
  bracketPerSecond: [1215, 1265],
  interval95: null,
  certifiedPerSecond: 1215,
  verified: true,
  bindingObjective: 'p99 < 50ms',
  bottleneck: { label: 'resource-limited', server: 'here', resource: 'cpu', headroom: 1.02 },
  probeSeconds: 80,
  idleSeconds: 3,
  peakPerSecond: 1500,
  badRequests: 310,
  sentRequests: 60_000,
  flags: ['no-interval'],
  curve: [
    { perSecond: 400, p50Ms: 2, p90Ms: 4, p99Ms: 9, badRatio: 0 },
    { perSecond: 1265, p50Ms: 9, p90Ms: 40, p99Ms: 80, badRatio: 0.031 },
  ],
  durationSeconds: 84,
  validity: { valid: true, reasons: [] },
};

export const monitorResult: MonitorResult = {
  kind: 'monitor',
  durationSeconds: 15,
  servers: [
    {
      name: 'here',
      source: 'local',
      state: 'live',
      samples: 15,
      missed: 0,
      cpuPercent: { mean: 3.1, max: 9 },
      memoryUsedBytes: { last: 2_147_483_648 },
      memoryTotalBytes: 8_589_934_592,
      rttMs: null,
      reason: null,
    },
  ],
  streams: [
    {
      name: 's1',
      url: 'ws://127.0.0.1:1/metrics',
      state: 'open',
      messages: 30,
      unreadable: 1,
      reconnects: 2,
      breaker: { state: 'closed', opened: 0 },
      queue: { sent: 1, dropped: 0, expired: 0, pending: 0 },
    },
  ],
};
