import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEventBody } from '../../source/model/events.js';
import { coolDown } from '../../source/session/cool-down.js';
import { createCpuLog } from '../../source/session/cpu-log.js';
import { createInbox, type Inbox } from '../../source/session/inbox.js';
import type { LoadMessage } from '../../source/session/load-hub.js';
import { createRunMachine } from '../../source/session/run-machine.js';
import type { Stage } from '../../source/session/stage.js';
import { createStreamWords } from '../../source/session/stream-words.js';
import { takeBaselines } from '../../source/session/take-baselines.js';
import { createUseLog } from '../../source/session/use-log.js';
import { createVirtualClock, type VirtualClock } from '../../source/time/virtual-clock.js';

const order = { cause: 'plan', reason: 'rest', drainLimitMs: 1000, withServers: true } as const;

type Scene = {
  readonly clock: VirtualClock;
  readonly stage: Stage;
  readonly inbox: Inbox<LoadMessage>;
  readonly events: readonly SessionEventBody[];
  /** A second passes in which each server has used so many per cent. */
  readonly second: (cpuPercents: Readonly<Record<string, number>>) => Promise<void>;
};

function scene(servers: readonly string[]): Scene {
  const clock = createVirtualClock();
  const inbox = createInbox<LoadMessage>();
  const cpu = createCpuLog();
  const events: SessionEventBody[] = [];
  const emit = (event: SessionEventBody): void => void events.push(event);
  const machine = createRunMachine(emit);
  machine.become('running', 'plan', 'begins');
  const stage: Stage = {
    clock,
    emit,
    inbox,
    machine,
    cpu,
    uses: createUseLog(),
    words: createStreamWords(),
    baselines: new Map(servers.map((server) => [server, { mean: 0.1, tolerance: 0.02, samples: 5 }])),
    coolDownLimitMs: 20_000,
    startedBy: 'plan',
    interruption: () => 'interrupted by a signal',
  };
  return {
    clock,
    stage,
    inbox,
    events,
    async second(cpuPercents) {
      for (const [server, cpuPercent] of Object.entries(cpuPercents)) {
        const nothing = { cores: 1, memoryUsedBytes: null, memoryTotalBytes: null, load1: null, rttMs: null };
        const sample = { server, cpuPercent, ...nothing };
        cpu.sink({ atMs: clock.nowMs() + 500, kind: 'server/sample', sample });
      }
      clock.advance(1000);
      // Whoever waits for the tick takes it in a microtask or two.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('every server has its own verdict: how long it took, or that it did not come back', async () => {
  const { events, second, stage } = scene(['api', 'stuck']);
  const cooled = coolDown(null, stage, order);
  for (let passed = 0; passed < 3; passed++) await second({ api: 90, stuck: 90 });
  for (let passed = 0; passed < 19; passed++) await second({ api: 11, stuck: 50 });
  const { kind, servers } = await cooled;
  assert.equal(kind, 'done');
  assert.deepEqual(servers, [
    { server: 'api', atBaseline: true, seconds: 8, limitSeconds: 20 },
    { server: 'stuck', atBaseline: false, seconds: 21, limitSeconds: 20 },
  ]);
  const notes = events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
  assert.deepEqual(notes, ['stuck did not come back to the baseline within 20 s']);
});

test('a cool-down without servers to wait for is over at once, and a stop ends the waiting', async () => {
  const bare = scene([]);
  assert.deepEqual(await coolDown(null, bare.stage, order), { kind: 'done', isStopAsked: false, servers: [] });
  const waiting = scene(['api']);
  waiting.inbox.post({ kind: 'command', command: { kind: 'stop' } });
  const stopped = await coolDown(null, waiting.stage, order);
  assert.deepEqual([stopped.kind, stopped.servers[0]?.atBaseline], ['done', false]);
  waiting.inbox.post({ kind: 'interrupt' });
  const left = await coolDown(null, waiting.stage, order);
  assert.deepEqual(left.kind === 'left' && left.cause, 'signal');
});

test('baselines are taken from five readings at rest, and not waited for longer than allowed', async () => {
  const { clock, inbox, second, stage } = scene([]);
  const wish = { servers: ['api', 'silent'], limitMs: 8_000 };
  const taking = takeBaselines(wish, clock, stage.emit, stage.cpu, inbox);
  for (let passed = 0; passed < 9; passed++) await second({ api: 10 });
  const taken = await taking;
  assert.deepEqual(taken.kind === 'taken' && [...taken.baselines.keys()], ['api']);
});
