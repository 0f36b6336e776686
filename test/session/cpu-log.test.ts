import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuLog } from '../../source/session/cpu-log.js';

const sample = {
  server: 'here',
  cores: 2,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  load1: null,
  rttMs: null,
};

test('gives the mean use of servers and of processes that tell of themselves, over a span', () => {
  const log = createCpuLog();
  for (const [atMs, cpuPercent] of [
    [1000, 10],
    [2000, 40],
    [3000, 60],
    [4000, 90],
  ] as const) {
    log.sink({ atMs, kind: 'server/sample', sample: { ...sample, cpuPercent } });
  }
  log.sink({
    atMs: 2500,
    kind: 'stream/sample',
    sample: { stream: 'worker-1', server: null, values: { cpuPercent: 80 }, rttMs: null },
  });
  assert.deepEqual(
    log.between(1000, 3000),
    new Map([
      ['here', 0.5],
      ['worker-1', 0.8],
    ]),
  );
  assert.deepEqual(log.serversBetween(3000, 9000), new Map([['here', [0.9]]]));
});

test('gives the newest reading of each server in a span, and tells the own machine', () => {
  const log = createCpuLog(new Set(['here']));
  for (const [server, atMs, cpuPercent] of [
    ['here', 1000, 10],
    ['here', 2000, 20],
    ['api', 1500, 90],
    ['gone', 100, 90],
  ] as const) {
    log.sink({ atMs, kind: 'server/sample', sample: { ...sample, server, cpuPercent } });
  }
  assert.deepEqual(log.newest(500, 3000), [
    { server: 'here', ratio: 0.2, isOwn: true },
    { server: 'api', ratio: 0.9, isOwn: false },
  ]);
});

test('a reading that is not there counts neither as zero nor as anything else', () => {
  const log = createCpuLog();
  log.sink({ atMs: 1000, kind: 'server/sample', sample: { ...sample, cpuPercent: null } });
  log.sink({
    atMs: 1000,
    kind: 'stream/sample',
    sample: { stream: 'worker-1', server: null, values: { requests: 3 }, rttMs: null },
  });
  assert.deepEqual(log.between(0, 2000), new Map());
});

test('the busiest source is one of the target; the own machine counts only where nothing else is watched', () => {
  const log = createCpuLog(new Set(['here']));
  log.sink({ atMs: 1000, kind: 'server/sample', sample: { ...sample, cpuPercent: 95 } });
  assert.equal(log.busiest(0, 2000), 0.95);
  for (const [stream, cpuPercent] of [
    ['worker-1', 30],
    ['worker-2', 40],
  ] as const) {
    log.sink({
      atMs: 1000,
      kind: 'stream/sample',
      sample: { stream, server: null, values: { cpuPercent }, rttMs: null },
    });
  }
  assert.equal(log.busiest(0, 2000), 0.4);
  assert.equal(log.busiest(2000, 3000), null);
});
