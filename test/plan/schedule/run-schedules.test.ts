import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSchedules } from '../../../source/plan/schedule/run-schedules.js';
import type { ScheduleSpec, Timetable } from '../../../source/plan/schedule/schedule-spec.js';
import {
  afterScheduleEvent,
  type ScheduleEvent,
  type ScheduleState,
  statesAfter,
} from '../../../source/plan/schedule/schedule-state.js';
import { createVirtualClock, type VirtualClock } from '../../../source/time/virtual-clock.js';
import { timetableOf } from './helpers.js';

const start = Date.parse('2026-01-01T00:30:00Z');
const minute = 60_000;

type World = {
  readonly seconds?: number;
  readonly busy?: () => string | null;
  readonly states?: ReadonlyMap<string, ScheduleState>;
  readonly wallMs?: number;
  readonly refuse?: string;
};

/** Runs schedules in virtual time; each run takes `seconds`. Starts and ends are told by the minute since `start`. */
function running(
  timetable: Timetable,
  { busy = () => null, refuse, seconds = 60, states = new Map(), wallMs = start }: World = {},
) {
  const virtual = createVirtualClock(wallMs);
  let timers = 0;
  const clock: VirtualClock = {
    ...virtual,
    after(delayMs, call) {
      timers += 1;
      return virtual.after(delayMs, call);
    },
  };
  const events: ScheduleEvent[] = [];
  const told: string[] = [];
  const atMinute = (): number => Math.round((clock.wallMs() - start) / minute);
  let runs = 0;
  const prepare = (schedule: ScheduleSpec, earlier: string | null) => {
    if (refuse !== undefined) return { refusal: refuse };
    runs += 1;
    const run = earlier ?? `run-${runs}`;
    return {
      run,
      start() {
        told.push(`${schedule.name} ${earlier === null ? 'begins' : 'goes on'} ${atMinute()}`);
        let stop = (): void => {};
        const ended = new Promise<{ readonly exitCode: number; readonly sentence: string }>((resolve) => {
          const cancel = clock.after(seconds * 1000, () => {
            told.push(`${schedule.name} ends ${atMinute()}`);
            resolve({ exitCode: 0, sentence: 'done' });
          });
          stop = () => {
            cancel();
            told.push(`${schedule.name} is stopped ${atMinute()}`);
            resolve({ exitCode: 130, sentence: 'stopped' });
          };
        });
        return { ended, stop };
      },
    };
  };
  const runner = runSchedules(timetable, states, {
    clock,
    append: (event) => void events.push(event),
    prepare,
    measure: async () => busy(),
    tell() {},
    longestWaitMs: 30_000,
  });
  const advance = async (minutes: number): Promise<void> => {
    for (let count = 0; count < minutes * 4; count++) {
      clock.advance(minute / 4);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const kinds = (): readonly string[] => events.map((event) => ('why' in event ? event.why : event.kind));
  const statesNow = (): ReadonlyMap<string, ScheduleState> => events.reduce(afterScheduleEvent, states);
  return { advance, events, told, kinds, runner, statesNow, timers: () => timers };
}

test('a run begins when it is due, and not when the schedule is first seen', async () => {
  const { advance, told } = running(timetableOf([{}]));
  await advance(100);
  assert.deepEqual(told, ['s0 begins 30', 's0 ends 31', 's0 begins 90', 's0 ends 91']);
});

test('a run that is due while the one before it is not over is left out, queued, or takes its place', async () => {
  const cron = '*/10 * * * *';
  const seconds = 15 * 60;
  const skip = running(timetableOf([{ cron, overlap: 'skip' }]), { seconds });
  await skip.advance(36);
  assert.deepEqual(skip.told, ['s0 begins 10', 's0 ends 25', 's0 begins 30']);
  assert.equal(skip.kinds().filter((kind) => kind === 'overlap').length, 1);
  const queue = running(timetableOf([{ cron, overlap: 'queue' }]), { seconds });
  await queue.advance(36);
  assert.deepEqual(queue.told, ['s0 begins 10', 's0 ends 25', 's0 begins 25']);
  const replace = running(timetableOf([{ cron, overlap: 'replace' }]), { seconds });
  await replace.advance(36);
  assert.deepEqual(replace.told, [
    's0 begins 10',
    's0 is stopped 20',
    's0 begins 20',
    's0 is stopped 30',
    's0 begins 30',
  ]);
});

test('runs of several schedules wait for each other, whoever has been due the longest first', async () => {
  const schedules = [{ cron: '1 * * * *' }, { cron: '0 * * * *' }, { cron: '2 * * * *' }];
  const one = running(timetableOf(schedules), { seconds: 300 });
  await one.advance(50);
  assert.deepEqual(
    one.told.filter((text) => text.includes('begins')),
    ['s1 begins 30', 's0 begins 35', 's2 begins 40'],
  );
  const two = running(timetableOf(schedules, { atOnce: 2 }), { seconds: 300 });
  await two.advance(50);
  assert.deepEqual(
    two.told.filter((text) => text.includes('begins')),
    ['s1 begins 30', 's0 begins 31', 's2 begins 35'],
  );
});

test('a run waits for machines that are too busy, and is left out where they stay so', async () => {
  let level: string | null = 'CPU of here is at 90 %.';
  const limits = { cpu: '50%', wait: '5m' };
  const waits = running(timetableOf([{ limits }]), { busy: () => level });
  await waits.advance(33);
  assert.deepEqual(waits.told, []);
  level = null;
  await waits.advance(2);
  assert.deepEqual(waits.told, ['s0 begins 34', 's0 ends 35']);
  const never = running(timetableOf([{ limits }]), { busy: () => 'CPU of here is at 90 %.' });
  await never.advance(40);
  assert.deepEqual(never.told, []);
  assert.equal(never.kinds().at(-1), 'limits');
});

test('a schedule whose machines are too busy does not keep others waiting', async () => {
  const limits = { cpu: '50%', wait: '20m' };
  const { advance, timers, told } = running(timetableOf([{ limits }, { cron: '1 * * * *' }]), { busy: () => 'busy' });
  await advance(35);
  // Nor does it make the scheduler turn round and round while another runs.
  assert.ok(timers() < 200, `${timers()} timers`);
  assert.deepEqual(told, ['s1 begins 31', 's1 ends 32']);
});

for (const [missed, expected] of [
  ['skip', []],
  ['once', ['s0 begins 300']],
  ['all', ['s0 begins 300', 's0 begins 301', 's0 begins 302', 's0 begins 303']],
] as const) {
  test(`runs that were due while nobody was there are made up for: ${missed}`, async () => {
    const timetable = timetableOf([{ missed }]);
    const before = running(timetable);
    await before.advance(35);
    const after = running(timetable, { states: before.statesNow(), wallMs: start + 300 * minute });
    await after.advance(10);
    assert.deepEqual(
      after.told.filter((text) => text.includes('begins')),
      expected,
    );
    const count = after.events.reduce((sum, event) => sum + (event.kind === 'missed' ? event.count : 0), 0);
    assert.equal(count, 4 - expected.length);
  });
}

test('a run that was under way when the scheduler was killed goes on, and is not begun again', async () => {
  const timetable = timetableOf([{}]);
  const before = running(timetable, { seconds: 600 });
  await before.advance(33);
  const after = running(timetable, { states: before.statesNow(), wallMs: start + 34 * minute });
  await after.advance(10);
  assert.deepEqual(after.told, ['s0 goes on 34', 's0 ends 35']);
});

test('a run that was due but not begun when the scheduler was killed is begun by the next', async () => {
  const timetable = timetableOf([{}]);
  const due: ScheduleEvent[] = [
    { schedule: 's0', atMs: start, kind: 'seen', times: '0 * * * * UTC' },
    { schedule: 's0', atMs: start + 30 * minute, kind: 'due', dueMs: start + 30 * minute, how: 'now' },
  ];
  const states = statesAfter(due);
  const { advance, told } = running(timetable, { states, wallMs: start + 40 * minute });
  await advance(5);
  assert.deepEqual(told, ['s0 begins 40', 's0 ends 41']);
});

test('a stop ends what is under way, for the next start to take up again', async () => {
  const timetable = timetableOf([{}]);
  const { advance, events, runner, statesNow, told } = running(timetable, { seconds: 600 });
  await advance(33);
  runner.stop('enough');
  await runner.ended;
  assert.deepEqual(told, ['s0 begins 30', 's0 is stopped 33']);
  assert.equal(events.at(-1)?.kind, 'began');
  assert.equal(statesNow().get('s0')?.phase.kind, 'running');
});

test('a clock that is set back begins nothing a second time', async () => {
  const timetable = timetableOf([{}]);
  const before = running(timetable);
  await before.advance(95);
  const after = running(timetable, { states: before.statesNow(), wallMs: start + 20 * minute });
  await after.advance(135);
  assert.deepEqual(after.told, ['s0 begins 150', 's0 ends 151']);
});

test('other times than before begin anew, and nothing of theirs has been missed', async () => {
  const before = running(timetableOf([{}]));
  await before.advance(35);
  const after = running(timetableOf([{ cron: '30 * * * *', missed: 'all' }]), {
    states: before.statesNow(),
    wallMs: start + 300 * minute + 1000,
  });
  await after.advance(70);
  assert.deepEqual(after.told, ['s0 begins 360', 's0 ends 361']);
});

test('a plan that cannot be begun is left out with its reason, and the next time is tried again', async () => {
  const { advance, kinds } = running(timetableOf([{}]), { refuse: 'The plan is gone.' });
  await advance(100);
  assert.deepEqual(kinds(), ['seen', 'due', 'refused', 'due', 'refused']);
});
