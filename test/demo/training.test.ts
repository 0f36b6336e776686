import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../../source/demo/csv-dataset.js';
import { createTraining } from '../../source/demo/training.js';
import { createRandom } from '../../source/time/random.js';

/** Rows of two features and what `label` makes of them. */
function dataset(rows: number, label: (x: number, y: number) => number): Dataset {
  const random = createRandom(7);
  const values: number[] = [];
  for (let row = 0; row < rows; row++) {
    const x = random() * 1_000;
    const y = random() - 0.5;
    values.push(x, y, label(x, y));
  }
  return { rows, columns: 3, values: Float64Array.from(values) };
}

function trained(data: Dataset, epochs = 50) {
  const training = createTraining(data, epochs);
  let slices = 1;
  while (!training.slice()) slices += 1;
  return { training, slices };
}

test('learns a line from numbers', () => {
  const { training } = trained(dataset(400, (x, y) => 3 * x - 500 * y + 20));
  assert.ok(training.accuracy() > 0.99, `${training.accuracy()}`);
});

test('learns to tell two classes apart', () => {
  const { training } = trained(dataset(400, (x, y) => (x / 1_000 + y > 0.5 ? 1 : 0)));
  assert.ok(training.accuracy() > 0.95, `${training.accuracy()}`);
});

test('learns nothing where there is nothing to learn', () => {
  const random = createRandom(3);
  const { training } = trained(dataset(400, () => random()));
  assert.ok(training.accuracy() < 0.2, `${training.accuracy()}`);
});

test('works in slices, and its progress only grows, to 1', () => {
  const training = createTraining(
    dataset(2_000, (x) => x),
    100,
  );
  let before = training.progress();
  assert.equal(before, 0);
  let slices = 0;
  for (let isDone = false; !isDone; slices++) {
    isDone = training.slice();
    assert.ok(training.progress() > before);
    before = training.progress();
  }
  assert.equal(before, 1);
  assert.ok(slices > 5);
});

test('numbers of any size, and columns that never change, give a finite accuracy', () => {
  for (const data of [dataset(20, () => 1), dataset(20, (x) => x * 1e90), dataset(2, (x) => x)]) {
    const accuracy = trained(data).training.accuracy();
    assert.ok(accuracy >= 0 && accuracy <= 1, `${accuracy}`);
  }
});
