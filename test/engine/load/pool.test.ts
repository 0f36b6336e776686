import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Credit, createArrival } from '../../../source/engine/load/arrival.js';
import type { Connection, ConnectionListeners } from '../../../source/engine/load/connection.js';
import { createPool, type Pool, type PoolOptions } from '../../../source/engine/load/pool.js';
import type { ResponseHead } from '../../../source/engine/load/response-head.js';
import { joinPools } from '../../../source/engine/load/wire.js';
import type { Outcome } from '../../../source/model/outcome.js';
import type { Work } from '../../../source/model/work.js';
import { plainWorkItem } from '../../helpers/plain-load.js';

/** A connection moved by the test. */
type Puppet = {
  readonly connection: Connection;
  readonly listeners: ConnectionListeners;
  readonly isDestroyed: () => boolean;
  readonly open: () => void;
  readonly answer: (status?: number, reusable?: boolean) => void;
  /** Breaks it while busy or connecting. */
  readonly fail: (code?: string, begun?: boolean) => void;
  /** Closes it while idle. */
  readonly close: () => void;
};

type Settled = {
  readonly name: number;
  readonly outcome: Outcome;
  readonly atMs: number;
  readonly sentMs: number | null;
};

type Change = Partial<PoolOptions> & { readonly inFlightLimit?: number; readonly method?: string };

type Stage = {
  readonly pool: Pool<Work>;
  readonly puppets: Puppet[];
  readonly settled: Settled[];
  readonly blamed: () => number;
  readonly resent: () => number;
  readonly sent: () => number;
  readonly at: (ms: number) => void;
  /** Submits an arrival named by a number. */
  readonly submit: (name: number) => void;
};

function stage(change: Change = {}): Stage {
  let nowMs = 0;
  let blamed = 0;
  let resent = 0;
  let sent = 0;
  const puppets: Puppet[] = [];
  const settled: Settled[] = [];
  const { inFlightLimit = 100, method = 'GET', ...options } = change;
  const single = createPool({
    open(listeners) {
      let state: ReturnType<Connection['state']> = 'connecting';
      let served = 0;
      let firstByteMs: number | null = null;
      const connection: Connection = {
        send() {
          assert.equal(state, 'idle', 'sends only on an idle connection');
          state = 'busy';
          firstByteMs = null;
        },
        destroy: () => {
          state = 'gone';
        },
        state: () => state,
        served: () => served,
        firstByteMs: () => firstByteMs,
      };
      puppets.push({
        connection,
        listeners,
        isDestroyed: () => state === 'gone',
        open() {
          state = 'idle';
          listeners.opened(connection);
        },
        answer(status = 200, reusable = true) {
          assert.equal(state, 'busy');
          served += 1;
          state = reusable ? 'idle' : 'gone';
          firstByteMs ??= nowMs;
          listeners.answered(connection, head(status), reusable);
        },
        fail(code = 'ECONNRESET', hasBegun = false) {
          firstByteMs = hasBegun ? nowMs : null;
          state = 'gone';
          listeners.failed(connection, { code, reason: 'broke' });
        },
        close() {
          state = 'gone';
          listeners.closed(connection);
        },
      });
      return connection;
    },
    encode: () => Buffer.from('x'),
    onAnswer() {},
    // Whoever still wrote to an arrival that was handed back would throw.
    release: (arrival) => {
      assert.ok(!Object.isFrozen(arrival), 'is handed back once');
      Object.freeze(arrival);
    },
    connections: null,
    keepAlive: true,
    // Back-off without jitter: its waits stay at the first.
    random: () => 0,
    timeoutMs: 1_000,
    nowMs: () => nowMs,
    afterAnswer() {},
    ...options,
  });
  const pool = joinPools([single], inFlightLimit);
  return {
    pool,
    puppets,
    settled,
    blamed: () => blamed,
    resent: () => resent,
    sent: () => sent,
    at: (ms) => {
      nowMs = ms;
    },
    submit(name) {
      const credit: Credit = {
        dispatched() {},
        connected() {},
        redirected() {},
        stepBegan() {},
        stepSettled() {},
        sent: () => {
          sent += 1;
        },
        settled({ sentMs }, outcome, atMs) {
          assert.ok(!settled.some((other) => other.name === name), 'settles once');
          settled.push({ name, outcome, atMs, sentMs });
        },
        resent: () => {
          resent += 1;
        },
        blamed: () => {
          blamed += 1;
        },
      };
      pool.submit(createArrival(nowMs, credit, plainWorkItem({ method }), 0), nowMs);
    },
  };
}

function head(status: number): ResponseHead {
  return {
    status,
    minorVersion: 1,
    contentLength: 0,
    chunked: false,
    keepAlive: true,
    serverMs: null,
    setCookies: [],
    location: null,
  };
}

const ends = (on: Stage): (readonly [number, Outcome])[] => on.settled.map(({ name, outcome }) => [name, outcome]);

