import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMonitorTally } from '../../source/session/monitor-tally.js';

const reading = { server: 'here', cores: 2, memoryTotalBytes: 8000, load1: 0.5, rttMs: null };

test('sums up what was seen of a server', () => {
  const tally = createMonitorTally([{ name: 'here', address: 'local' }], []);
  tally.sink({ atMs: 0, kind: 'server/state', server: 'here', state: { kind: 'live' } });
  [null, 10, 30].forEach((cpuPercent, index) => {
    const sample = { ...reading, cpuPercent, memoryUsedBytes: 1000 + index };
    tally.sink({ atMs: index * 1000, kind: 'server/sample', sample });
  });
  assert.deepEqual(tally.result(5000).servers, [
    {
      name: 'here',
      source: 'local',
      state: 'live',
      samples: 3,
      missed: 2,
      cpuPercent: { mean: 20, max: 30 },
      memoryUsedBytes: { last: 1002 },
      memoryTotalBytes: 8000,
      rttMs: null,
      reason: null,
    },
  ]);
});

test('a server that never gave a reading says so with nulls, not zeros', () => {
  const tally = createMonitorTally([{ name: 'here', address: 'local' }], []);
  tally.sink({ atMs: 0, kind: 'server/state', server: 'here', state: { kind: 'down', reason: 'no /proc' } });
  const [server] = tally.result(3000).servers;
  assert.equal(server!.samples, 0);
  assert.equal(server!.missed, 3);
  assert.equal(server!.cpuPercent, null);
  assert.equal(server!.memoryUsedBytes, null);
  assert.equal(server!.reason, 'no /proc');
});

test('a stream is told with its circuit and its queue as they were last', () => {
  const tally = createMonitorTally([], [{ name: 'metrics', url: 'ws://127.0.0.1:1/', server: null }]);
  tally.sink({ atMs: 1, kind: 'stream/state', stream: 'metrics', state: { kind: 'open' } });
  tally.sink({
    atMs: 2,
    kind: 'stream/health',
    stream: 'metrics',
    circuit: { kind: 'half-open', sinceMs: 1 },
    queue: { accepted: 6, sent: 3, dropped: 1, expired: 1, pending: 1 },
    counts: { messages: 9, unreadable: 2, reconnects: 1, opened: 1 },
  });
  assert.deepEqual(tally.result(3000).streams, [
    {
      name: 'metrics',
      url: 'ws://127.0.0.1:1/',
      state: 'open',
      messages: 9,
      unreadable: 2,
      reconnects: 1,
      breaker: { state: 'half-open', opened: 1 },
      queue: { sent: 3, dropped: 1, expired: 1, pending: 1 },
    },
  ]);
});
