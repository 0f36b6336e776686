import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countedBetween } from '../../../source/engine/monitor/counted-between.js';
import { darwinSnapshot } from '../../../source/engine/monitor/darwin-snapshot.js';
import type { CpuTimes } from '../../../source/engine/monitor/proc-stat.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { emptySnapshot, type Snapshot } from '../../../source/engine/monitor/snapshot.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import { anyCpuTimes } from './helpers/any-cpu-times.js';
import { ratesBetween } from './helpers/rates-between.js';

const times: CpuTimes = { user: 1000, nice: 5, system: 500, idle: 8000, iowait: 100, irq: 3, softirq: 2, steal: 50 };
const first: Snapshot = {
  ...emptySnapshot,
  clockSeconds: 100.37,
  cpu: times,
  tellsSteal: true,
  tellsIoWait: true,
  cores: 2,
  coreTimes: [times, times],
  disks: new Map([
    ['sda', { readBytes: 1000, writtenBytes: 5000, busyMs: 100 }],
    ['sdb', { readBytes: 0, writtenBytes: 0, busyMs: 0 }],
  ]),
  interfaces: new Map([['eth0', { inBytes: 10_000, outBytes: 20_000 }]]),
  waited: { cpu: 1_000_000, memory: 0, io: null },
  container: { cpuCores: 1.5, memoryBytes: null, cpuUsedUs: 7 },
};
const later: CpuTimes = { user: 1100, nice: 6, system: 550, idle: 8200, iowait: 110, irq: 4, softirq: 4, steal: 90 };
const second: Snapshot = {
  ...first,
  clockSeconds: 101.38,
  cpu: later,
  coreTimes: [times, later],
  disks: new Map([
    ['sda', { readBytes: 3000, writtenBytes: 6000, busyMs: 600 }],
    ['sdb', { readBytes: 512, writtenBytes: 1, busyMs: 601 }],
  ]),
  interfaces: new Map([['eth0', { inBytes: 14_000, outBytes: 30_000 }]]),
  waited: { cpu: 1_500_000, memory: 0, io: null },
  container: { cpuCores: 1.5, memoryBytes: null, cpuUsedUs: 750_007 },
};
const counted = {
  elapsedUs: 1_010_000,
  userTicks: 101,
  systemTicks: 53,
  idleTicks: 200,
  ioWaitTicks: 10,
  stealTicks: 40,
  diskReadBytes: 2512,
  diskWrittenBytes: 1001,
  diskBusyMs: 601,
  networkInBytes: 4000,
  networkOutBytes: 10_000,
  cpuWaitedUs: 500_000,
  memoryWaitedUs: 0,
  ioWaitedUs: null,
  containerCpuUs: 750_000,
  coreTicks: [
    { busy: 0, total: 0 },
    { busy: 154, total: 404 },
  ],
};

test('what was counted is how far each counter went on, in whole numbers', () => {
  assert.deepEqual(countedBetween(first, second), counted);
});

test('the first look has counted nothing', () => {
  assert.deepEqual(countedBetween(null, second), { ...nothingCounted, coreTicks: [null, null] });
});

const gaps: readonly [behaviour: string, after: Snapshot, lost: Partial<typeof counted> | typeof nothingCounted][] = [
  ['a reboot', { ...second, clockSeconds: 3 }, { ...nothingCounted, coreTicks: [null, null] }],
  ['a clock that stands', { ...second, clockSeconds: 100.37 }, { ...nothingCounted, coreTicks: [null, null] }],
  [
    'a disk counter that went back',
    { ...second, disks: new Map([...second.disks!, ['sdb', { readBytes: -1, writtenBytes: 1, busyMs: 1 }]]) },
    { ...counted, diskReadBytes: null, diskWrittenBytes: null, diskBusyMs: null },
  ],
  [
    'a network counter beyond all',
    { ...second, interfaces: new Map([['eth0', { inBytes: 1e300, outBytes: 30_000 }]]) },
    { ...counted, networkInBytes: null, networkOutBytes: null },
  ],
  [
    'CPU times that begin anew',
    { ...second, cpu: { ...later, idle: 0 } },
    { ...counted, userTicks: null, systemTicks: null, idleTicks: null, ioWaitTicks: null, stealTicks: null },
  ],
  ['a quota that is lifted', { ...second, container: null }, { ...counted, containerCpuUs: null }],
  ['a core that came', { ...second, coreTimes: [later, later, later] }, { ...counted, coreTicks: [null, null, null] }],
  [
    'a container begun anew',
    { ...second, container: { ...second.container!, cpuUsedUs: 1 } },
    { ...counted, containerCpuUs: null },
  ],
];