test('an arrival waits while its connection opens, and is sent on the first that is free', () => {
  const on = stage();
  on.submit(0);
  on.submit(1);
  assert.deepEqual([on.pool.waiting(), on.pool.inFlight(), on.puppets.length], [2, 0, 2]);
  on.at(5);
  on.puppets[1]!.open();
  on.puppets[1]!.answer();
  on.puppets[1]!.answer(503);
  assert.deepEqual(ends(on), [
    [0, 'ok'],
    [1, 'badStatus'],
  ]);
  assert.equal(on.settled[0]!.sentMs, 5);
});

test('takes the connection that has been idle for longest', () => {
  const on = stage();
  for (const name of [0, 1, 2]) on.submit(name);
  for (const puppet of on.puppets) puppet.open();
  for (const index of [2, 0, 1]) on.puppets[index]!.answer();
  const order = [3, 4, 5].map((name) => {
    on.submit(name);
    return on.puppets.findIndex((puppet, index) => puppet.connection.state() === 'busy' && index >= 0);
  });
  assert.deepEqual(order, [2, 0, 0]);
  assert.equal(on.puppets.length, 3);
});

test('a bound on connections makes arrivals wait in order of their coming', () => {
  const on = stage({ connections: 1 });
  for (const name of [0, 1, 2]) on.submit(name);
  assert.equal(on.puppets.length, 1);
  on.puppets[0]!.open();
  for (let answer = 0; answer < 3; answer++) on.puppets[0]!.answer();
  assert.deepEqual(ends(on), [
    [0, 'ok'],
    [1, 'ok'],
    [2, 'ok'],
  ]);
});

test('an arrival over the in-flight limit is unsent at once, sent or waiting counting alike', () => {
  const on = stage({ connections: 1, inFlightLimit: 2 });
  on.submit(0);
  on.puppets[0]!.open();
  on.submit(1);
  on.submit(2);
  assert.deepEqual(ends(on), [[2, 'unsent']]);
  assert.equal(on.blamed(), 0);
});

test('a request without answer times out to the millisecond, and its connection goes', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.open();
  assert.equal(on.pool.nextCheckMs(), 1_000);
  on.pool.check(999);
  assert.equal(on.settled.length, 0);
  on.pool.check(1_000);
  assert.deepEqual(ends(on), [[0, 'timeout']]);
  assert.ok(on.puppets[0]!.isDestroyed());
  assert.equal(on.pool.nextCheckMs(), Number.POSITIVE_INFINITY);
});

test('a connection that does not come about in time fails its arrival', () => {
  const on = stage();
  on.submit(0);
  on.pool.check(1_000);
  assert.deepEqual(ends(on), [[0, 'connectionFailed']]);
  assert.ok(on.puppets[0]!.isDestroyed());
});

test('a target that refuses gets at most 50 attempts a second, and every arrival its own failure', () => {
  const on = stage();
  for (let ms = 0; ms < 1_000; ms++) {
    on.at(ms);
    on.submit(ms);
    on.pool.check(ms);
    const last = on.puppets.at(-1)!;
    if (!last.isDestroyed()) last.fail('ECONNREFUSED');
  }
  assert.ok(on.puppets.length <= 51, `${on.puppets.length} attempts`);
  assert.equal(on.settled.length, 1_000);
  assert.ok(on.settled.every(({ outcome }) => outcome === 'connectionFailed'));
});

test('a target that comes back is used again at the next attempt', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.fail('ECONNREFUSED');
  on.at(20);
  on.submit(1);
  assert.equal(on.puppets.length, 2);
  on.puppets[1]!.open();
  on.submit(2);
  assert.equal(on.puppets.length, 3);
  on.puppets[1]!.answer();
  assert.deepEqual(ends(on), [
    [0, 'connectionFailed'],
    [1, 'ok'],
  ]);
});

test('while others are open, arrivals wait out a refusal, and one attempt at a time is made', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.open();
  on.submit(1);
  on.submit(2);
  on.puppets[1]!.fail('ECONNREFUSED');
  assert.deepEqual(ends(on), [[1, 'connectionFailed']]);
  on.puppets[2]!.fail('ECONNREFUSED');
  on.submit(3);
  on.submit(4);
  assert.equal(on.pool.waiting(), 2);
  assert.equal(on.pool.nextCheckMs(), 20);
  on.at(20);
  on.pool.check(20);
  assert.equal(on.puppets.length, 4);
  on.puppets[0]!.answer();
  assert.equal(on.pool.inFlight(), 1);
});

test('when this machine has no socket to give, the arrival is unsent and the generator to blame', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.fail('EMFILE');
  assert.deepEqual(ends(on), [[0, 'unsent']]);
  assert.equal(on.blamed(), 1);
});

