import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionEventBody } from '../../source/model/events.js';
import { watchHealth } from '../../source/session/watch-health.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

/** A health check whose answers are these, one a second; the last one stays. */
function watched(answers: readonly (string | null | Error)[]) {
  const clock = createVirtualClock();
  const events: SessionEventBody[] = [];
  const downs: string[] = [];
  let asked = 0;
  const end = watchHealth({
    clock,
    emit: (event) => events.push(event),
    async probe() {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? null;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onDown: (reason) => downs.push(reason),
  });
  return {
    end,
    downs,
    asked: () => asked,
    notes: () => events.flatMap((event) => (event.kind === 'note' ? [event.text] : [])),
    async seconds(count: number) {
      for (let second = 0; second < count; second++) {
        await nextTurn();
        clock.advance(1000);
      }
      await nextTurn();
    },
  };
}

test('asks at once and then every second', async () => {
  const { asked, seconds, notes } = watched([null]);
  assert.equal(asked(), 1);
  await seconds(3);
  assert.equal(asked(), 4);
  assert.deepEqual(notes(), []);
});

test('three failures in a row are down, told once, and nothing is asked any more', async () => {
  const { asked, downs, notes, seconds } = watched(['no answer']);
  await seconds(1);
  assert.deepEqual(downs, []);
  await seconds(4);
  assert.deepEqual(downs, ['the health check failed 3 times in a row: no answer']);
  assert.deepEqual(notes(), ['the health check failed: no answer']);
  assert.equal(asked(), 3);
});

test('a success in between begins the count anew', async () => {
  const { downs, seconds } = watched(['a', 'b', null, 'c', 'd', null]);
  await seconds(8);
  assert.deepEqual(downs, []);
});

test('a check that throws has failed', async () => {
  const { downs, seconds } = watched([new Error('broken')]);
  await seconds(3);
  assert.deepEqual(downs, ['the health check failed 3 times in a row: broken']);
});

test('a check that takes its time is not asked a second time meanwhile, and says nothing after the end', async () => {
  const clock = createVirtualClock();
  const downs: string[] = [];
  let asked = 0;
  let answer: (reason: string) => void = () => {};
  const end = watchHealth({
    clock,
    emit: () => assert.fail('nothing is to be told'),
    probe() {
      asked += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    onDown: (reason) => downs.push(reason),
  });
  clock.advance(5000);
  await nextTurn();
  assert.equal(asked, 1);
  end();
  end();
  answer('late');
  await nextTurn();
  clock.advance(5000);
  assert.deepEqual([asked, downs], [1, []]);
});
