import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent, SessionEventBody } from '../../source/model/events.js';
import { noOutcomes } from '../../source/model/outcome.js';
import type { RunState } from '../../source/model/run.js';
import { latencyWindows } from '../../source/store/latency-windows.js';
import { pointLimit } from '../../source/store/load-state.js';
import { logLimit } from '../../source/store/log-state.js';
import { reduce } from '../../source/store/reduce.js';
import { serverHistoryLimit } from '../../source/store/server-state.js';
import { initialView, type SessionView } from '../../source/store/state.js';
import { markLimit, streamHistoryLimit } from '../../source/store/stream-state.js';
import { createRandom } from '../../source/time/random.js';
import { interval, latencies, scriptedAnswer, scriptedHead, searchEvents } from './helpers/scripted-session.js';

const queue = { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 };
const counts = { messages: 0, unreadable: 0, reconnects: 0, opened: 0 };

function after(...events: readonly SessionEventBody[]): SessionView {
  return events.reduce(
    (view: SessionView, event, index) => reduce(view, { atMs: index * 1000, ...event }),
    initialView,
  );
}

function become(from: RunState, to: RunState): SessionEventBody {
  return { kind: 'run/state', from, to, cause: 'key', reason: 'because' };
}

test('knows the servers and streams of the head before anything is heard of them', () => {
  const view = after({ kind: 'session/started', head: scriptedHead });
  assert.deepEqual(
    view.servers.map(({ name, state }) => [name, state.kind]),
    [['this-machine', 'connecting']],
  );
  assert.deepEqual(
    view.streams.map(({ name, circuit }) => [name, circuit.kind]),
    [
      ['worker-1', 'closed'],
      ['worker-2', 'closed'],
    ],
  );
});

test('takes in servers and streams that no head names', () => {
  const view = after(
    { kind: 'server/state', server: 'late', state: { kind: 'live' } },
    { kind: 'stream/sample', sample: { stream: 'other', server: 'late', values: { queueDepth: 4 }, rttMs: null } },
  );
  assert.equal(view.servers[0]?.name, 'late');
  assert.deepEqual(view.streams[0]?.queueDepthHistory.values, [4]);
  assert.equal(view.streams[0]?.server, 'late');
});

test('adds histograms over windows and never averages quantiles', () => {
  const random = createRandom(5);
  const fast = { ...interval(0, 100, 1000, random), responseTime: latencies(99, 1, 0, random) };
  const slow = { ...interval(1000, 100, 1000, random), responseTime: latencies(1, 1000, 0, random) };
  const view = after({ kind: 'load/interval', interval: fast }, { kind: 'load/interval', interval: slow });
  const { run } = view.load;
  const { now, tenSeconds } = latencyWindows(view.load);
  assert.equal(now.count, 1);
  assert.equal(tenSeconds.count, 100);
  assert.equal(run.count, 100);
  assert.equal(tenSeconds.maxUs, slow.responseTime.maxUs);
});

test('the windows of ten and sixty seconds forget, the run does not', () => {
  const random = createRandom(6);
  const events = Array.from({ length: 70 }, (_, second): SessionEventBody => {
    return { kind: 'load/interval', interval: interval(second * 1000, 10, 1000, random) };
  });
  const { load } = after(...events);
  const { points, run } = load;
  const windows = latencyWindows(load);
  const sum = (from: number): number => points.slice(from).reduce((total, point) => total + point.outcomes.ok, 0);
  assert.equal(windows.tenSeconds.count, sum(-10));
  assert.equal(windows.sixtySeconds.count, sum(-60));
  assert.equal(run.count, sum(0));
});

test('a new start begins the sums anew, drops the old answer and keeps the chart', () => {
  const one: SessionEventBody = { kind: 'load/interval', interval: interval(0, 50, 1000, createRandom(1)) };
  const ended = after(
    become('idle', 'running'),
    one,
    { kind: 'result', result: scriptedAnswer },
    become('running', 'finished'),
  );
  assert.notEqual(ended.answer, null);
  assert.equal(ended.run.endedAtMs, 3000);
  const again = reduce(ended, { atMs: 9000, ...become('finished', 'warming') });
  assert.equal(again.answer, null);
  assert.equal(again.load.due, 0);
  assert.equal(again.load.run.count, 0);
  assert.equal(again.load.points.length, 1);
  assert.equal(again.run.startedAtMs, 9000);
  assert.equal(again.run.endedAtMs, null);
});

test('a rate is held until one is told that is not', () => {
  const told = (held: boolean): SessionEvent => ({
    atMs: 0,
    kind: 'load/rate',
    perSecond: 40,
    cause: 'key',
    reason: '',
    ...(held ? { held: true as const } : {}),
  });
  const held = reduce(initialView, told(true));
  assert.equal(held.rate?.isHeld, true);
  assert.equal(reduce(held, told(false)).rate?.isHeld, false);
});

test('pausing keeps start, sums and the rate to go back to', () => {
  const view = after(
    become('idle', 'running'),
    { kind: 'load/rate', perSecond: 40, cause: 'plan', reason: 'measure' },
    { kind: 'load/interval', interval: interval(0, 40, 1000, createRandom(1)) },
    become('running', 'paused'),
    { kind: 'load/interval', interval: { ...interval(1000, 0, 1000, createRandom(1)), outcomes: noOutcomes, due: 0 } },
  );
  assert.equal(view.rate?.perSecond, 40);
  assert.equal(view.run.startedAtMs, 0);
  assert.ok(view.load.due > 0);
});

