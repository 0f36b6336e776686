import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSamplingSettings, type SamplingSettings } from '../../source/measure/metric-settings.js';
import { createSamplingRecorder } from '../../source/measure/sampling-recorder.js';
import { createRandom, nextExponential } from '../../source/time/random.js';

function create(settings: Partial<SamplingSettings> = {}, seed = 1) {
  const recorder = createSamplingRecorder({ ...defaultSamplingSettings, ...settings }, createRandom(seed), () => 0);
  const site = recorder.site('time', 'us');
  /** Gives every value to the site, and says what they sum up to. */
  const run = (values: number, next: () => number): number => {
    let sum = 0;
    for (let index = 0; index < values; index++) {
      const value = next();
      sum += value;
      if (site.wants()) site.record(value);
    }
    return sum;
  };
  return { recorder, site, run };
}

test('samples about the share that was asked for, and knows the number of events exactly', () => {
  const { recorder, run } = create({ isAdaptive: false, bufferSize: 10_000 });
  run(100_000, () => 1);
  const { sites, meta } = recorder.snapshot();
  assert.equal(sites[0]?.count, 100_000);
  assert.ok(Math.abs(sites[0]!.sampled / 3_000 - 1) < 0.1, `${sites[0]?.sampled} samples`);
  assert.equal(meta?.seen, 100_000);
  assert.equal(meta?.sampled, sites[0]?.sampled);
  assert.equal(sites[0]?.sum, 100_000);
});

test('the corrected sum is within two of its standard errors in about nineteen of twenty runs', () => {
  let inside = 0;
  const runs = 400;
  for (let seed = 1; seed <= runs; seed++) {
    const random = createRandom(seed + 10_000);
    const { recorder, run } = create({}, seed);
    // Rates change on the way, as they do where the rate adapts.
    let truth = run(5_000, () => nextExponential(random));
    recorder.flush();
    truth += run(20_000, () => 3 * nextExponential(random));
    recorder.flush();
    const [site] = recorder.snapshot().sites;
    if (Math.abs(site!.sum! - truth) <= 2 * site!.sumErrorRatio! * site!.sum!) inside += 1;
  }
  assert.ok(inside / runs > 0.92 && inside / runs < 0.98, `${inside} of ${runs}`);
});

test('the rate goes down while the ring fills, up while it stays empty, and stays within its bounds', () => {
  const { recorder, run } = create({ bufferSize: 100 });
  for (let round = 0; round < 20; round++) {
    run(50_000, () => 1);
    recorder.flush();
  }
  assert.equal(recorder.rate(), defaultSamplingSettings.minRate);
  for (let round = 0; round < 30; round++) {
    run(10, () => 1);
    recorder.flush();
  }
  assert.equal(recorder.rate(), defaultSamplingSettings.maxRate);
});

test('a rate that does not adapt stays, and what the ring cannot take is counted and corrected for', () => {
  const { recorder, run } = create({ bufferSize: 100, isAdaptive: false });
  run(50_000, () => 2);
  const { sites, meta } = recorder.snapshot();
  assert.equal(recorder.rate(), defaultSamplingSettings.rate);
  assert.equal(sites[0]?.sampled, 100);
  assert.equal(meta?.dropped, meta!.sampled - 100);
  assert.equal(sites[0]?.sum, 100_000);
});

test('critical events bypass the sampling: each is recorded', () => {
  const { recorder, site, run } = create();
  run(1_000, () => 1);
  for (const value of [5, 900, 7]) site.recordCritical(value);
  assert.deepEqual(recorder.snapshot().sites[0]?.critical, { count: 3, sum: 912, max: 900 });
  assert.equal(recorder.snapshot().sites[0]?.count, 1_000);
});

test('with every event sampled there is no error', () => {
  const random = createRandom(3);
  const { recorder, run } = create({ rate: 1, minRate: 1, maxRate: 1 });
  const truth = run(1_000, random);
  const [site] = recorder.snapshot().sites;
  assert.ok(Math.abs(site!.sum! - truth) < 1e-9);
  assert.equal(site!.sumErrorRatio, 0);
});

test('before the first sample nothing is claimed', () => {
  const { recorder } = create();
  const [site] = recorder.snapshot().sites;
  assert.deepEqual(
    [site?.count, site?.sum, site?.mean, site?.sumErrorRatio, site?.maxSampled],
    [0, null, null, null, null],
  );
});

test('tells of itself only where that is asked for, and its ring is small', () => {
  assert.equal(create({ hasMeta: false }).recorder.snapshot().meta, null);
  assert.ok(create().recorder.bytes() <= 64 * 1024);
});
