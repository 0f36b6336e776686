import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arrival, createArrivalShelf } from '../../../source/engine/load/arrival.js';
import type { Beat } from '../../../source/engine/load/pacing.js';
import { openPhaseLedger, type PhaseLedger } from '../../../source/engine/load/phase-ledger.js';
import { phaseLayout } from '../../../source/engine/load/phase-memory.js';
import type { Pool } from '../../../source/engine/load/pool.js';
import { createSender, type Sender } from '../../../source/engine/load/sender.js';
import type { Shape } from '../../../source/model/shape.js';
import type { Work } from '../../../source/model/work.js';
import { openWork } from '../../../source/workload/open-work.js';
import { plainWork } from '../../helpers/plain-load.js';

type Stage = {
  readonly sender: Sender;
  readonly submitted: Arrival[];
  readonly begin: (startMs: number, perSecond: number, durationMs?: number, beat?: Beat) => PhaseLedger;
  /** Lets time pass, waking the sender when it asked for it, or `lateMs` after. */
  readonly pass: (untilMs: number, lateMs?: number) => void;
  readonly wakes: () => number;
  /** When the pool was asked to end what took too long. */
  readonly checks: readonly number[];
  /** Wakes the sender once, at that time. */
  readonly passOnce: (atMs: number) => void;
  readonly handledUntilMs: () => number;
  /** The kind of waker that was last asked for a time, and those that were told to stop. */
  readonly awaited: () => string;
  readonly stopped: readonly string[];
};

/** A sender in virtual time, over a pool that only takes down what it gets. */
function stage(clients = 1, share = { first: 0, stride: 1 }): Stage {
  const layout = phaseLayout(0, 1);
  const submitted: Arrival[] = [];
  const checks: number[] = [];
  let nowMs = 0;
  let wakeMs = Number.POSITIVE_INFINITY;
  let wakes = 0;
  let wake = (): void => {};
  let handledUntilMs = 0;
  let ordinal = 0;
  let beat: Beat = { waker: 'timer', tickMs: 0 };
  let awaited = '';
  const stopped: string[] = [];
  const pool: Pool<Work> = {
    submit: (arrival) => submitted.push(arrival),
    check: (atMs) => checks.push(atMs),
    nextCheckMs: () => Number.POSITIVE_INFINITY,
    inFlight: () => 0,
    waiting: () => 0,
    connectionsOpen: () => 0,
    abandon() {},
  };
  const sender = createSender({
    pool,
    source: openWork(plainWork()),
    shelf: createArrivalShelf(),
    clients,
    layout,
    limitsMs: [],
    nowMs: () => nowMs,
    createWaker(kind, call) {
      wake = call;
      return {
        wakeAt: (atMs) => {
          wakeMs = atMs;
          awaited = kind;
        },
        stop: () => {
          stopped.push(kind);
          wakeMs = Number.POSITIVE_INFINITY;
        },
        close: () => {
          wakeMs = Number.POSITIVE_INFINITY;
        },
      };
    },
    beatOf: () => beat,
    publish: (untilMs) => {
      handledUntilMs = untilMs;
    },
  });
  return {
    sender,
    submitted,
    checks,
    wakes: () => wakes,
    handledUntilMs: () => handledUntilMs,
    awaited: () => awaited,
    stopped,
    begin(startMs, perSecond, durationMs = 1_000, changed = beat) {
      beat = changed;
      const shape: Shape = { kind: 'constant', perSecond };
      const phase = { name: 'test', purpose: 'measure', shape, durationMs } as const;
      const ledger = openPhaseLedger({ phase, startMs, layout, workers: 1, limits: 0, judgeAfterMs: 0 });
      const schedule = { shape, durationMs, arrivals: 'paced', seed: ordinal++, ...share } as const;
      sender.begin({ schedule, startMs, memory: ledger.memories()[0]! });
      return ledger;
    },
    passOnce(atMs) {
      nowMs = atMs;
      wake();
    },
    pass(untilMs, lateMs = 0) {
      while (wakeMs + lateMs <= untilMs) {
        nowMs = Math.max(nowMs, wakeMs + lateMs);
        wakes += 1;
        wake();
      }
      nowMs = untilMs;
    },
  };
}

test('hands over every arrival of a phase at its due time', () => {
  const on = stage();
  const ledger = on.begin(100, 50);
  on.pass(5_000);
  assert.deepEqual(
    on.submitted.map((arrival) => arrival.dueMs),
    Array.from({ length: 50 }, (_, number) => 100 + number * 20),
  );
  assert.equal(ledger.total().sendLag.maxUs, 0);
});

test('a late loop sends all that came due meanwhile, and its lateness is send lag and loop delay', () => {
  const on = stage();
  const ledger = on.begin(0, 100);
  on.pass(3_000, 25);
  const total = ledger.total();
  assert.equal(total.dispatched, 100);
  assert.equal(total.sendLag.maxUs, 25_000);
  assert.ok(total.loopDelay.count > 0);
  assert.equal(total.loopDelay.maxUs, 25_000);
});

