import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProgression, type LevelCost } from '../../source/measure/progression.js';

function costs(...each: readonly number[]): readonly LevelCost[] {
  return each.map((cost, index) => ({ level: `level ${index + 1}`, complexity: 100 * 2 ** index, cost }));
}

test('costs that rise with every level grow, and the evidence says how sure that is', () => {
  const found = checkProgression('CPU time', costs(1, 2.1, 3.9, 8.4, 17));
  assert.equal(found.verdict, 'grows');
  assert.equal(found.factor, 17);
  assert.deepEqual(found.reversals, []);
  assert.equal(
    found.evidence,
    'CPU time grows with the level: tau 1.00, p 0.008 exact, over 5 measurements of 5 levels',
  );
});

test('one level out of line does not hide the growth, and is named', () => {
  const found = checkProgression('duration', costs(1, 2, 4, 3, 8, 16));
  assert.equal(found.verdict, 'grows');
  assert.deepEqual(found.reversals, [{ from: 'level 3', to: 'level 4', factor: 0.75 }]);
});

test('costs that do not go with the level show no trend, whatever the first and last say', () => {
  const found = checkProgression('duration', costs(5, 9, 4, 8, 3, 10));
  assert.equal(found.verdict, 'unrelated');
  assert.equal(found.factor, 2);
  assert.match(found.evidence, /^no trend of duration with the level can be shown: tau 0\.07, p 0\.5/);
});

test('costs that fall as the level rises are told', () => {
  assert.equal(checkProgression('duration', costs(5, 4, 3, 2, 1)).verdict, 'falls');
});

test('constant costs are no growth', () => {
  const found = checkProgression('duration', costs(3, 3, 3, 3, 3));
  assert.equal(found.verdict, 'unrelated');
  assert.equal(found.tau, 0);
});

test('three levels are too few, two runs of each are not', () => {
  assert.equal(checkProgression('duration', costs(1, 2, 3)).verdict, 'too-few');
  const twice = [...costs(1, 2, 3), ...costs(1.1, 2.1, 3.1)];
  const found = checkProgression('duration', twice);
  assert.equal(found.verdict, 'grows');
  assert.match(found.evidence, /6 measurements of 3 levels/);
});

test('where even a perfect order could be chance, nothing is said of a trend', () => {
  const [light, heavy] = costs(1, 2);
  const found = checkProgression('duration', [light!, { ...light!, cost: 1.1 }, heavy!, { ...heavy!, cost: 2.1 }]);
  assert.equal(found.verdict, 'too-few');
  assert.equal(
    found.evidence,
    '4 measurements of 2 levels are too few to show a trend of duration: even a perfect one could be chance, p 0.167',
  );
  assert.equal(checkProgression('duration', []).verdict, 'too-few');
});

test('several runs of one level alone show nothing', () => {
  const same = costs(1, 2, 3, 4).map((each) => ({ ...each, complexity: 1 }));
  assert.equal(checkProgression('duration', same).verdict, 'too-few');
});

test('a first level that cost nothing has no factor', () => {
  assert.equal(checkProgression('duration', costs(0, 1, 2, 3)).factor, null);
});
