import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readVector, type Series } from '../../../../source/engine/monitor/prometheus/ask-prometheus.js';
import { readInstanceFacts, readInstances } from '../../../../source/engine/monitor/prometheus/instances.js';

const row = (plimsoll: string, value: number, labels: Readonly<Record<string, string>> = {}): Series => ({
  labels: new Map(Object.entries({ plimsoll, instance: 'a:9100', ...labels })),
  value,
});

test('shares of CPU are over all modes but those of guests, which are in the others', () => {
  const modes = {
    user: 0.5,
    nice: 0,
    system: 0.25,
    irq: 0,
    softirq: 0.05,
    idle: 1,
    iowait: 0.1,
    steal: 0.1,
    guest: 0.4,
  };
  const { reading } = readInstances([
    row('up', 1),
    ...Object.entries(modes).map(([mode, value]) => row('cpu', value, { mode })),
  ]).get('a:9100')!;
  assert.ok(Math.abs(reading.cpuPercent! - 40) < 1e-9);
  assert.ok(Math.abs(reading.detail!.stealPercent! - 5) < 1e-9);
});

test('what a metric is missing for is null, never 0', () => {
  const { isUp, reading } = readInstances([row('up', 1), row('memoryTotal', 100)]).get('a:9100')!;
  assert.equal(isUp, true);
  assert.equal(reading.cpuPercent, null);
  assert.equal(reading.memoryUsedBytes, null);
  assert.equal(reading.memoryTotalBytes, 100);
  assert.equal(reading.detail!.swapUsedBytes, null);
  assert.equal(reading.detail!.pressure.ioPercent, null);
});

test('facts are told by labels, each filesystem once', () => {
  const disk = { device: '/dev/sda1' };
  const facts = readInstanceFacts(
    [
      row('uname', 1, { nodename: 'web\u001b[1m', sysname: 'Linux', release: '6.1', machine: 'x86_64' }),
      row('size', 100, { ...disk, mountpoint: '/' }),
      row('free', 25, { ...disk, mountpoint: '/' }),
      row('size', 100, { ...disk, mountpoint: '/var/bind' }),
      row('free', 25, { ...disk, mountpoint: '/var/bind' }),
      row('temperature', 47, { chip: 'coretemp' }),
    ],
    new Map(),
  ).get('a:9100')!;
  assert.ok(!facts.hostName!.includes('\u001b'));
  assert.deepEqual(facts.filesystems, [{ mount: '/', usedBytes: 75, totalBytes: 100 }]);
  assert.deepEqual(facts.temperatures, [{ name: 'coretemp', celsius: 47 }]);
});

test('an answer is read as a vector, or as none', () => {
  const good =
    '{"status":"success","data":{"result":[{"metric":{"instance":"a"},"value":[12.5,"3"]},{"metric":{},"value":[12.5,"NaN"]}]}}';
  assert.deepEqual(readVector(good), {
    kind: 'vector',
    atSeconds: 12.5,
    series: [{ labels: new Map([['instance', 'a']]), value: 3 }],
  });
  for (const bad of ['', 'x', '[]', '{}', '{"status":"error"}', '{"status":"success","data":{"result":7}}']) {
    assert.equal(readVector(bad), null, bad);
  }
});