test('a loop that comes late takes the answers that came meanwhile before anything times out or counts as handled', () => {
  const on = stage();
  on.begin(0, 1);
  on.pass(40);
  const [checks, handledUntilMs, wakes] = [on.checks.length, on.handledUntilMs(), on.wakes()];
  on.pass(349, 300);
  assert.equal(on.wakes(), wakes);
  on.passOnce(350);
  assert.deepEqual([on.checks.length, on.handledUntilMs()], [checks, handledUntilMs]);
  on.passOnce(350);
  assert.deepEqual([on.checks.at(-1), on.handledUntilMs()], [350, 350]);
});

test('a great backlog is sent in batches, answers between them, and nothing counts as handled before', () => {
  const on = stage();
  on.begin(0, 1_000);
  on.pass(900, 900);
  const first = on.submitted.length;
  assert.ok(first < 500, `${first} at once`);
  assert.ok(on.handledUntilMs() < 900);
  on.pass(1_000);
  assert.ok(on.submitted.length > 900);
});

test('a phase that is cut short sends nothing due after its end, and the next begins there', () => {
  const on = stage();
  const first = on.begin(0, 10, Number.POSITIVE_INFINITY);
  on.pass(1_000);
  first.cut(1_250);
  const second = on.begin(1_250, 100, 500);
  on.pass(5_000);
  assert.deepEqual([first.total().dispatched, second.total().dispatched], [13, 50]);
  assert.equal(on.submitted.at(13)?.dueMs, 1_250);
  assert.equal(on.submitted.at(-1)?.dueMs, 1_740);
});

test('at rest the loop still says how far it has come, at a low pace', () => {
  const on = stage();
  on.begin(0, 10, 1_000);
  on.pass(1_000);
  const before = on.wakes();
  on.pass(3_000);
  assert.ok(on.wakes() - before <= 42, `${on.wakes() - before} wakes in 2 s`);
  assert.ok(on.handledUntilMs() >= 2_900);
});

test('arrivals that had come due when the load was closed are unsent, and the generator to blame', () => {
  const on = stage();
  const ledger = on.begin(0, 100, 10_000);
  on.pass(500);
  const sent = on.submitted.length;
  on.pass(600, 1_000);
  on.sender.close();
  const total = ledger.total();
  assert.equal(on.submitted.length, sent);
  assert.equal(total.dispatched, 61);
  assert.deepEqual([total.outcomes.unsent, total.unsentByGenerator], [61 - sent, 61 - sent]);
});

test('with a tick, arrivals due in between go together on an even grid, and none goes early', () => {
  const on = stage();
  const ledger = on.begin(0, 1_000, 1_000, { waker: 'timer', tickMs: 4 });
  on.pass(100);
  const wakes = on.wakes();
  on.pass(200);
  assert.ok(on.wakes() - wakes <= 26, `${on.wakes() - wakes} wakes in 25 ticks`);
  on.pass(2_000);
  assert.equal(on.submitted.length, 1_000);
  const { sendLag } = ledger.total();
  assert.ok(sendLag.minUs >= 0 && sendLag.maxUs <= 4_000, `${sendLag.minUs} to ${sendLag.maxUs}`);
});

test('a late tick does not shift the next', () => {
  const on = stage();
  on.begin(0, 1_000, 1_000, { waker: 'timer', tickMs: 4 });
  on.pass(40);
  on.pass(46.5, 2.5);
  const [wakes, submitted] = [on.wakes(), on.submitted.length];
  on.pass(48);
  assert.deepEqual([on.wakes() - wakes, on.submitted.length - submitted], [1, 2]);
});

test('answers between two ticks send nothing, and those after a tick that has passed do', () => {
  const on = stage();
  on.begin(0, 1_000, 1_000, { waker: 'timer', tickMs: 4 });
  on.pass(40);
  const submitted = on.submitted.length;
  on.sender.sendDue(43);
  assert.equal(on.submitted.length, submitted);
  on.sender.sendDue(44);
  assert.equal(on.submitted.length, submitted + 4);
});

test('a phase that keeps time by another waker leaves that of the last one still', () => {
  const on = stage();
  const first = on.begin(0, 100, 1_000, { waker: 'timer', tickMs: 0 });
  on.pass(200);
  assert.equal(on.awaited(), 'timer');
  first.cut(300);
  const second = on.begin(300, 100, 500, { waker: 'metronome', tickMs: 0 });
  on.pass(2_000);
  assert.equal(on.awaited(), 'metronome');
  assert.deepEqual(on.stopped, ['timer']);
  assert.deepEqual([first.total().dispatched, second.total().dispatched], [30, 50]);
});

test('virtual clients are dealt out over workers, each client to one of them', () => {
  const clientsOf = (first: number, stride: number, clients: number): number[] => {
    const on = stage(clients, { first, stride });
    on.begin(0, 100);
    on.pass(2_000);
    return on.submitted.map(({ client }) => client);
  };
  assert.deepEqual(clientsOf(0, 1, 3).slice(0, 5), [0, 1, 2, 0, 1]);
  assert.deepEqual(clientsOf(0, 2, 4).slice(0, 5), [0, 2, 0, 2, 0]);
  assert.deepEqual(clientsOf(1, 2, 4).slice(0, 5), [1, 3, 1, 3, 1]);
  assert.deepEqual(new Set(clientsOf(1, 2, 2)), new Set([1]));
  assert.deepEqual(new Set(clientsOf(0, 1, 1)), new Set([0]));
});
