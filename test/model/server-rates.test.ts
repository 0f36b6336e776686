import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nothingCounted, type ServerCounted } from '../../source/model/server-counted.js';
import { countedReading, ratesOf, serverRates } from '../../source/model/server-rates.js';
import { inSteps } from '../../source/model/server-steps.js';
import { anyCounted, noLevels } from '../helpers/any-counted.js';

const anyCores = fc.option(fc.oneof(fc.integer({ min: 1, max: 256 }), fc.double({ noNaN: true })));

/** Every number of the rates, whatever its name. */
function numbersOf(rates: ReturnType<typeof ratesOf>): readonly (number | null)[] {
  const { corePercents, pressure, ...others } = rates;
  return [...Object.values(others), ...Object.values(pressure), ...(corePercents ?? [])];
}

test('what nothing was counted for is unknown, and not 0', () => {
  assert.ok(numbersOf(ratesOf(nothingCounted, 2)).every((number) => number === null));
  assert.equal(ratesOf(nothingCounted, 2).corePercents, null);
});

test('shares are of the time of all cores, and need no clock', () => {
  const counted = { ...nothingCounted, userTicks: 20, systemTicks: 6, idleTicks: 73, ioWaitTicks: 1 };
  const { cpuPercent, ioWaitPercent, stealPercent, systemPercent, userPercent } = ratesOf(counted, 1);
  assert.deepEqual([cpuPercent, userPercent, systemPercent, ioWaitPercent, stealPercent], [26, 20, 6, 1, null]);
});

test('rates are over the time of the clock of the machine, and need one', () => {
  const counted = {
    ...nothingCounted,
    elapsedUs: 1_500_000,
    diskReadBytes: 3000,
    diskBusyMs: 300,
    networkInBytes: 1,
    cpuWaitedUs: 15_000,
  };
  const rates = ratesOf(counted, 1);
  assert.deepEqual(
    [rates.diskReadBytesPerSecond, rates.diskBusyPercent, rates.networkInBytesPerSecond, rates.pressure.cpuPercent],
    [2000, 20, 1, 1],
  );
  for (const elapsedUs of [null, 0]) {
    assert.ok(numbersOf(ratesOf({ ...counted, elapsedUs }, 1)).every((number) => number === null));
  }
});

test('a container with a quota is busy by what it used of that', () => {
  const counted = {
    ...nothingCounted,
    elapsedUs: 1_000_000,
    containerCpuUs: 750_000,
    userTicks: 1,
    systemTicks: 0,
    idleTicks: 99,
  };
  assert.deepEqual([ratesOf(counted, 1.5).cpuPercent, ratesOf(counted, 1.5).userPercent], [50, 1]);
  // A quota that nobody knows, or that is none.
  for (const cores of [null, 0, -1]) assert.equal(ratesOf(counted, cores).cpuPercent, 1);
});

test('a core of which no time passed is unknown, as is one that came', () => {
  const coreTicks = [{ busy: 0, total: 0 }, null, { busy: 25, total: 100 }, { busy: 3, total: 2 }];
  assert.deepEqual(ratesOf({ ...nothingCounted, coreTicks }, 4).corePercents, [null, null, 25, 100]);
});

test('whatever was counted, a share is null or within 0 to 100, a rate null or not below 0, and all in whole steps', () => {
  fc.assert(
    fc.property(anyCounted, anyCores, (counted, cores) => {
      const rates = ratesOf(counted, cores);
      for (const number of numbersOf(rates)) assert.ok(number === null || (number >= 0 && Number.isFinite(number)));
      for (const [name, number] of Object.entries({ ...rates, ...rates.pressure })) {
        if (name.endsWith('Percent') && typeof number === 'number') assert.ok(number <= 100, name);
      }
      assert.ok(rates.corePercents?.every((percent) => percent === null || percent <= 100) !== false);
      const sample = { ...countedReading(counted, { ...noLevels, cores }), server: 'a', rttMs: null };
      assert.deepEqual(inSteps(sample), sample);
    }),
  );
});

test('each rate is made of the counts that it names alone', () => {
  fc.assert(
    fc.property(anyCounted, anyCores, (counted, cores) => {
      const whole: Readonly<Record<string, unknown>> = ratesOf(counted, cores);
      for (const [name, { from, of }] of Object.entries(serverRates)) {
        const some: ServerCounted = { ...nothingCounted, ...Object.fromEntries(of.map((one) => [one, counted[one]])) };
        assert.equal(from(some, cores), whole[name], name);
      }
    }),
  );
});