test('a request on a connection that had been closed meanwhile is sent once more, its sending time kept', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.open();
  on.puppets[0]!.answer();
  on.at(10);
  on.submit(1);
  on.at(11);
  on.puppets[0]!.fail();
  assert.equal(on.puppets.length, 2);
  on.puppets[1]!.open();
  on.at(12);
  on.puppets[1]!.answer();
  assert.deepEqual(on.settled[1], { name: 1, outcome: 'ok', atMs: 12, sentMs: 10 });
  assert.deepEqual([on.sent(), on.resent()], [2, 1]);
});

test('a request goes on until it finds a connection that lives, and no new one is taken for stale', () => {
  const on = stage();
  for (const name of [0, 1, 2]) on.submit(name);
  for (const puppet of on.puppets) puppet.open();
  for (const puppet of on.puppets) puppet.answer();
  on.submit(3);
  for (const puppet of on.puppets.slice(0, 3)) puppet.fail();
  assert.equal(on.settled.length, 3);
  assert.equal(on.resent(), 2);
  on.puppets[3]!.open();
  on.puppets[3]!.fail();
  assert.deepEqual(ends(on).at(-1), [3, 'connectionFailed']);
  assert.deepEqual([on.puppets.length, on.sent(), on.resent()], [4, 4, 3]);
});

const finalBreaks: readonly (readonly [name: string, options: Change, atMs: number, begun: boolean])[] = [
  ['whose answer had begun', {}, 11, true],
  ['that must not be repeated', { method: 'POST' }, 11, false],
  ['that broke long after its sending', { timeoutMs: 5_000 }, 1_100, false],
];

for (const [name, options, atMs, begun] of finalBreaks) {
  test(`a request ${name} is not sent again`, () => {
    const on = stage(options);
    on.submit(0);
    on.puppets[0]!.open();
    on.puppets[0]!.answer();
    on.at(10);
    on.submit(1);
    on.at(atMs);
    on.puppets[0]!.fail('ECONNRESET', begun);
    assert.deepEqual(ends(on), [
      [0, 'ok'],
      [1, 'connectionFailed'],
    ]);
    assert.equal(on.resent(), 0);
  });
}

test('a request on a new connection that closes at once has failed', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.open();
  on.puppets[0]!.fail('closed');
  assert.deepEqual(ends(on), [[0, 'connectionFailed']]);
});

test('an idle connection that closes is dropped without a word', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.open();
  on.puppets[0]!.answer();
  on.puppets[0]!.close();
  assert.equal(on.pool.connectionsOpen(), 0);
  on.submit(1);
  assert.equal(on.puppets.length, 2);
});

test('abandoning ends what waits as unsent and what is in flight as unfinished, and closes every connection', () => {
  const on = stage({ connections: 2 });
  for (const name of [0, 1, 2]) on.submit(name);
  on.puppets[0]!.open();
  on.pool.abandon(5);
  assert.deepEqual(ends(on).sort(), [
    [0, 'unfinished'],
    [1, 'unsent'],
    [2, 'unsent'],
  ]);
  assert.ok(on.puppets.every((puppet) => puppet.isDestroyed()));
  assert.deepEqual([on.pool.waiting(), on.pool.inFlight(), on.pool.connectionsOpen()], [0, 0, 0]);
});

test('whatever connections do, every arrival ends exactly once and no bound is passed', () => {
  const deed = fc.tuple(
    fc.constantFrom('submit', 'submit', 'submit', 'open', 'answer', 'last-answer', 'fail', 'refuse', 'close', 'pass'),
    fc.nat(),
  );
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 150 }),
      fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
      (deeds, connections) => {
        const on = stage({ connections, inFlightLimit: 6 });
        let submitted = 0;
        let nowMs = 0;
        for (const [kind, choice] of deeds) {
          const inState = (state: string): Puppet | undefined => {
            const found = on.puppets.filter((puppet) => puppet.connection.state() === state);
            return found[choice % Math.max(1, found.length)];
          };
          if (kind === 'submit') on.submit(submitted++);
          else if (kind === 'open') inState('connecting')?.open();
          else if (kind === 'answer') inState('busy')?.answer(choice % 5 === 0 ? 500 : 200);
          else if (kind === 'last-answer') inState('busy')?.answer(200, false);
          else if (kind === 'fail') inState('busy')?.fail();
          else if (kind === 'refuse') inState('connecting')?.fail('ECONNREFUSED');
          else if (kind === 'close') inState('idle')?.close();
          else {
            nowMs += choice % 400;
            on.at(nowMs);
            on.pool.check(nowMs);
          }
          assert.ok(on.pool.inFlight() + on.pool.waiting() <= 6);
          const live = on.puppets.filter((puppet) => !puppet.isDestroyed()).length;
          assert.ok(live <= (connections ?? Number.POSITIVE_INFINITY));
          assert.equal(on.settled.length + on.pool.inFlight() + on.pool.waiting(), submitted);
        }
        on.pool.abandon(nowMs);
        assert.equal(on.settled.length, submitted);
        assert.ok(on.puppets.every((puppet) => puppet.isDestroyed()));
      },
    ),
  );
});
