import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitLoadCurve, readCurve } from '../../source/measure/load-curve.js';

const loads = [10, 20, 40, 80, 120, 150, 170, 180, 190].map(Math.log);

test('a curve of its own shape is found again, with its slope', () => {
  const steepness = 6.3;
  const top = loads.at(-1)!;
  const y = (x: number): number => 2 + 1.5 * Math.exp(steepness * (x - top));
  const curve = fitLoadCurve(loads.map((x) => ({ x, y: y(x), weight: 1 }))) ?? assert.fail('no curve');
  for (const x of loads) {
    const read = readCurve(curve, x);
    assert.ok(Math.abs(read.y - y(x)) < 0.005);
    assert.ok(Math.abs(read.slope - steepness * (y(x) - 2)) < 0.1);
  }
});

test('a curve never falls, and fewer than three loads make none', () => {
  const falling = fitLoadCurve(loads.map((x) => ({ x, y: -x, weight: 1 }))) ?? assert.fail('no curve');
  assert.equal(falling.rise, 0);
  assert.equal(fitLoadCurve([1, 2, 2].map((x) => ({ x, y: x, weight: 1 }))), null);
});

test('whatever is measured, a curve is finite where it was measured', () => {
  const points = fc.array(
    fc.record({ x: fc.double({ min: -5, max: 12, noNaN: true }), y: fc.double({ min: -10, max: 20, noNaN: true }) }),
    { minLength: 3, maxLength: 30 },
  );
  fc.assert(
    fc.property(points, (some) => {
      const curve = fitLoadCurve(some.map((point) => ({ ...point, weight: 1 })));
      if (curve === null) return;
      for (const { x } of some) {
        const { slope, y } = readCurve(curve, x);
        assert.ok(Number.isFinite(y) && slope >= 0);
      }
    }),
  );
});
