import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reduce } from '../../../source/store/reduce.js';
import { selectStreams } from '../../../source/store/selectors/streams.js';
import type { SessionView } from '../../../source/store/state.js';
import { declaringStream, watchedView } from '../helpers/watched-stream.js';

function rowOf(view: SessionView, nowMs: number) {
  return selectStreams(view, nowMs).rows[0]!;
}

test('rates are of the last ten seconds, sums of the last minute', () => {
  const row = rowOf(watchedView(200), 200_000);
  assert.equal(row.messagesPerSecond, 10);
  assert.equal(row.detail?.meanRttMs, 3);
  assert.deepEqual(row.detail?.lastMinute, { messages: 610, unreadable: 61, sent: 61, dropped: 0, expired: 0 });
  assert.equal(row.detail?.rttHistory.values.length, 62);
});

test('tells peak, overflow, retries and waits of the queue', () => {
  const { detail } = rowOf(watchedView(5), 5_000);
  assert.equal(detail?.peak, 7);
  assert.equal(detail?.overflow, 5);
  assert.equal(detail?.retrySuccessRatio, 0.9);
  assert.equal(detail?.meanWaitMs, 12.5);
});

test('memory rises, falls or stays, and half a minute must have passed to say so', () => {
  assert.equal(rowOf(watchedView(20), 20_000).detail?.heldTrend, 'unclear');
  assert.equal(rowOf(watchedView(60), 60_000).detail?.heldTrend, 'rising');
  // Beside 2 MB forty more kilobytes are nothing.
  assert.equal(rowOf(watchedView(2_000), 2_000_000).detail?.heldTrend, 'steady');
});

test('a declared gauge is shown as it is, a counter by its growth a second', () => {
  assert.deepEqual(rowOf(watchedView(8), 8_000).metrics, [
    { name: 'depth', kind: 'gauge', unit: null, value: 3 },
    { name: 'requests', kind: 'counter', unit: 'requests', value: 2 },
  ]);
});

test('a counter that began anew is unknown for one sample, not negative', () => {
  const view = reduce(watchedView(8), {
    atMs: 9_000,
    kind: 'stream/sample',
    sample: { stream: declaringStream.name, server: null, values: { depth: null, requests: 1 }, rttMs: null },
  });
  assert.deepEqual(
    rowOf(view, 9_000).metrics.map(({ value }) => value),
    [null, null],
  );
});

test('an older recording that tells no detail shows none', () => {
  const view = reduce(watchedView(0), {
    atMs: 1_000,
    kind: 'stream/health',
    stream: declaringStream.name,
    circuit: { kind: 'closed', failures: 0 },
    queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
    counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
  });
  assert.equal(rowOf(view, 1_000).detail, null);
});
