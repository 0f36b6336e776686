import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linuxSnapshot } from '../../../source/engine/monitor/linux-snapshot.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { emptySnapshot, type Snapshot } from '../../../source/engine/monitor/snapshot.js';
import { anyCpuTimes } from './helpers/any-cpu-times.js';

const first: Snapshot = {
  ...emptySnapshot,
  clockSeconds: 100,
  cpu: { user: 1000, nice: 0, system: 500, idle: 8000, iowait: 100, irq: 0, softirq: 0, steal: 50 },
  tellsSteal: true,
  tellsIoWait: true,
  cores: 2,
  disks: new Map([['sda', { readBytes: 1000, writtenBytes: 5000, busyMs: 100 }]]),
  interfaces: new Map([['eth0', { inBytes: 10_000, outBytes: 20_000 }]]),
  waited: { cpu: 1_000_000, memory: 0, io: null },
};

/** The same machine two seconds of its own clock later. */
const second: Snapshot = {
  ...first,
  clockSeconds: 102,
  cpu: { user: 1100, nice: 0, system: 550, idle: 8200, iowait: 110, irq: 0, softirq: 0, steal: 90 },
  disks: new Map([['sda', { readBytes: 3000, writtenBytes: 6000, busyMs: 600 }]]),
  interfaces: new Map([['eth0', { inBytes: 14_000, outBytes: 30_000 }]]),
  waited: { cpu: 1_500_000, memory: 0, io: null },
};

test('rates are per second of the clock of the machine, shares are of all its cores', () => {
  const { cpuPercent, detail } = readingBetween(first, second);
  assert.equal(cpuPercent, 37.5);
  assert.equal(detail!.userPercent, 25);
  assert.equal(detail!.systemPercent, 12.5);
  assert.equal(detail!.stealPercent, 10);
  assert.equal(detail!.ioWaitPercent, 2.5);
  assert.equal(detail!.diskReadBytesPerSecond, 1000);
  assert.equal(detail!.diskWriteBytesPerSecond, 500);
  assert.equal(detail!.diskBusyPercent, 25);
  assert.equal(detail!.networkInBytesPerSecond, 2000);
  assert.equal(detail!.networkOutBytesPerSecond, 5000);
  assert.deepEqual(detail!.pressure, { cpuPercent: 25, memoryPercent: 0, ioPercent: null });
});

/** What must be unknown of a reading between two looks, for its counters to be a gap. */
const rates = ['diskReadBytesPerSecond', 'networkInBytesPerSecond', 'userPercent'] as const;

const gaps: readonly [behaviour: string, after: Snapshot, unknown: readonly (typeof rates)[number][]][] = [
  [
    'a disk counter that went back',
    { ...second, disks: new Map([['sda', { readBytes: 10, writtenBytes: 6000, busyMs: 600 }]]) },
    ['diskReadBytesPerSecond'],
  ],
  [
    'a network counter that wrapped',
    { ...second, interfaces: new Map([['eth0', { inBytes: 14_000, outBytes: 3 }]]) },
    ['networkInBytesPerSecond'],
  ],
  ['a reboot', { ...second, clockSeconds: 4 }, rates],
  ['a clock that stands', { ...second, clockSeconds: 100 }, rates],
  ['a core that comes back', { ...second, cpu: { ...second.cpu!, idle: 700 } }, ['userPercent']],
  ['a machine without disks', { ...second, disks: null }, ['diskReadBytesPerSecond']],
];

for (const [behaviour, after, unknown] of gaps) {
  test(`${behaviour} gives a gap, not a spike and not a zero`, () => {
    const { detail } = readingBetween(first, after);
    for (const rate of rates) assert.equal(detail![rate] === null, unknown.includes(rate), rate);
  });
}

test('a disk or an interface that has just come counts from its second look on', () => {
  const disks = new Map([...second.disks!, ['sdb', { readBytes: 9e12, writtenBytes: 9e12, busyMs: 1 }]]);
  const interfaces = new Map([...second.interfaces!, ['eth1', { inBytes: 9e12, outBytes: 9e12 }]]);
  const { detail } = readingBetween(first, { ...second, disks, interfaces });
  assert.equal(detail!.diskReadBytesPerSecond, 1000);
  assert.equal(detail!.networkInBytesPerSecond, 2000);
});

test('the first look gives levels and no rates', () => {
  const { cpuPercent, cores, detail } = readingBetween(null, second);
  assert.equal(cpuPercent, null);
  assert.equal(cores, 2);
  for (const rate of rates) assert.equal(detail![rate], null);
});

test('a system that does not count stolen time does not say that none was', () => {
  const { detail } = readingBetween({ ...first, tellsSteal: false }, { ...second, tellsSteal: false });
  assert.equal(detail!.stealPercent, null);
  assert.equal(detail!.userPercent, 25);
});

