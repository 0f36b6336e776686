import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSchedules } from '../../../source/plan/schedule/run-schedules.js';
import { type ScheduleEvent, statesAfter } from '../../../source/plan/schedule/schedule-state.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { timetableOf } from './helpers.js';

const day = 86_400_000;
const days = 1000;
/** Begins at noon, so that no night is cut in two. */
const start = Date.parse('2025-01-15T12:00:00Z');

/** Seven zones: three of the north, two of the south, one whose clocks move by half an hour, one whose never do. */
const schedules = [
  { name: 'berlin', zone: 'Europe/Berlin', cron: '30 2 * * *' },
  { name: 'new-york', zone: 'America/New_York', cron: '30 2 * * *' },
  { name: 'sydney', zone: 'Australia/Sydney', cron: '30 2 * * *' },
  { name: 'santiago', zone: 'America/Santiago', cron: '0 0 * * *' },
  { name: 'lord-howe', zone: 'Australia/Lord_Howe', cron: '15 2 * * *' },
  { name: 'utc', zone: 'UTC', cron: '0 6 * * 1' },
  { name: 'by-six-hours', zone: 'Europe/London', cron: '15 */6 * * *' },
] as const;

/** The date and time of a moment on the clocks of a zone, by the machine's own tables and none of the scheduler's code. */
function localTime(ms: number, zone: string): { readonly date: string; readonly time: string } {
  const text = formatOf(zone).format(ms);
  return { date: text.slice(0, 10), time: text.slice(-5) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(zone, format);
  return format;
}

/** Every date of a zone between two moments, each once. */
function datesOf(zone: string, fromMs: number, toMs: number): readonly string[] {
  const dates = new Set<string>();
  for (let at = fromMs; at <= toMs; at += day / 24) dates.add(localTime(at, zone).date);
  return [...dates].slice(1, -1);
}

/**
 * Days of schedules in virtual time. Whoever runs them is killed now and then, is away for a while, and the next goes on from
 * the history; `runs` are the moments at which a run was begun, by schedule.
 */
async function simulate(kills: boolean) {
  const timetable = timetableOf(
    schedules.map((schedule) => ({ ...schedule, missed: 'all', overlap: 'queue' })),
    { atOnce: 16 },
  );
  const random = createRandom(7);
  const history: ScheduleEvent[] = [];
  const begun: { readonly schedule: string; readonly run: string; readonly atMs: number }[] = [];
  let count = 0;
  let wallMs = start;
  const endMs = start + days * day;
  while (wallMs < endMs) {
    const states = statesAfter(history);
    const clock = createVirtualClock(wallMs);
    let isDead = false;
    const lifeMs = kills ? Math.min(endMs - wallMs, (0.2 + random() * 12) * day) : endMs - wallMs;
    const runner = runSchedules(timetable, states, {
      clock,
      append(event) {
        if (isDead) throw new Error('nothing is kept after a kill');
        // In the midst of keeping an event too: then it has been kept, or has not.
        isDead = kills && random() < 0.003;
        if (!isDead || random() < 0.5) history.push(event);
        if (isDead) throw new Error('killed');
      },
      prepare(schedule, earlier) {
        count += 1;
        const run = earlier ?? `run-${count}`;
        return {
          run,
          start() {
            begun.push({ schedule: schedule.name, run, atMs: clock.wallMs() });
            const lengthMs = (5 + random() * 300) * 60_000;
            const ended = new Promise<{ readonly exitCode: number; readonly sentence: string }>((resolve) => {
              clock.after(lengthMs, () => resolve({ exitCode: 0, sentence: 'done' }));
            });
            return { ended, stop() {} };
          },
        };
      },
      measure: async () => null,
      tell() {},
      longestWaitMs: day / 8,
    });
    runner.ended.catch(() => {});
    for (let passedMs = 0; passedMs < lifeMs && !isDead; passedMs += day / 96) {
      clock.advance(Math.min(day / 96, lifeMs - passedMs));
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
    isDead = true;
    // Nobody is there for up to a day and a half.
    wallMs = clock.wallMs() + (kills ? random() * 1.5 * day : 0);
  }
  return { history, begun };
}

/** The times that runs were begun for, by schedule. */
function dueTimes(history: readonly ScheduleEvent[], schedule: string): readonly number[] {
  return history.flatMap((event) => (event.kind === 'began' && event.schedule === schedule ? [event.dueMs] : []));
}

for (const kills of [false, true]) {
  test(`a thousand days${kills ? ' with a scheduler that is often killed' : ''} begin every run exactly once`, {
    timeout: 120_000,
  }, async () => {
    const { begun, history } = await simulate(kills);
    const endMs = start + days * day;
    for (const { name, zone } of schedules) {
      const due = dueTimes(history, name);
      assert.equal(new Set(due).size, due.length, `${name}: no time twice`);
      assert.deepEqual(
        [...due].sort((one, other) => one - other),
        due,
        `${name}: in order`,
      );
      // What a run was begun for is what it was begun at, but where nobody was there or the one before it was not over.
      if (!kills) {
        for (const { atMs, schedule } of begun.filter((one) => one.schedule === name)) {
          const nearest = due.findLast((time) => time <= atMs) ?? 0;
          assert.ok(atMs - nearest < day / 4, `${schedule} at ${new Date(atMs).toISOString()}`);
        }
      }
      const lastMs = due.at(-1) ?? start;
      assert.ok(lastMs > endMs - 10 * day, `${name}: up to the end`);
      const times = due.map((at) => localTime(at, zone));
      const dates = times.map(({ date }) => date);
      const wanted = datesOf(zone, start, lastMs);
      if (name === 'by-six-hours') {
        for (const date of wanted) assert.equal(dates.filter((one) => one === date).length, 4, `${name}: ${date}`);
      } else if (name === 'utc') {
        assert.ok(due.every((at) => new Date(at).getUTCDay() === 1));
        assert.ok(due.every((at, index) => index === 0 || at - due[index - 1]! === 7 * day));
      } else {
        assert.equal(new Set(dates).size, dates.length, `${name}: no date twice`);
        assert.deepEqual(
          wanted.filter((date) => !dates.includes(date)),
          [],
          `${name}: every date`,
        );
        // The nights of spring alone begin later: after the hour that they do not have.
        const usual = name === 'santiago' ? '00:00' : name === 'lord-howe' ? '02:15' : '02:30';
        const unusual = times.filter(({ time }) => time !== usual);
        assert.ok(unusual.length <= 3, `${name}: ${JSON.stringify(unusual)}`);
      }
    }
    assert.ok(!history.some(({ kind }) => kind === 'missed' || kind === 'left'));
    const runs = new Map<string, number>();
    for (const { run } of begun) runs.set(run, (runs.get(run) ?? 0) + 1);
    // Begun again only where the scheduler was killed in the middle: then it is the same run that goes on.
    if (!kills) assert.ok([...runs.values()].every((times) => times === 1));
  });
}
