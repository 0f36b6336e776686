import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Channel, ChannelListeners, RequestListeners } from '../../../source/engine/load/channel.js';
import { createExchange, type Exchange } from '../../../source/engine/load/exchange.js';
import {
  createExchangePool,
  type ExchangePool,
  type ExchangePoolOptions,
} from '../../../source/engine/load/exchange-pool.js';
import { createRandom } from '../../../source/time/random.js';

/** A channel moved by the test. */
type Puppet = {
  readonly listeners: ChannelListeners;
  readonly state: () => 'connecting' | 'open' | 'closed' | 'destroyed';
  readonly requests: readonly RequestListeners[];
  readonly openedAtMs: number;
  readonly open: () => void;
  readonly refuse: (code?: string) => void;
  /** Answers the oldest request. */
  readonly answer: () => void;
  /** Breaks the oldest request alone. */
  readonly fail: (code?: string) => void;
  /** Takes no more requests; those under way go on. */
  readonly close: () => void;
};

type Told = { readonly name: number; readonly what: string; readonly atMs: number };

type Stage = {
  readonly pool: ExchangePool;
  readonly puppets: readonly Puppet[];
  readonly told: readonly Told[];
  readonly ends: () => readonly (readonly [number, string])[];
  readonly at: (ms: number) => void;
  readonly submit: (name: number, method?: string, first?: boolean) => Exchange;
};

function stage(change: Partial<ExchangePoolOptions> = {}): Stage {
  let nowMs = 0;
  const perChannel = change.perChannel ?? 1;
  const puppets: Puppet[] = [];
  const told: Told[] = [];
  const pool = createExchangePool({
    open(listeners) {
      let state: ReturnType<Puppet['state']> = 'connecting';
      const requests: RequestListeners[] = [];
      const isFree = (): boolean => state === 'open' && requests.length < perChannel;
      const end = (tell: (request: RequestListeners) => void): void => {
        const wasFree = isFree();
        const oldest = requests.shift();
        if (oldest !== undefined) tell(oldest);
        if (!wasFree && isFree()) listeners.freed();
      };
      const channel: Channel = {
        send(_request, on) {
          assert.ok(isFree(), 'sends only where there is room');
          requests.push(on);
          on.sent();
          return () => {
            const wasFree = isFree();
            const at = requests.indexOf(on);
            if (at !== -1) requests.splice(at, 1);
            if (!wasFree && isFree()) listeners.freed();
          };
        },
        isFree,
        destroy() {
          state = 'destroyed';
          requests.length = 0;
        },
      };
      puppets.push({
        listeners,
        requests,
        openedAtMs: nowMs,
        state: () => state,
        open() {
          state = 'open';
          listeners.opened();
        },
        refuse(code = 'ECONNREFUSED') {
          state = 'destroyed';
          listeners.failed({ code, reason: 'refused' });
        },
        answer: () =>
          end((request) => {
            request.begun();
            request.head(200, {});
            request.ended();
          }),
        fail: (code = 'ECONNRESET') => end((request) => request.failed({ code, reason: 'broke' })),
        close() {
          state = 'closed';
          listeners.closed();
        },
      });
      return channel;
    },
    perChannel,
    connections: null,
    keepAlive: true,
    timeoutMs: 1_000,
    nowMs: () => nowMs,
    random: createRandom(1),
    ...change,
  });
  return {
    pool,
    puppets,
    told,
    ends: () =>
      told.filter(({ what }) => !['sent', 'resent', 'connected'].includes(what)).map(({ name, what }) => [name, what]),
    at: (ms) => {
      nowMs = ms;
    },
    submit(name, method = 'GET', first = false) {
      const tell = (what: string) => (): void => void told.push({ name, what, atMs: nowMs });
      const exchange = createExchange(
        { method, path: '/', headers: [], body: null },
        {
          connected: tell('connected'),
          sent: tell('sent'),
          resent: tell('resent'),
          begun() {},
          head() {},
          data() {},
          ended: tell('answered'),
          failed: (failure) => tell(failure)(),
        },
      );
      pool.submit(exchange, nowMs, first);
      return exchange;
    },
  };
}

test('requests wait while a connection opens, and as many share it as it carries', () => {
  const on = stage({ perChannel: 3 });
  for (const name of [0, 1, 2, 3]) on.submit(name);
  assert.equal(on.puppets.length, 2, 'three share one, the fourth needs another');
  on.puppets[0]!.open();
  assert.deepEqual(
    on.told.map(({ name, what }) => `${what} ${name}`),
    ['connected 0', 'sent 0', 'sent 1', 'sent 2'],
  );
  on.puppets[0]!.answer();
  assert.deepEqual(
    on.told.slice(4).map(({ name, what }) => `${what} ${name}`),
    ['answered 0', 'sent 3'],
  );
});

test('a bound on connections makes requests wait in order, but for those sent on', () => {
  const on = stage({ connections: 1 });
  for (const name of [0, 1]) on.submit(name);
  on.submit(2, 'GET', true);
  on.puppets[0]!.open();
  for (let answer = 0; answer < 3; answer++) on.puppets[0]!.answer();
  assert.deepEqual(on.ends(), [
    [2, 'answered'],
    [0, 'answered'],
    [1, 'answered'],
  ]);
  assert.equal(on.puppets.length, 1);
});

test('a request times out from its sending, and its late answer is no news', () => {
  const on = stage({ perChannel: 2 });
  on.submit(0);
  on.at(400);
  on.puppets[0]!.open();
  on.at(600);
  on.submit(1);
  assert.equal(on.pool.nextCheckMs(), 1_400);
  on.at(1_400);
  on.pool.check(1_400);
  assert.deepEqual(on.ends(), [[0, 'timeout']]);
  on.puppets[0]!.answer();
  assert.deepEqual(on.ends(), [
    [0, 'timeout'],
    [1, 'answered'],
  ]);
  assert.equal(on.pool.nextCheckMs(), Number.POSITIVE_INFINITY);
});

