import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openScheduleJournal } from '../../../source/plan/schedule/schedule-journal.js';
import { type ScheduleEvent, statesAfter } from '../../../source/plan/schedule/schedule-state.js';
import { shortened } from '../../../source/plan/schedule/shorten-history.js';

/** Histories as they come about: times grow, and each event is one that may follow. */
const history = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat({ max: 5 })), { maxLength: 60 }).map((choices) => {
  const events: ScheduleEvent[] = [];
  let atMs = 0;
  for (const [schedule, choice] of choices) {
    atMs += 10;
    const state = statesAfter(events).get(schedule);
    const about = { schedule, atMs };
    if (state === undefined || choice === 5) events.push({ ...about, kind: 'seen', times: `${choice}` });
    else if (state.phase.kind === 'idle') events.push({ ...about, kind: 'due', dueMs: atMs, how: 'now' });
    else if (choice === 0) events.push({ ...about, kind: 'due', dueMs: atMs, how: 'queued' });
    else if (state.phase.kind === 'pending') {
      const { dueMs } = state.phase;
      if (choice === 1) events.push({ ...about, kind: 'left', dueMs, why: 'limits', reason: 'busy' });
      else events.push({ ...about, kind: 'began', dueMs, run: `r${atMs}` });
    } else if (choice === 1 && state.phase.replacedByMs === null) {
      events.push({ ...about, kind: 'due', dueMs: atMs, how: 'instead' });
    } else {
      const { dueMs, run } = state.phase;
      events.push({ ...about, kind: 'ended', dueMs, run, exitCode: 0, sentence: 'done' });
    }
  }
  return events;
});

test('a history that is made shorter makes the same states', () => {
  fc.assert(
    fc.property(history, fc.nat({ max: 60 }), (events, kept) => {
      assert.deepEqual([...statesAfter(shortened(events, kept))].sort(), [...statesAfter(events)].sort());
    }),
  );
});

test('a history stays short however long schedules run, and goes on from where it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-history-'));
  try {
    const path = join(folder, 'history.jsonl');
    const journal = openScheduleJournal(path, 20, 5);
    journal.append({ schedule: 'a', atMs: 0, kind: 'seen', times: 'x' });
    for (let count = 1; count <= 100; count++) {
      journal.append({ schedule: 'a', atMs: count, kind: 'due', dueMs: count, how: 'now' });
      journal.append({ schedule: 'a', atMs: count, kind: 'began', dueMs: count, run: `r${count}` });
      if (count < 100) {
        journal.append({
          schedule: 'a',
          atMs: count,
          kind: 'ended',
          dueMs: count,
          run: `r${count}`,
          exitCode: 0,
          sentence: '',
        });
      }
    }
    journal.close();
    assert.ok(readFileSync(path, 'utf8').split('\n').length < 25);
    const again = openScheduleJournal(path, 20, 5);
    again.close();
    const phase = { kind: 'running', dueMs: 100, run: 'r100', replacedByMs: null } as const;
    assert.deepEqual(again.states.get('a'), { handledMs: 100, times: 'x', phase, queue: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
