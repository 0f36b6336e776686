import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCsv } from '../../source/demo/csv-dataset.js';
import { createTraining } from '../../source/demo/training.js';
import { generateDataset, graduatedDatasets } from '../../source/workload/generate-dataset.js';

test('makes as many rows and columns as asked, the same from the same seed and others from another', () => {
  fc.assert(
    fc.property(
      fc.record({ rows: fc.integer({ min: 2, max: 60 }), columns: fc.integer({ min: 2, max: 30 }), seed: fc.nat() }),
      (spec) => {
        const text = generateDataset(spec);
        const dataset = parseCsv(text);
        assert.ok(!('error' in dataset));
        assert.equal(dataset.rows, spec.rows);
        assert.equal(dataset.columns, spec.columns);
        assert.equal(generateDataset(spec), text);
        assert.notEqual(generateDataset({ ...spec, seed: spec.seed + 1 }), text);
      },
    ),
  );
});

test('what it makes can be learnt, nearly all of it and not all', () => {
  const dataset = parseCsv(generateDataset({ rows: 2_000, columns: 9, seed: 7 }));
  assert.ok(!('error' in dataset));
  const training = createTraining(dataset, 20);
  while (!training.slice());
  const accuracy = training.accuracy();
  assert.ok(accuracy > 0.85 && accuracy < 0.99, String(accuracy));
});

test('levels grow by the factor asked, in rows and in columns, each from a seed of its own', () => {
  const levels = graduatedDatasets({ rows: 500, columns: 8, seed: 3 }, 5, 4);
  assert.deepEqual(
    levels.map(({ level, seed }) => [level, seed]),
    [
      ['level 1', 3],
      ['level 2', 4],
      ['level 3', 5],
      ['level 4', 6],
      ['level 5', 7],
    ],
  );
  for (const [index, { rows, columns, complexity }] of levels.entries()) {
    assert.equal(complexity, rows * columns);
    if (index === 0) continue;
    const before = levels[index - 1]!;
    assert.ok(rows > before.rows && columns > before.columns);
    assert.ok(Math.abs(complexity / before.complexity / 4 - 1) < 0.1, `${complexity / before.complexity}`);
  }
});
