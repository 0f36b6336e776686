import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossing, fitLine, studentQuantile } from '../../../source/engine/discovery/least-squares.js';
import { createRandom } from '../../../source/time/random.js';
import { nextNormal } from '../../helpers/simulated-server.js';

test('a straight line is found, and needs three points with a spread', () => {
  const line = fitLine([1, 2, 3, 4].map((x) => ({ x, y: 2 + 3 * x })))!;
  assert.ok(Math.abs(line.base - 2) < 1e-9 && Math.abs(line.slope - 3) < 1e-9 && line.variance < 1e-18);
  assert.equal(
    fitLine([
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ]),
    null,
  );
  assert.equal(fitLine([1, 1, 1].map((x) => ({ x, y: 1 }))), null);
});

test('the interval of a crossing holds it nineteen times in twenty', () => {
  const random = createRandom(5);
  let covered = 0;
  const runs = 400;
  for (let run = 0; run < runs; run++) {
    const points = [1, 2, 3, 4, 5, 6].map((x) => ({ x, y: 0.1 * x + 0.03 * nextNormal(random) }));
    const { interval95 } = crossing(fitLine(points)!, 1);
    if (interval95 === null || (interval95[0] <= 10 && 10 <= interval95[1])) covered++;
  }
  assert.ok(covered >= 0.92 * runs && covered <= 0.98 * runs, `${covered} of ${runs}`);
});

test('where the slope may be nothing the crossing may be anywhere', () => {
  const points = [1, 2, 3, 4].map((x) => ({ x, y: x % 2 }));
  assert.equal(crossing(fitLine(points)!, 5).interval95, null);
});

test("Student's quantile is that of the tables", () => {
  for (const [freedom, expected] of [
    [1, 12.706],
    [3, 3.182],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
  ] as const) {
    assert.ok(Math.abs(studentQuantile(freedom) / expected - 1) < 0.02, `${freedom}: ${studentQuantile(freedom)}`);
  }
});
