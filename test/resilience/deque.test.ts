import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createDeque } from '../../source/resilience/deque.js';

test('does what an array does, at both ends and sifted', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ push: fc.integer() }) },
    { weight: 5, arbitrary: fc.constant('shift' as const) },
    fc.record({ unshift: fc.integer() }),
    fc.record({ keepMultiplesOf: fc.integer({ min: 2, max: 5 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
      const deque = createDeque<number>();
      let model: number[] = [];
      for (const action of steps) {
        if (action === 'shift') assert.equal(deque.shift(), model.shift() ?? null);
        else if ('push' in action) {
          deque.push(action.push);
          model.push(action.push);
        } else if ('unshift' in action) {
          deque.unshift(action.unshift);
          model.unshift(action.unshift);
        } else {
          deque.sift((item) => item % action.keepMultiplesOf === 0);
          model = model.filter((item) => item % action.keepMultiplesOf === 0);
        }
        assert.equal(deque.length(), model.length);
        assert.equal(deque.first(), model[0] ?? null);
      }
    }),
  );
});
