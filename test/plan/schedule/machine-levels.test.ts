import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooBusy } from '../../../source/plan/schedule/machine-levels.js';

const limits = { cpuRatio: 0.5, memoryRatio: 0.8, config: null, waitMs: 0 };

for (const [what, levels, expected] of [
  ['machines below their limits are not too busy', [{ server: 'a', cpuRatio: 0.5, memoryRatio: 0.1 }], null],
  ['one above its CPU is', [{ server: 'a', cpuRatio: 0.9, memoryRatio: 0.1 }], 'CPU of a is at 90 %, above 50 %.'],
  [
    'what is not known counts as too busy',
    [{ server: 'a', cpuRatio: null, memoryRatio: 0.1 }],
    'CPU of a is not known.',
  ],
  [
    'each machine counts by itself',
    [
      { server: 'a', cpuRatio: 0.1, memoryRatio: 0.1 },
      { server: 'b', cpuRatio: 0.6, memoryRatio: 0.9 },
    ],
    'CPU of b is at 60 %, above 50 % and memory of b is at 90 %, above 80 %.',
  ],
] as const) {
  test(what, () => assert.equal(tooBusy(levels, limits), expected));
}

test('what has no limit is not asked for', () => {
  const level = { server: 'a', cpuRatio: null, memoryRatio: null };
  assert.equal(tooBusy([level], { ...limits, cpuRatio: null, memoryRatio: null }), null);
});
