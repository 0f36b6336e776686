import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBottleneck, findScalability, type OfferedTrial } from '../../source/session/find-bottleneck.js';
import type { ResourceUse } from '../../source/session/use-log.js';

function trials(uses: (perSecond: number) => readonly ResourceUse[]): OfferedTrial[] {
  return [100, 200, 300, 400, 500, 600].map((perSecond) => ({
    perSecond,
    achievedPerSecond: perSecond,
    inFlight: perSecond / 50,
    badRatio: 0,
    failedRatio: 0,
    isGeneratorLimited: false,
    isWhole: true,
    uses: uses(perSecond),
  }));
}

const facts = { linePerSecond: 600, isGeneratorLimited: false, allowedRatio: 0.01 };

test('the resource that is used up at the line limits it, with its headroom and the reason', () => {
  const found = findBottleneck(
    trials((rate) => [
      { server: 'api', resource: 'cpu', utilisation: rate / 650, waiting: null },
      { server: 'api', resource: 'memory', utilisation: 0.2, waiting: 0 },
    ]),
    facts,
  );
  assert.deepEqual(
    [found?.label, found?.server, found?.resource, found?.headroom],
    ['resource-limited', 'api', 'cpu', 1.08],
  );
  assert.match(found?.reason ?? '', /cpu of api is used up/);
  assert.deepEqual(
    found?.suspects?.map(({ resource }) => resource),
    ['cpu'],
  );
});

test('a disk whose tasks wait is named by that, where its use does not tell', () => {
  const found = findBottleneck(
    trials((rate) => [
      { server: 'db', resource: 'cpu', utilisation: rate / 2000, waiting: 0.02 },
      { server: 'db', resource: 'disk', utilisation: rate / 1500, waiting: rate < 450 ? 0.01 : 0.6 },
    ]),
    facts,
  );
  assert.deepEqual([found?.label, found?.server, found?.resource], ['resource-limited', 'db', 'disk']);
  assert.equal(
    found?.reason,
    'from 500/s on tasks wait for disk of db, up to 60 % of the time, though it is not used up',
  );
});

test('trials that were cut short say nothing of the servers', () => {
  const cut = trials((rate) => [{ server: 'api', resource: 'cpu', utilisation: rate / 650, waiting: null }]);
  assert.equal(
    findBottleneck(
      cut.map((trial) => ({ ...trial, isWhole: false })),
      facts,
    )?.label,
    'not-known',
  );
});

test('without a line only a limited generator can be named', () => {
  assert.equal(
    findBottleneck(
      trials(() => []),
      { ...facts, linePerSecond: null },
    ),
    null,
  );
  const limited = { ...facts, linePerSecond: null, isGeneratorLimited: true };
  assert.equal(
    findBottleneck(
      trials(() => []),
      limited,
    )?.label,
    'generator-limited',
  );
});

test('the scalability law is fitted where the rates reach far enough, and foretells no more than it can', () => {
  const law = (n: number): number => (100 * n) / (1 + 0.05 * (n - 1) + 0.002 * n * (n - 1));
  const curved = [1, 2, 4, 8, 12, 16].map(
    (n): OfferedTrial => ({ ...trials(() => [])[0]!, perSecond: law(n), achievedPerSecond: law(n), inFlight: n }),
  );
  const line = { ...facts, linePerSecond: law(16) };
  const fit = findScalability(curved, line, 1);
  assert.ok(fit !== null && Math.abs(fit.alpha - 0.05) < 0.01 && Math.abs(fit.beta - 0.002) < 0.001);
  assert.equal(findScalability(curved, { ...line, linePerSecond: 10 * law(16) }, 1), null);
  assert.equal(findScalability(curved, { ...line, linePerSecond: null }, 1), null);
});