for (const [behaviour, after, expected] of gaps) {
  test(`${behaviour} is a gap in what it has to do with, and in nothing else`, () => {
    assert.deepEqual(countedBetween(first, after), expected);
  });
}

test('time that a system does not tell apart counts as idle', () => {
  const untold = { tellsSteal: false, tellsIoWait: false };
  const { idleTicks, ioWaitTicks, stealTicks } = countedBetween({ ...first, ...untold }, { ...second, ...untold });
  assert.deepEqual([idleTicks, ioWaitTicks, stealTicks], [250, null, null]);
});

test('a system that tells shares of CPU alone has counted hundredths, at its first look too', () => {
  const sections = new Map([
    ['sysctl', 'hw.memsize: 17179869184\nhw.ncpu: 8\n'],
    ['iostat', '      cpu    load average\n us sy id   1m   5m   15m\n 1 1 98  1 1 1\n 12 5 83  1.2 1.1 1.0\n'],
  ]);
  const snapshot = darwinSnapshot(sections)!;
  assert.deepEqual(countedBetween(null, snapshot), {
    ...nothingCounted,
    userTicks: 12,
    systemTicks: 5,
    idleTicks: 83,
  });
  assert.equal(readingBetween(null, snapshot).cpuPercent, 17);
});

const counter = fc.nat({ max: 100_000 });
const anyTimes = anyCpuTimes(counter);
const map = <Value>(value: fc.Arbitrary<Value>, names: readonly string[]) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), { selector: ([name]) => name }).map((all) => new Map(all));
/** Clocks in quarters of a second, whose differences are exact. */
const clock = fc.option(fc.nat({ max: 4000 }).map((quarters) => quarters / 4));
const look: fc.Arbitrary<Snapshot> = fc
  .record({
    clockSeconds: clock,
    cpu: fc.option(anyTimes),
    tellsSteal: fc.boolean(),
    tellsIoWait: fc.boolean(),
    cores: fc.option(fc.integer({ min: 1, max: 64 })),
    coreTimes: fc.option(fc.array(anyTimes, { maxLength: 3 })),
    disks: fc.option(
      map(fc.record({ readBytes: counter, writtenBytes: counter, busyMs: fc.option(counter) }), ['sda', 'sdb']),
    ),
    interfaces: fc.option(map(fc.record({ inBytes: counter, outBytes: counter }), ['eth0', 'eth1'])),
    waited: fc.record({ cpu: fc.option(counter), memory: fc.option(counter), io: fc.option(counter) }),
    container: fc.option(
      fc.record({
        cpuCores: fc.option(fc.integer({ min: 1, max: 32 }).map((halves) => halves / 2)),
        memoryBytes: fc.constant(null),
        cpuUsedUs: fc.option(counter),
      }),
    ),
  })
  .map((made) => ({ ...emptySnapshot, ...made }));
/** A look some time after another, at which no counter has gone back. */
const grown = fc.tuple(look, look).map(([before, by]): readonly [Snapshot, Snapshot] => {
  const sum = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other);
  const cpu = before.cpu === null || by.cpu === null ? null : sumOf(before.cpu, by.cpu);
  const clockSeconds = sum(before.clockSeconds, by.clockSeconds);
  const disks =
    before.disks && new Map([...before.disks].map(([name, then]) => [name, sumOf(then, by.disks?.get(name))]));
  return [before, { ...by, cpu, clockSeconds, disks }];
});

function sumOf<Counters extends object>(one: Counters, other: Counters | undefined): Counters {
  const more: Readonly<Record<string, unknown>> = { ...other };
  const entries = Object.entries(one).map(([name, value]) => [name, Number(value) + Number(more[name] ?? 0)]);
  return Object.fromEntries(entries);
}

test('rates made of counts are those that the counters have by themselves, whatever they do', () => {
  fc.assert(
    fc.property(fc.oneof(grown, fc.tuple(fc.option(look), look)), ([before, after]) => {
      const { counted: _counted, detail, cpuPercent } = readingBetween(before, after);
      const { load5: _five, load15: _fifteen, swapTotalBytes: _swap, swapUsedBytes: _used, ...rest } = detail!;
      const { lossRatio: _loss, uptimeSeconds: _uptime, ...rates } = rest;
      assert.deepEqual({ cpuPercent, ...rates }, ratesBetween(before, after));
    }),
    { numRuns: 1000 },
  );
});
