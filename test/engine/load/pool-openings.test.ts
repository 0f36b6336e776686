import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createArrival } from '../../../source/engine/load/arrival.js';
import type { Connection, ConnectionListeners } from '../../../source/engine/load/connection.js';
import { createPool, type Pool } from '../../../source/engine/load/pool.js';
import { parseStatusLine } from '../../../source/engine/load/response-head.js';
import type { Outcome } from '../../../source/model/outcome.js';
import type { HttpRequest } from '../../../source/model/work.js';
import { createRandom } from '../../../source/time/random.js';
import { plainWorkItem as request } from '../../helpers/plain-load.js';

type Opened = {
  readonly atMs: number;
  readonly connection: Connection;
  readonly listeners: ConnectionListeners;
  readonly accept: () => void;
};

type Stage = {
  readonly pool: Pool<HttpRequest>;
  readonly opened: readonly Opened[];
  readonly ends: readonly Outcome[];
  readonly submit: () => void;
  /** Moves time on by a millisecond and does what is due. */
  readonly tick: () => void;
  readonly nowMs: () => number;
};

function stage(keepAlive: boolean, onOpen: (opened: Opened) => void, seed = 1): Stage {
  let nowMs = 0;
  const opened: Opened[] = [];
  const ends: Outcome[] = [];
  const due: (() => void)[] = [];
  const pool = createPool({
    open(listeners) {
      let state: ReturnType<Connection['state']> = 'connecting';
      let served = 0;
      const connection: Connection = {
        send() {
          state = 'busy';
          due.push(() => {
            served += 1;
            state = 'idle';
            listeners.answered(connection, parseStatusLine('HTTP/1.1 200 OK')!, true);
          });
        },
        destroy() {
          state = 'gone';
        },
        state: () => state,
        served: () => served,
        firstByteMs: () => null,
      };
      const accept = (): void => {
        state = 'idle';
        listeners.opened(connection);
      };
      const one = { atMs: nowMs, connection, listeners, accept };
      opened.push(one);
      due.push(() => state === 'connecting' && onOpen(one));
      return connection;
    },
    encode: () => Buffer.from('x'),
    onAnswer() {},
    connections: null,
    keepAlive,
    timeoutMs: 1_000,
    nowMs: () => nowMs,
    random: createRandom(seed),
    afterAnswer() {},
  });
  return {
    pool,
    opened,
    ends,
    nowMs: () => nowMs,
    submit() {
      const credit = {
        dispatched() {},
        sent() {},
        resent() {},
        redirected() {},
        connected() {},
        stepBegan() {},
        stepSettled() {},
        blamed() {},
        settled: (_arrival: unknown, outcome: Outcome) => void ends.push(outcome),
      };
      pool.submit(createArrival(nowMs, credit, request(), 0) as Parameters<typeof pool.submit>[0], nowMs);
    },
    tick() {
      nowMs += 1;
      for (const call of due.splice(0)) call();
      if (pool.nextCheckMs() <= nowMs) pool.check(nowMs);
    },
  };
}

const accept = (opened: Opened): void => opened.accept();
const refuse = ({ connection, listeners }: Opened): void => {
  connection.destroy();
  listeners.failed(connection, { code: 'ECONNREFUSED', reason: 'refused' });
};

for (const seed of [1, 2, 3]) {
  test(`a dead target is not hammered: half a minute of arrivals, seed ${seed}`, () => {
    const on = stage(true, refuse, seed);
    while (on.nowMs() < 30_000) {
      on.submit();
      on.tick();
    }
    const gaps = on.opened.slice(1).map(({ atMs }, index) => atMs - on.opened[index]!.atMs);
    assert.ok(Math.min(...gaps) >= 20, 'never two attempts within 20 ms');
    assert.ok(Math.max(...gaps) <= 502, 'never half a second without one');
    assert.ok(on.opened.length >= 60 && on.opened.length <= 250, `${on.opened.length} attempts`);
    assert.ok(on.ends.length >= 29_999 && on.ends.every((outcome) => outcome === 'connectionFailed'));
  });
}

test('the pause is forgotten once a connection opens', () => {
  let isDead = true;
  const on = stage(true, (opened) => (isDead ? refuse : accept)(opened));
  const drive = (ms: number): void => {
    for (const untilMs = on.nowMs() + ms; on.nowMs() < untilMs; ) {
      on.submit();
      on.tick();
    }
  };
  drive(5_000);
  isDead = false;
  drive(600);
  on.tick();
  on.tick();
  assert.equal(on.ends.at(-1), 'ok');
  for (const { connection, listeners } of on.opened) {
    if (connection.state() !== 'idle') continue;
    connection.destroy();
    listeners.closed(connection);
  }
  isDead = true;
  const before = on.opened.length;
  // The first pause is 60 ms at most.
  drive(65);
  assert.ok(on.opened.length - before >= 2, 'attempts begin close to each other again');
});

test('a target without arrivals is not tried at all', () => {
  const on = stage(true, refuse);
  on.submit();
  on.tick();
  const before = on.opened.length;
  for (let ms = 0; ms < 2_000; ms++) on.tick();
  assert.equal(on.opened.length, before);
  assert.equal(on.pool.nextCheckMs(), Number.POSITIVE_INFINITY);
});

test('without keep-alive every arrival has a new connection, which is closed after its answer', () => {
  const on = stage(false, accept);
  for (let arrival = 0; arrival < 5; arrival++) {
    on.submit();
    on.tick();
    on.tick();
    assert.equal(on.pool.connectionsOpen(), 0);
  }
  assert.deepEqual(on.ends, ['ok', 'ok', 'ok', 'ok', 'ok']);
  assert.equal(on.opened.length, 5);
  assert.ok(on.opened.every(({ connection }) => connection.state() === 'gone'));
});

test('with keep-alive one connection carries one arrival after another', () => {
  const on = stage(true, accept);
  for (let arrival = 0; arrival < 5; arrival++) {
    on.submit();
    on.tick();
    on.tick();
  }
  assert.equal(on.ends.length, 5);
  assert.equal(on.opened.length, 1);
});
