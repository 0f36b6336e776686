import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCircuitBreaker, defaultCircuitLimits } from '../../source/resilience/circuit-breaker.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

/** A breaker on virtual time whose open time is always the shortest possible. */
function create(random = () => 0) {
  const clock = createVirtualClock();
  const breaker = createCircuitBreaker(clock.nowMs, random);
  const failTimes = (count: number): void => {
    for (let turn = 0; turn < count; turn++) breaker.failed(`failure ${turn + 1}`);
  };
  return { clock, breaker, failTimes };
}

test('opens after five failures in a row and says when it will try again and why', () => {
  const { clock, breaker, failTimes } = create();
  clock.advance(500);
  failTimes(4);
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 4 });
  assert.equal(breaker.tryAcquire(), true);
  breaker.failed('refused');
  assert.deepEqual(breaker.state(), { kind: 'open', sinceMs: 500, nextProbeAtMs: 1_500, reason: 'refused' });
  assert.equal(breaker.opened(), 1);
});

test('counts failures in a row while closed, and every time it opened, whoever closed it again', () => {
  const { clock, breaker, failTimes } = create();
  for (let failures = 1; failures <= 4; failures++) {
    failTimes(1);
    assert.deepEqual(breaker.state(), { kind: 'closed', failures });
    assert.equal(breaker.opened(), 0);
  }
  failTimes(1);
  // What comes while it is open is counted by nobody.
  failTimes(3);
  assert.equal(breaker.opened(), 1);
  breaker.reset();
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 0 });
  failTimes(5);
  clock.advance(60_000);
  breaker.tryAcquire();
  breaker.failed('still down');
  assert.equal(breaker.opened(), 3);
});

test('refuses every attempt until the time named, then lets exactly one through', () => {
  const { clock, breaker, failTimes } = create();
  failTimes(5);
  clock.advance(999);
  assert.equal(breaker.tryAcquire(), false);
  clock.advance(1);
  assert.equal(breaker.state().kind, 'open');
  assert.equal(breaker.tryAcquire(), true);
  assert.deepEqual(breaker.state(), { kind: 'half-open', sinceMs: 1_000 });
  clock.advance(100_000);
  assert.equal(breaker.tryAcquire(), false);
});

test('a good half-open attempt closes it, a bad one opens it for longer', () => {
  const { clock, breaker, failTimes } = create(() => 1);
  failTimes(5);
  assert.deepEqual(breaker.state(), { kind: 'open', sinceMs: 0, nextProbeAtMs: 3_000, reason: 'failure 5' });
  clock.advance(3_000);
  breaker.tryAcquire();
  breaker.failed('still down');
  assert.deepEqual(breaker.state(), { kind: 'open', sinceMs: 3_000, nextProbeAtMs: 12_000, reason: 'still down' });
  clock.advance(9_000);
  breaker.tryAcquire();
  breaker.succeeded();
  assert.equal(breaker.state().kind, 'closed');
  assert.equal(breaker.tryAcquire(), true);
  assert.equal(breaker.opened(), 2);
});

test('failures are forgotten only after ten seconds of success', () => {
  const { clock, breaker, failTimes } = create();
  failTimes(4);
  breaker.succeeded();
  clock.advance(9_999);
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 4 });
  clock.advance(1);
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 0 });
});

test('a connection that comes up and falls again and again opens the circuit', () => {
  const { clock, breaker } = create();
  for (let turn = 0; turn < 5; turn++) {
    assert.equal(breaker.tryAcquire(), true);
    breaker.succeeded();
    clock.advance(3_000);
    breaker.failed('closed by the server');
  }
  assert.equal(breaker.state().kind, 'open');
});

test('a half-open attempt that succeeds and falls at once opens the circuit again', () => {
  const { clock, breaker, failTimes } = create();
  failTimes(5);
  clock.advance(1_000);
  breaker.tryAcquire();
  breaker.succeeded();
  clock.advance(2_000);
  breaker.failed('fell');
  assert.equal(breaker.state().kind, 'open');
});

test('after a stable time the next failure counts as the first, and its open time starts at the base', () => {
  const { clock, breaker, failTimes } = create(() => 1);
  failTimes(5);
  clock.advance(3_000);
  breaker.tryAcquire();
  breaker.succeeded();
  clock.advance(10_000);
  breaker.failed('first of a new series');
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 1 });
  failTimes(4);
  assert.deepEqual(breaker.state(), { kind: 'open', sinceMs: 13_000, nextProbeAtMs: 16_000, reason: 'failure 4' });
});

test('a late end of an earlier attempt neither closes nor prolongs an open circuit', () => {
  const { clock, breaker, failTimes } = create();
  failTimes(5);
  const before = breaker.state();
  clock.advance(500);
  breaker.failed('late');
  breaker.succeeded();
  assert.deepEqual(breaker.state(), before);
  assert.equal(breaker.opened(), 1);
});

test('a reset by hand closes it at once and forgets', () => {
  const { breaker, failTimes } = create();
  failTimes(5);
  breaker.reset();
  assert.deepEqual(breaker.state(), { kind: 'closed', failures: 0 });
  assert.equal(breaker.tryAcquire(), true);
  failTimes(4);
  assert.equal(breaker.state().kind, 'closed');
});

test('whatever happens, an open time is within its bounds and half-open never lets a second attempt through', () => {
  const step = fc.oneof(
    fc.constant('acquire' as const),
    fc.constant('succeeded' as const),
    fc.constant('failed' as const),
    fc.integer({ min: 1, max: 20_000 }),
  );
  fc.assert(
    fc.property(fc.integer(), fc.array(step, { maxLength: 200 }), (seed, steps) => {
      const { clock, breaker } = create(createRandom(seed));
      for (const action of steps) {
        const before = breaker.state();
        if (action === 'acquire') {
          const allowed = breaker.tryAcquire();
          if (before.kind === 'half-open') assert.equal(allowed, false);
          if (before.kind === 'open') assert.equal(allowed, clock.nowMs() >= before.nextProbeAtMs);
        } else if (action === 'succeeded') breaker.succeeded();
        else if (action === 'failed') breaker.failed('no');
        else clock.advance(action);
        const after = breaker.state();
        if (after.kind === 'open') {
          const openMs = after.nextProbeAtMs - after.sinceMs;
          assert.ok(openMs >= 999.999 && openMs <= defaultCircuitLimits.openTime.capMs + 0.001);
        }
      }
    }),
  );
});
