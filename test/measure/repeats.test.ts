import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCopy, findRepeat } from '../../source/measure/repeats.js';
import { createRandom } from '../../source/time/random.js';

function noisy(seed: number, count: number, steps: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.floor(random() * steps) / steps);
}

test('finds readings that never change', () => {
  assert.deepEqual(findRepeat([0.4, 0.4, 0.4, 0.4, 0.4]), { kind: 'constant', value: 0.4, count: 5 });
  assert.equal(findRepeat([0.4, 0.4, 0.4, 0.4]), null);
});

test('finds a block that goes round, cut off or not', () => {
  const block = noisy(1, 7, 1_000);
  assert.deepEqual(findRepeat([...block, ...block, ...block, ...block.slice(0, 3)]), {
    kind: 'cycle',
    length: 7,
    times: 3,
  });
});

test('a gauge that goes between two states is no cycle', () => {
  assert.equal(findRepeat([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]), null);
});

test('finds a stretch that was copied, wherever it stands', () => {
  const [a, b] = [noisy(1, 40, 1_000), noisy(2, 40, 1_000)];
  assert.equal(findCopy(a, b), null);
  assert.deepEqual(findCopy(a, [...b.slice(0, 11), ...a.slice(20, 32), ...b.slice(11)]), { kind: 'copy', length: 12 });
});

test('coarse readings that are alike by chance are neither cycle nor copy', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const [a, b] = [noisy(seed, 300, 8), noisy(seed + 1_000, 300, 8)];
    assert.equal(findRepeat(a), null);
    assert.equal(findCopy(a, b), null);
  }
});
