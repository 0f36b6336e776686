import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeBottleneck, type OfferedRate } from '../../../source/engine/discovery/attribute-bottleneck.js';
import type { ResourceReading } from '../../../source/engine/discovery/saturation.js';

const rates = [200, 400, 500, 600, 800, 900, 1000];

function offeredAs(changes: (perSecond: number) => Partial<OfferedRate> = () => ({})): OfferedRate[] {
  return rates.map((perSecond) => ({
    perSecond,
    inFlight: perSecond / 50,
    badRatio: perSecond >= 1000 ? 0.012 : 0,
    failedRatio: 0,
    isGeneratorLimited: false,
    ...changes(perSecond),
  }));
}

function readingsOf(server: string, use: (perSecond: number) => number, resource = 'cpu'): ResourceReading[] {
  return rates.map((perSecond, index) => ({
    server,
    resource,
    perSecond,
    utilisation: Math.min(1, use(perSecond) + 0.002 * ((index % 3) - 1)),
    signal: null,
    errors: 0,
  }));
}

const label = (readings: readonly ResourceReading[], offered = offeredAs()) =>
  attributeBottleneck(readings, offered, 1000, 0.01);

test('a processor used up at the line limits it', () => {
  const found = label([
    ...readingsOf('api', (rate) => rate / 1050),
    ...readingsOf('api', (rate) => rate / 4000, 'disk'),
  ]);
  assert.deepEqual([found.label, found.server, found.resource], ['resource-limited', 'api', 'cpu']);
  assert.ok(Math.abs(found.headroom! - 1.05) < 0.02);
  const [first] = found.suspects;
  assert.ok(first!.interval95![0] < 1.05 && 1.05 < first!.interval95![1]);
});

test('every resource with room and requests in flight that stop growing are a pool', () => {
  const found = label(
    readingsOf('api', (rate) => rate / 3000),
    offeredAs((rate) => ({ inFlight: Math.min(40, rate / 20) })),
  );
  assert.equal(found.label, 'concurrency-limited');
  assert.match(found.reason, /about 40/);
});

test('one server that does far more than the others is the imbalance', () => {
  const found = label([...readingsOf('a', (rate) => rate / 1050), ...readingsOf('b', (rate) => rate / 1700)]);
  assert.deepEqual([found.label, found.server], ['imbalanced', 'a']);
});

test('a server that merely has more in memory is no imbalance', () => {
  const found = label([
    ...readingsOf('a', (rate) => rate / 1050),
    ...readingsOf('b', (rate) => rate / 1060),
    ...readingsOf('a', () => 0.6, 'memory').map((reading) => ({ ...reading, utilisation: 0.6 })),
    ...readingsOf('b', () => 0.2, 'memory').map((reading) => ({ ...reading, utilisation: 0.2 })),
  ]);
  assert.equal(found.label, 'resource-limited');
});

test('what only seems to grow by chance is not used up, unless it is the processor', () => {
  const wild = [0.05, 0.9, 0.02, 0.5, 0.3, 0.93, 0.4];
  const readings = readingsOf('db', () => 0, 'disk').map((reading, index) => ({
    ...reading,
    utilisation: wild[index]!,
  }));
  assert.equal(label(readings).label, 'not-known');
  assert.equal(label(readings.map((reading) => ({ ...reading, resource: 'cpu' }))).suspects[0]!.interval95, null);
});

test('a generator at its limit is blamed before anything else', () => {
  const offered = offeredAs((rate) => ({ isGeneratorLimited: rate === 1000 }));
  assert.equal(
    label(
      readingsOf('api', (rate) => rate / 1050),
      offered,
    ).label,
    'generator-limited',
  );
});

test('bad arrivals at half of the line are not driven by load', () => {
  const offered = offeredAs(() => ({ badRatio: 0.006 }));
  assert.equal(
    label(
      readingsOf('api', (rate) => rate / 1050),
      offered,
    ).label,
    'not-load-driven',
  );
});

test('failures near the line without a resource at its end are errors', () => {
  const offered = offeredAs((rate) => (rate >= 1000 ? { badRatio: 0.03, failedRatio: 0.029 } : {}));
  assert.equal(
    label(
      readingsOf('api', (rate) => rate / 3000),
      offered,
    ).label,
    'error-limited',
  );
});

test('nothing watched, or nothing near its end, is said as it is', () => {
  assert.deepEqual([label([]).label, label([]).reason], ['not-known', 'no server was watched']);
  assert.equal(label(readingsOf('api', () => 0.1)).label, 'not-known');
});

test('a resource whose waiting begins below the line is suspected more than one that only is busy', () => {
  const waiting = readingsOf('api', (rate) => rate / 1150, 'disk').map((reading) => ({
    ...reading,
    signal: reading.perSecond >= 800 ? 5 : 0.1,
  }));
  const found = label([...readingsOf('api', (rate) => rate / 1150), ...waiting]);
  assert.equal(found.suspects[0]!.resource, 'disk');
  assert.equal(found.suspects[0]!.onsetPerSecond, 800);
});
