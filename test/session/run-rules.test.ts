import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stopping, Tick } from '../../source/engine/load/stop-rule.js';
import { emptyHistogram } from '../../source/model/histogram.js';
import { noOutcomes } from '../../source/model/outcome.js';
import type { StopSpec } from '../../source/model/stop.js';
import { createRunRules, watchesLevel } from '../../source/session/run-rules.js';
import { tripWiresMarkdown } from '../../source/session/trip-wires.js';

const quiet: Tick = {
  atMs: 0,
  durationMs: 1000,
  elapsedMs: 0,
  outcomes: noOutcomes,
  responseTime: emptyHistogram,
  sendLagP99Ms: 1,
  measured: 0,
  inFlight: 0,
  cpu: [],
};

/** What the rules say after so many equal seconds. */
function after(
  seconds: number,
  change: Partial<Tick>,
  options: { readonly stops?: readonly StopSpec[]; readonly tripWires?: boolean; readonly timeoutMs?: number } = {},
): Stopping {
  const rules = createRunRules({ stops: [], tripWires: true, timeoutMs: 10_000, ...options });
  let said: Stopping = { kind: 'proceed' };
  for (let second = 1; second <= seconds; second++) {
    said = rules.onTick({ ...quiet, ...change, atMs: second * 1000, elapsedMs: second * 1000 });
  }
  return said;
}

test('an error burst trips after three seconds', () => {
  const burst = { outcomes: { ...noOutcomes, ok: 9, badStatus: 11 } };
  assert.equal(after(2, burst).kind, 'proceed');
  assert.deepEqual(after(3, burst), {
    kind: 'fail',
    reason: '55 % of the 60 arrivals of 3 s ended badly (trip-wire error burst)',
  });
  // Fewer than twenty arrivals are no burst.
  assert.equal(after(9, { outcomes: { ...noOutcomes, badStatus: 6 } }).kind, 'proceed');
});

test('what a late generator did not send is not held against the target', () => {
  const unsent = { outcomes: { ...noOutcomes, ok: 100, unsent: 900 } };
  assert.equal(after(3, unsent).kind, 'fail');
  assert.equal(after(30, { ...unsent, sendLagP99Ms: 11 }).kind, 'proceed');
  assert.equal(after(3, { outcomes: { ...noOutcomes, badStatus: 900 }, sendLagP99Ms: 11 }).kind, 'fail');
});

test('a standstill trips when nothing was answered for as long as an answer may take, at least five seconds', () => {
  const stuck = { inFlight: 50 };
  assert.equal(after(9, stuck).kind, 'proceed');
  assert.match(JSON.stringify(after(10, stuck)), /nothing was answered well for 10 s with 50 requests in flight/);
  assert.equal(after(4, stuck, { timeoutMs: 500 }).kind, 'proceed');
  assert.equal(after(5, stuck, { timeoutMs: 500 }).kind, 'fail');
});

test('a busy server trips after ten seconds, the machine of the generator never', () => {
  const busy = (isGenerator: boolean) => ({ cpu: [{ server: 'api', ratio: 0.98, isGenerator }] });
  assert.equal(after(10, busy(false)).kind, 'proceed');
  assert.match(JSON.stringify(after(11, busy(false))), /api used 98 % of its CPU \(trip-wire server CPU\)/);
  assert.equal(after(30, busy(true)).kind, 'proceed');
});

test('without trip-wires only what was asked for stops a run', () => {
  const bad = { outcomes: { ...noOutcomes, badStatus: 100 }, inFlight: 1000 };
  assert.equal(after(30, bad, { tripWires: false }).kind, 'proceed');
  const stops: readonly StopSpec[] = [{ kind: 'errors', text: 'errors > 20% for 5s', limitRatio: 0.2, spanMs: 5_000 }];
  assert.equal(after(4, bad, { tripWires: false, stops }).kind, 'proceed');
  assert.deepEqual(after(5, bad, { tripWires: false, stops }), {
    kind: 'fail',
    reason: '100 % of the 500 arrivals of 5 s ended badly (errors > 20% for 5s)',
  });
});

test('every kind of stop rule says its own text', () => {
  const stops: readonly StopSpec[] = [
    { kind: 'latency', text: 'p99 > 2s', statistic: 'p99', limitMs: 2_000, spanMs: 1_000 },
    { kind: 'cpu', text: 'cpu > 90%', limitRatio: 0.9, spanMs: 0 },
    { kind: 'cpu', text: 'cpu > 80% for 2s', limitRatio: 0.8, spanMs: 2_000 },
    { kind: 'count', text: 'count >= 10', count: 10 },
    { kind: 'duration', text: 'duration >= 4s', durationMs: 4_000 },
  ];
  const rows: readonly (readonly [number, Partial<Tick>, string, string])[] = [
    [1, { outcomes: { ...noOutcomes, ok: 1, timeout: 9 } }, 'fail', 'p99 > 2s'],
    [1, { cpu: [{ server: 'a', ratio: 0.95, isGenerator: true }] }, 'fail', 'cpu > 90%'],
    [3, { cpu: [{ server: 'a', ratio: 0.85, isGenerator: true }] }, 'fail', 'cpu > 80% for 2s'],
    [1, { measured: 10 }, 'finish', 'count >= 10'],
    [4, {}, 'finish', 'duration >= 4s'],
  ];
  for (const [seconds, change, kind, text] of rows) {
    const said = after(seconds, change, { stops });
    assert.equal(said.kind, kind, text);
    assert.ok(said.kind !== 'proceed' && said.reason.endsWith(`(${text})`), text);
  }
});

test('in flight is watched by itself, at once or for a time', () => {
  const atOnce: StopSpec = { kind: 'in-flight', text: 'in-flight > 5', limit: 5, spanMs: 0 };
  const forAWhile: StopSpec = { kind: 'in-flight', text: 'in-flight > 5 for 200ms', limit: 5, spanMs: 200 };
  const said = (spec: StopSpec): readonly string[] => {
    const { onLevel } = createRunRules({ stops: [spec], tripWires: true, timeoutMs: 1000 });
    return [0, 100, 200].map((atMs) => onLevel({ atMs, inFlight: 6 }).kind);
  };
  assert.deepEqual(said(atOnce), ['fail', 'fail', 'fail']);
  assert.deepEqual(said(forAWhile), ['proceed', 'proceed', 'fail']);
  assert.equal(watchesLevel([atOnce]), true);
  assert.equal(watchesLevel([{ kind: 'count', text: 'count >= 1', count: 1 }]), false);
});

test('the reference tells of every trip-wire', () => {
  const table = tripWiresMarkdown();
  for (const name of ['error burst', 'standstill', 'server CPU', 'health check'])
    assert.match(table, new RegExp(`\\| ${name} \\|`));
});