test('a ramp moves the rate with every interval', () => {
  const view = after(
    { kind: 'load/rate', perSecond: 40, cause: 'plan', reason: 'measure' },
    { kind: 'load/interval', interval: interval(0, 55, 1000, createRandom(1)) },
  );
  assert.equal(view.rate?.perSecond, 55);
});

test('follows a search: phase, probe under way, verdicts, bracket, end', () => {
  const view = searchEvents().reduce(reduce, initialView);
  assert.equal(view.discovery?.phase, 'bisect');
  assert.equal(view.discovery?.probes.length, 10);
  assert.deepEqual([view.discovery?.lowerPerSecond, view.discovery?.upperPerSecond], [1140, 1245]);
  assert.equal(view.discovery?.current?.perSecond, 1191);
  const done = reduce(view, { atMs: 60_000, kind: 'result', result: scriptedAnswer });
  assert.equal(done.discovery?.phase, 'done');
  assert.equal(done.discovery?.current, null);
  const next = reduce(done, {
    atMs: 70_000,
    kind: 'discovery/event',
    event: { kind: 'phase', phase: 'ramp', reason: 'again' },
  });
  assert.equal(next.discovery?.startedAtMs, 70_000);
  assert.deepEqual(next.discovery?.probes, []);
});

test('logs changes, not states', () => {
  const health = (kind: 'closed' | 'open'): SessionEventBody => ({
    kind: 'stream/health',
    stream: 'worker-1',
    circuit: kind === 'closed' ? { kind, failures: 0 } : { kind, sinceMs: 0, nextProbeAtMs: 9000, reason: 'no answer' },
    queue,
    counts,
  });
  const view = after(health('closed'), health('open'), health('open'), health('closed'), health('closed'));
  assert.deepEqual(
    view.log.map(({ severity, text }) => [severity, text]),
    [
      ['warning', 'worker-1: closed to open: no answer'],
      ['good', 'worker-1: open to closed'],
    ],
  );
});

test('logs a rate only where it was not the plan that changed it', () => {
  const view = after(
    { kind: 'load/rate', perSecond: 40, cause: 'plan', reason: 'measure' },
    { kind: 'load/rate', perSecond: 42, cause: 'key', reason: 'rate +5 %' },
  );
  assert.deepEqual(
    view.log.map(({ text }) => text),
    ['42.0/s by key: rate +5 %'],
  );
});

test('counts a line that repeats instead of repeating it', () => {
  const note: SessionEventBody = { kind: 'note', severity: 'warning', text: 'slow' };
  const view = after(note, note, note, { ...note, text: 'other' });
  assert.deepEqual(
    view.log.map(({ text, times, atMs }) => [text, times, atMs]),
    [
      ['slow', 3, 2000],
      ['other', 1, 3000],
    ],
  );
});

test('stays bounded however long a session lasts', () => {
  let view = reduce(initialView, { atMs: 0, kind: 'session/started', head: scriptedHead });
  const one = interval(0, 3, 1000, createRandom(1));
  for (let second = 0; second < 1500; second++) {
    const at = { atMs: second * 1000 };
    const events: readonly SessionEvent[] = [
      { ...at, kind: 'load/interval', interval: { ...one, startMs: second * 1000 } },
      { ...at, kind: 'note', severity: 'info', text: `note ${second}` },
      {
        ...at,
        kind: 'server/sample',
        sample: {
          server: `this-machine`,
          cpuPercent: 1,
          cores: 1,
          memoryUsedBytes: 1,
          memoryTotalBytes: 2,
          load1: 0,
          rttMs: null,
        },
      },
      { ...at, kind: 'server/state', server: `made up ${second}`, state: { kind: 'live' } },
      { ...at, kind: 'stream/sample', sample: { stream: 'worker-1', server: null, values: {}, rttMs: null } },
      { ...at, kind: 'stream/state', stream: `made up ${second}`, state: { kind: 'open' } },
      { ...at, kind: 'stream/health', stream: 'worker-1', circuit: { kind: 'closed', failures: 0 }, queue, counts },
      {
        ...at,
        kind: 'discovery/event',
        event: { kind: 'verdict', perSecond: 1, phase: 'ramp', verdict: 'meets', badRatio: 0, requests: 1, reason: '' },
      },
    ];
    view = events.reduce(reduce, view);
  }
  assert.equal(view.load.points.length, pointLimit);
  assert.equal(view.load.recent.length, 60);
  assert.equal(view.log.length, logLimit);
  assert.equal(view.servers[0]?.cpuHistory.values.length, serverHistoryLimit);
  assert.equal(view.streams[0]?.queueDepthHistory.values.length, streamHistoryLimit);
  assert.ok((view.streams[0]?.marks.length ?? 99) <= markLimit);
  assert.equal(view.servers.length, 256);
  assert.equal(view.streams.length, 256);
  assert.equal(view.discovery?.probes.length, 200);
});

test('changes nothing that it was given', () => {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  let view = initialView;
  for (const event of searchEvents()) {
    freeze(view);
    freeze(event);
    view = reduce(view, event);
  }
  assert.equal(view.run.state, 'running');
});
