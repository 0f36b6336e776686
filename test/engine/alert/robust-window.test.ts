import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesGlob } from '../../../source/engine/alert/match-labels.js';
import { createRobustWindow } from '../../../source/engine/alert/robust-window.js';
import { median } from '../../../source/measure/median.js';

test('median and spread are those of the last readings', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (values, length) => {
        const window = createRobustWindow(length);
        for (const value of values) window.push(value);
        const last = values.slice(-length);
        const middle = median(last);
        assert.equal(window.count(), last.length);
        assert.equal(window.median(), middle);
        assert.equal(window.mad(), median(last.map((value) => Math.abs(value - middle))));
      },
    ),
  );
});

test('a glob is the pattern that it stands for', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 8 });
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  fc.assert(
    fc.property(text, glob, (given, wanted) => {
      const pattern = new RegExp(`^${wanted.replaceAll('*', '[^]*')}$`);
      assert.equal(matchesGlob(given, wanted), pattern.test(given));
    }),
  );
});