test('a dead target is not hammered: half a minute of requests', () => {
  const on = stage({ perChannel: 100 });
  for (let ms = 0; ms < 30_000; ms++) {
    on.at(ms);
    on.submit(ms);
    const last = on.puppets.at(-1)!;
    if (last.state() === 'connecting') last.refuse();
    if (on.pool.nextCheckMs() <= ms) on.pool.check(ms);
  }
  const gaps = on.puppets.slice(1).map(({ openedAtMs }, index) => openedAtMs - on.puppets[index]!.openedAtMs);
  assert.ok(Math.min(...gaps) >= 20);
  assert.ok(on.puppets.length >= 60 && on.puppets.length <= 250, `${on.puppets.length} attempts`);
  assert.equal(on.ends().length, 30_000);
});

test('when this machine has no socket to give, the request was never sent', () => {
  const on = stage();
  on.submit(0);
  on.puppets[0]!.refuse('EMFILE');
  assert.deepEqual(on.ends(), [[0, 'noSocket']]);
});

const breaks: readonly (readonly [
  what: string,
  method: string,
  isKept: boolean,
  code: string,
  afterMs: number,
  end: string,
])[] = [
  ['on a kept connection that was closed meanwhile', 'GET', true, 'ECONNRESET', 5, 'resent'],
  ['that must not be repeated', 'POST', true, 'ECONNRESET', 5, 'connectionFailed'],
  ['on a new connection', 'GET', false, 'ECONNRESET', 5, 'connectionFailed'],
  ['that broke at work', 'GET', true, 'ECONNRESET', 1_001, 'connectionFailed'],
  ['that broke alone', 'GET', true, 'ERR_HTTP2_STREAM_ERROR', 5, 'connectionFailed'],
];

for (const [what, method, isKept, code, afterMs, end] of breaks) {
  test(`a request ${what} is ${end === 'resent' ? 'sent again' : 'not sent again'}`, () => {
    const on = stage({ timeoutMs: 5_000 });
    if (isKept) {
      on.submit(0);
      on.puppets[0]!.open();
      on.puppets[0]!.answer();
    }
    on.submit(1, method);
    if (!isKept) on.puppets[0]!.open();
    on.at(afterMs);
    const puppet = on.puppets[0]!;
    const [request] = puppet.requests;
    puppet.close();
    request!.failed({ code, reason: 'broke' });
    if (end === 'resent') on.puppets[1]!.open();
    assert.deepEqual(on.told.at(-1), { name: 1, what: end, atMs: afterMs });
  });
}

test('closing says nothing more of what is under way', () => {
  const on = stage({ connections: 1 });
  for (const name of [0, 1]) on.submit(name);
  on.puppets[0]!.open();
  on.pool.close();
  on.pool.close();
  assert.deepEqual(on.ends(), []);
  assert.equal(on.puppets[0]!.state(), 'destroyed');
  assert.equal(on.pool.connectionsOpen(), 0);
});

test('whatever channels do, every request ends exactly once and no bound is passed', () => {
  const deed = fc.tuple(
    fc.constantFrom('submit', 'submit', 'submit', 'open', 'answer', 'fail', 'refuse', 'close', 'cancel', 'pass'),
    fc.nat(),
  );
  const setting = fc.record({
    connections: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
    perChannel: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 120 }), setting, (deeds, { connections, perChannel }) => {
      const on = stage({ connections, perChannel });
      const live = new Map<number, Exchange>();
      let submitted = 0;
      let cancelled = 0;
      let nowMs = 0;
      for (const [kind, choice] of deeds) {
        const pick = (holds: (puppet: Puppet) => boolean): Puppet | undefined => {
          const found = on.puppets.filter(holds);
          return found[choice % Math.max(1, found.length)];
        };
        const isBusy = (puppet: Puppet): boolean => puppet.requests.length > 0;
        if (kind === 'submit') live.set(submitted, on.submit(submitted++));
        else if (kind === 'open') pick((puppet) => puppet.state() === 'connecting')?.open();
        else if (kind === 'refuse') pick((puppet) => puppet.state() === 'connecting')?.refuse();
        else if (kind === 'answer') pick(isBusy)?.answer();
        else if (kind === 'fail') pick(isBusy)?.fail();
        else if (kind === 'close') pick((puppet) => puppet.state() === 'open')?.close();
        else if (kind === 'cancel') {
          const exchange = [...live.values()].find(({ place }) => place !== 'over');
          if (exchange !== undefined) {
            on.pool.cancel(exchange, nowMs);
            cancelled += 1;
          }
        } else {
          nowMs += choice % 400;
          on.at(nowMs);
          on.pool.check(nowMs);
        }
        const unended = [...live.values()].filter(({ place }) => place !== 'over').length;
        assert.equal(on.ends().length + cancelled + unended, submitted);
        assert.ok(on.pool.connectionsOpen() <= (connections ?? Number.POSITIVE_INFINITY));
        assert.equal(new Set(on.ends().map(([name]) => name)).size, on.ends().length, 'ends once');
        const isWaiting = [...live.values()].some(({ place }) => place === 'waiting');
        const hasRoom = on.puppets.some((puppet) => puppet.state() === 'open' && puppet.requests.length < perChannel);
        assert.ok(!(isWaiting && hasRoom), 'nothing waits where there is room');
      }
    }),
  );
});
