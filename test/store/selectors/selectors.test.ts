import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadInterval } from '../../../source/model/load.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectDiscovery } from '../../../source/store/selectors/discovery.js';
import { selectLatency } from '../../../source/store/selectors/latency.js';
import { selectLoad } from '../../../source/store/selectors/load.js';
import { selectLog } from '../../../source/store/selectors/log.js';
import { selectServers } from '../../../source/store/selectors/servers.js';
import { selectStatus } from '../../../source/store/selectors/status.js';
import { selectStreams } from '../../../source/store/selectors/streams.js';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { createRandom } from '../../../source/time/random.js';
import { interval, latencies, scriptedAnswer, scriptedHead, searchEvents } from '../helpers/scripted-session.js';

const searching = searchEvents().reduce(reduce, initialView);
const endMs = searchEvents().at(-1)?.atMs ?? 0;

function loaded(...intervals: readonly LoadInterval[]): SessionView {
  const head = reduce(initialView, { atMs: 0, kind: 'session/started', head: scriptedHead });
  const running = reduce(head, { atMs: 0, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: '' });
  return intervals.reduce(
    (view, one) => reduce(view, { atMs: one.startMs + one.durationMs, kind: 'load/interval', interval: one }),
    running,
  );
}

test('before the first event every selector has an answer', () => {
  assert.equal(selectStatus(initialView, 0).latencyMs, null);
  assert.equal(selectLoad(initialView, 0).achievedPerSecond, null);
  assert.deepEqual(selectLatency(initialView).time.slots, []);
  assert.deepEqual(selectServers(initialView, 0), { servers: [], groups: [], lone: [] });
  assert.deepEqual(selectStreams(initialView, 0).rows, []);
  assert.equal(selectDiscovery(initialView, 0), null);
  assert.deepEqual(selectLog(initialView), { lines: [], total: 0 });
});

test('the status judges the last ten seconds, counting what was never answered as slowest', () => {
  const random = createRandom(1);
  const base = interval(0, 100, 1000, random);
  const answered = { ...base, outcomes: { ...noOutcomes, ok: 100 }, responseTime: latencies(100, 5, 0.1, random) };
  const good = selectStatus(loaded(answered), 1000);
  assert.ok(good.latencyMs !== null && good.latencyMs < 10);
  assert.equal(good.errorRatio, 0);
  const timedOut = { ...answered, outcomes: { ...noOutcomes, ok: 100, timeout: 25 } };
  const bad = selectStatus(loaded(timedOut), 1000);
  assert.equal(bad.latencyMs, null);
  assert.ok(bad.isUnanswered);
  assert.equal(bad.errorRatio, 0.2);
});

test('the status forgets the load before when a load is started again', () => {
  const bad = { ...interval(0, 100, 1000, createRandom(1)), outcomes: { ...noOutcomes, timeout: 100 } };
  const finished = reduce(loaded(bad), {
    atMs: 2000,
    kind: 'run/state',
    from: 'running',
    to: 'finished',
    cause: 'plan',
    reason: '',
  });
  assert.equal(selectStatus(finished, 2000).errorRatio, null);
  const again = reduce(finished, {
    atMs: 3000,
    kind: 'run/state',
    from: 'finished',
    to: 'running',
    cause: 'key',
    reason: '',
  });
  assert.equal(selectStatus(again, 3000).errorRatio, null);
});

test("the clock is the session's until that ends, and the time of the load stops with the load", () => {
  const { clockMs, loadMs } = selectStatus(searching, endMs);
  assert.deepEqual([clockMs, loadMs], [endMs, endMs - 800]);
  const ended = reduce(searching, {
    atMs: endMs,
    kind: 'run/state',
    from: 'running',
    to: 'finished',
    cause: 'plan',
    reason: '',
  });
  const after = selectStatus(ended, endMs + 60_000);
  assert.deepEqual([after.clockMs, after.loadMs], [endMs + 60_000, endMs - 800]);
  const over = reduce(ended, { atMs: endMs + 100, kind: 'session/ended', reason: 'quit' });
  assert.equal(selectStatus(over, endMs + 60_000).clockMs, endMs + 100);
});

test('a second without an interval is a gap in every history', () => {
  const random = createRandom(1);
  const view = loaded(
    interval(0, 100, 1000, random),
    interval(1000, 100, 1000, random),
    interval(4000, 100, 1000, random),
  );
  assert.deepEqual(selectLoad(view, 5000).targetHistory, { values: [100, 100, null, null, 100], end: 5 });
  assert.deepEqual(
    selectLatency(view).time.slots.map((slot) => slot === null),
    [false, false, true, true, false],
  );
});

test('an interval in which nothing settled is a gap in the latencies', () => {
  const silent = { ...interval(0, 100, 1000, createRandom(1)), responseTime: latencies(0, 1, 1, createRandom(1)) };
  assert.deepEqual(
    selectLatency(loaded(silent)).time.slots.map((slot) => slot?.p99Ms),
    [null],
  );
});

test('outcome shares add up to all that ended', () => {
  const { outcomes, ended } = selectLoad(searching, endMs);
  assert.equal(
    outcomes.reduce((sum, { count }) => sum + count, 0),
    ended,
  );
  assert.ok(Math.abs(outcomes.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
});

test('processes stand under the server that their stream names, others alone', () => {
  const lonely = reduce(searching, {
    atMs: endMs,
    kind: 'stream/sample',
    sample: { stream: 'elsewhere', server: null, values: { cpuPercent: 3 }, rttMs: null },
  });
  const { servers, lone } = selectServers(lonely, endMs);
  assert.deepEqual(
    servers[0]?.applications.map(({ name }) => name),
    ['worker-1', 'worker-2'],
  );
  assert.deepEqual(
    lone.map(({ name, cpuPercent }) => [name, cpuPercent]),
    [['elsewhere', 3]],
  );
});

test('readings that stop coming are told as stale', () => {
  assert.equal(selectServers(searching, endMs).servers[0]?.state, 'live');
  const later = selectServers(searching, endMs + 5000);
  assert.equal(later.servers[0]?.state, 'stale');
  assert.ok(later.servers[0]?.applications.every(({ isStale }) => isStale));
});

test('an open circuit counts down to its next probe and not below zero', () => {
  const [closed, open] = selectStreams(searching, endMs).rows;
  assert.equal(closed?.nextProbeInMs, null);
  assert.equal(open?.circuit, 'open');
  assert.ok((open?.nextProbeInMs ?? 0) > 0);
  assert.equal(selectStreams(searching, endMs + 60_000).rows[1]?.nextProbeInMs, 0);
});

test('messages a second come from the counter over the last readings', () => {
  const rate = selectStreams(searching, endMs).rows[0]?.messagesPerSecond ?? 0;
  assert.ok(Math.abs(rate - 1) < 0.01);
});

test('a search tells its bracket, its best rate and what is left of the probe', () => {
  const view = selectDiscovery(searching, endMs);
  assert.equal(view?.bestPerSecond, 1140);
  assert.ok(Math.abs((view?.widthRatio ?? 0) - 105 / 1192.5) < 1e-9);
  assert.equal(view?.current?.leftMs, 6000);
  assert.equal(view?.current?.done, 0.4);
  assert.equal(view?.probes[0]?.perSecond, 1245);
  const done = selectDiscovery(
    reduce(searching, { atMs: endMs, kind: 'result', result: scriptedAnswer }),
    endMs + 9000,
  );
  assert.equal(done?.estimatePerSecond, 1210);
  assert.deepEqual(done?.interval, [1191, 1229]);
  assert.ok(done?.isDone);
  assert.equal(done.usedMs, view?.usedMs);
});
