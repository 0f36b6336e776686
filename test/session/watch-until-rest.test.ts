import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuLog } from '../../source/session/cpu-log.js';
import { watchUntilRest } from '../../source/session/watch-until-rest.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

const baseline = { mean: 0.1, tolerance: 0.02, samples: 5 };
const nothing = { cores: 1, memoryUsedBytes: null, memoryTotalBytes: null, load1: null, rttMs: null };

/** Watches two servers; `second` lets one pass in which each has used so many per cent. */
function watching() {
  const clock = createVirtualClock();
  const cpu = createCpuLog();
  const watch = watchUntilRest(
    new Map([
      ['a', baseline],
      ['b', baseline],
    ]),
    60_000,
    clock,
    cpu,
  );
  let isOver = false;
  void watch.rest.then(() => {
    isOver = true;
  });
  const second = async (percents: Readonly<Record<string, number>>): Promise<void> => {
    for (const [server, cpuPercent] of Object.entries(percents)) {
      cpu.sink({ atMs: clock.nowMs() + 500, kind: 'server/sample', sample: { server, cpuPercent, ...nothing } });
    }
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, second, isOver: () => isOver };
}

test('a watch until rest ends once every server has been back for five readings', async () => {
  const { isOver, second, watch } = watching();
  for (let count = 0; count < 3; count++) await second({ a: 10, b: 60 });
  for (let count = 0; count < 4; count++) await second({ a: 11, b: 12 });
  assert.equal(isOver(), false);
  await second({ a: 11, b: 12 });
  assert.equal(isOver(), true);
  assert.deepEqual(watch.cooled(), [
    { server: 'a', atBaseline: true, seconds: 5, limitSeconds: 60 },
    { server: 'b', atBaseline: true, seconds: 8, limitSeconds: 60 },
  ]);
  watch.stop();
  watch.stop();
});

test('a server that does not come back keeps the watch going, and is told as that', async () => {
  const { isOver, second, watch } = watching();
  for (let count = 0; count < 10; count++) await second({ a: 10, b: 60 });
  assert.equal(isOver(), false);
  assert.deepEqual(
    watch.cooled().map(({ atBaseline, seconds }) => [atBaseline, seconds]),
    [
      [true, 5],
      [false, 10],
    ],
  );
  watch.stop();
});
