import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitScalability, type ScalePoint } from '../../../source/engine/discovery/scalability.js';
import { createRandom } from '../../../source/time/random.js';
import { nextNormal } from '../../helpers/simulated-server.js';

const law = { gamma: 100, alpha: 0.05, beta: 0.002 };

function pointsUpTo(most: number, noise = 0, seed = 1): ScalePoint[] {
  const random = createRandom(seed);
  return Array.from({ length: most }, (_, index) => {
    const n = index + 1;
    const exact = (law.gamma * n) / (1 + law.alpha * (n - 1) + law.beta * n * (n - 1));
    return { concurrency: n, perSecond: exact * (1 + noise * nextNormal(random)) };
  });
}

/** At N = sqrt((1 - alpha) / beta) = 21.8. */
const peak = 739.8;

test('the law is found again in points that follow it', () => {
  const fit = fitScalability(pointsUpTo(20), peak, createRandom(2))!;
  assert.ok(Math.abs(fit.gamma - 100) < 0.1 && Math.abs(fit.alpha - 0.05) < 1e-3 && Math.abs(fit.beta - 0.002) < 1e-4);
  assert.ok(Math.abs(fit.peakPerSecond / peak - 1) < 0.02, `${fit.peakPerSecond}`);
});

test('noise widens the interval, which holds the true peak', () => {
  const exact = fitScalability(pointsUpTo(20), peak, createRandom(2))!;
  const noisy = fitScalability(pointsUpTo(20, 0.02), peak, createRandom(2))!;
  const width = ({ peakInterval95: [low, high] }: typeof exact) => high - low;
  assert.ok(width(noisy) > width(exact));
  assert.ok(noisy.peakInterval95[0] <= exact.peakPerSecond && exact.peakPerSecond <= noisy.peakInterval95[1]);
});

test('nothing is foretold from data that stay below 0.7 of the capacity, or from three sizes', () => {
  assert.equal(fitScalability(pointsUpTo(5), peak, createRandom(2)), null);
  assert.equal(
    fitScalability(
      pointsUpTo(20).filter((_, index) => index % 8 === 0),
      peak,
      createRandom(2),
    ),
    null,
  );
});

test('perfect scaling has no peak', () => {
  const points = [1, 2, 4, 8].map((concurrency) => ({ concurrency, perSecond: 100 * concurrency }));
  assert.equal(fitScalability(points, 800, createRandom(2))!.peakPerSecond, Number.POSITIVE_INFINITY);
});

test('the same seed gives the same interval', () => {
  const run = () => fitScalability(pointsUpTo(20, 0.02), peak, createRandom(9));
  assert.deepEqual(run(), run());
});
