import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overdispersionOfBlocks } from '../../../source/engine/discovery/block-dispersion.js';
import { badCounts } from '../../../source/engine/discovery/counted.js';
import { createRandom, nextExponential } from '../../../source/time/random.js';
import { createSimulatedLoad } from '../../helpers/simulated-load.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';

/** Windows of 1,000 arrivals, 1 % bad, in bursts of a size that last `stays` windows each. */
function windows(count: number, burst: number, stays: number, seed: number) {
  const random = createRandom(seed);
  const bad = new Array<number>(count + stays).fill(0);
  for (let at = 0; at < count; at += Math.max(1e-3, (nextExponential(random) * burst) / 10)) {
    for (let part = 0; part < stays; part++) bad[Math.floor(at) + part]! += burst / stays;
  }
  return bad.slice(0, count).map((one) => ({ bad: one, total: 1000 }));
}

const expected = 20;
const of = (blocks: ReturnType<typeof windows>) => overdispersionOfBlocks([{ blocks, ratio: 0.01 }], 0.01, expected);

test('nothing seen leaves what was expected', () => {
  assert.equal(overdispersionOfBlocks([], 0.01, expected).overdispersion, expected);
});

test('single bad arrivals are told from bursts', () => {
  const single = of(windows(300, 1, 1, 1)).overdispersion;
  const bursts = of(windows(300, 100, 1, 1)).overdispersion;
  assert.ok(single < bursts / 4, `${single} beside ${bursts}`);
  assert.ok(bursts > 60, `${bursts}`);
});

test('bursts that outlast a short block are seen by the longer ones', () => {
  const { overdispersion } = of(windows(600, 400, 10, 3));
  assert.ok(overdispersion > 220, `${overdispersion}`);
});

test('the same bad arrivals dealt out by chance are as good as independent', () => {
  const scenario = scenarioNamed('mmc8');
  const windows = createSimulatedLoad(scenario, [75], 11).drive(scenario.truePerSecond!, 400, () => false);
  const blocks = badCounts(windows, { kind: 'all', slow: 0 });
  const bad = blocks.reduce((sum, block) => sum + block.bad, 0);
  const ratio = bad / blocks.reduce((sum, block) => sum + block.total, 0);
  const dispersionOf = (counts: typeof blocks) =>
    overdispersionOfBlocks([{ blocks: counts, ratio }], 0.01, 1).overdispersion;
  const random = createRandom(5);
  const dealt = blocks.map(({ total }) => ({ bad: 0, total }));
  for (let arrival = 0; arrival < bad; arrival++) dealt[Math.floor(random() * dealt.length)]!.bad++;
  assert.ok(dispersionOf(blocks) > 100, `${dispersionOf(blocks)}`);
  assert.ok(dispersionOf(dealt) < 2, `${dispersionOf(dealt)}`);
});

test('it rests on more blocks the more there are', () => {
  assert.ok(of(windows(600, 1, 1, 4)).freedom > of(windows(60, 1, 1, 4)).freedom);
});

test('rates far from the line are left out', () => {
  const blocks = windows(300, 100, 1, 5);
  const { overdispersion } = overdispersionOfBlocks([{ blocks, ratio: 0.2 }], 0.01, expected);
  assert.equal(overdispersion, expected);
});