test('cores are told one by one where they are there, and unknown when one came or went', () => {
  const core = (user: number, idle: number) => ({ ...first.cpu!, user, idle });
  const before = { ...first, coreTimes: [core(0, 0), core(0, 0)] };
  const after = { ...second, coreTimes: [core(50, 150), core(200, 0)] };
  assert.deepEqual(readingBetween(before, after).detail!.corePercents, [25, 100]);
  assert.deepEqual(readingBetween({ ...before, coreTimes: [core(0, 0)] }, after).detail!.corePercents, [null, null]);
  assert.equal(readingBetween(first, second).detail!.corePercents, null);
});

test('whatever the counters do, a share is null or within 0 to 100 and a rate is null or not below 0', () => {
  const counter = fc.nat({ max: 1_000_000 });
  const times = anyCpuTimes(counter);
  const look = fc
    .tuple(counter, times, counter, counter, counter)
    .map(([clockSeconds, cpu, readBytes, writtenBytes, busyMs]): Snapshot => {
      const disks = new Map([['sda', { readBytes, writtenBytes, busyMs }]]);
      return { ...first, clockSeconds, cpu, disks, waited: { cpu: busyMs, memory: readBytes, io: writtenBytes } };
    });
  fc.assert(
    fc.property(look, look, (before, after) => {
      const { detail } = readingBetween(before, after);
      const { userPercent, stealPercent, diskBusyPercent, pressure, diskReadBytesPerSecond: read } = detail!;
      for (const share of [userPercent, stealPercent, diskBusyPercent, ...Object.values(pressure)]) {
        assert.ok(share === null || (share >= 0 && share <= 100));
      }
      assert.ok(read === null || (read >= 0 && Number.isFinite(read)));
    }),
  );
});

const proc = new Map([
  ['/proc/stat', 'cpu  1000 0 0 9000 0 0 0 0 0 0\ncores 8\n'],
  ['/proc/meminfo', 'MemTotal: 16000 kB\nMemFree: 8000 kB\nMemAvailable: 12000 kB\n'],
  ['/proc/uptime', '100.00 700.00\n'],
]);
const group = '/sys/fs/cgroup';
const containers: readonly [version: string, files: readonly (readonly [string, string])[], used: string][] = [
  [
    'version 2',
    [
      [`${group}/memory.max`, '4096000\n'],
      [`${group}/memory.current`, '3000000\n'],
      [`${group}/memory.stat`, 'anon 5\ninactive_file 1000000\n'],
      [`${group}/cpu.max`, '150000 100000\n'],
    ],
    `${group}/cpu.stat`,
  ],
  [
    'version 1',
    [
      [`${group}/memory/memory.limit_in_bytes`, '4096000\n'],
      [`${group}/memory/memory.usage_in_bytes`, '3000000\n'],
      [`${group}/memory/memory.stat`, 'inactive_file 3\ntotal_inactive_file 1000000\n'],
      [`${group}/cpu/cpu.cfs_quota_us`, '150000\n'],
      [`${group}/cpu/cpu.cfs_period_us`, '100000\n'],
    ],
    `${group}/cpuacct/cpuacct.usage`,
  ],
];

for (const [version, files, usage] of containers) {
  test(`a container is told against its own limits (cgroups ${version})`, () => {
    const used = (us: number) => (version === 'version 2' ? `usage_usec ${us}\n` : `${us * 1000}\n`);
    const at = (seconds: number, us: number) =>
      linuxSnapshot(new Map([...proc, ...files, ['/proc/uptime', `${seconds}.00 1\n`], [usage, used(us)]]))!;
    const reading = readingBetween(at(100, 5_000_000), at(101, 5_750_000));
    assert.equal(reading.memoryUsedBytes, 2_000_000);
    assert.equal(reading.memoryTotalBytes, 4_096_000);
    assert.equal(reading.cores, 1.5);
    assert.equal(reading.cpuPercent, 50);
  });
}

test('a machine whose groups limit nothing is told as a whole', () => {
  const files = new Map([
    ...proc,
    [`${group}/memory/memory.limit_in_bytes`, '9223372036854771712\n'] as const,
    [`${group}/memory/memory.usage_in_bytes`, '3000000\n'] as const,
    [`${group}/cpu/cpu.cfs_quota_us`, '-1\n'] as const,
    [`${group}/cpu/cpu.cfs_period_us`, '100000\n'] as const,
  ]);
  const reading = readingBetween(null, linuxSnapshot(files)!);
  assert.equal(reading.memoryTotalBytes, 16_000 * 1024);
  assert.equal(reading.cores, 8);
});

test('files that are no /proc give nothing', () => {
  assert.equal(linuxSnapshot(new Map([['/proc/stat', 'nonsense\n']])), null);
});
