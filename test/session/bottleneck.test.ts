import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBottleneck, type LoadedUse } from '../../source/session/bottleneck.js';

function trials(use: (perSecond: number) => Record<string, number>): LoadedUse[] {
  return [100, 200, 400, 600].map((perSecond) => ({ perSecond, cpuRatios: new Map(Object.entries(use(perSecond))) }));
}

test('names the processor that saturates first, and how far the line is from there', () => {
  const found = findBottleneck(
    trials((rate) => ({ 'api-1': 0.02 + rate / 1000, 'api-2': 0.02 + rate / 2000 })),
    950,
  );
  assert.deepEqual(found, { label: 'resource-limited', server: 'api-1', resource: 'cpu', headroom: 1.03 });
});

test('says that no processor gives first when all are far from their end at the line', () => {
  const found = findBottleneck(
    trials((rate) => ({ 'api-1': rate / 4000 })),
    700,
  );
  assert.equal(found?.label, 'not-cpu-limited');
  assert.equal(found?.server, null);
});

test('leaves out readings of a processor that is already at its end', () => {
  const found = findBottleneck(
    [...trials((rate) => ({ 'api-1': rate / 1000 })), { perSecond: 2000, cpuRatios: new Map([['api-1', 1]]) }],
    900,
  );
  assert.equal(found?.headroom, 1.11);
});

test('is silent with fewer than three rates, with use that does not grow, and without a line', () => {
  assert.equal(findBottleneck(trials((rate) => ({ 'api-1': rate / 1000 })).slice(0, 2), 900), null);
  assert.equal(
    findBottleneck(
      trials(() => ({ 'api-1': 0.3 })),
      900,
    ),
    null,
  );
  assert.equal(
    findBottleneck(
      trials((rate) => ({ 'api-1': rate / 1000 })),
      null,
    ),
    null,
  );
});
