import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf, parseDf } from '../../../source/engine/monitor/facts.js';
import { emptySnapshot } from '../../../source/engine/monitor/snapshot.js';

const df = `Filesystem     1024-blocks     Used Available Capacity Mounted on
udev               8123456        0   8123456       0% /dev
/dev/sda2         40960000 20480000  18432000      53% /
tmpfs              1625000      500   1624500       1% /run
/dev/sdb1        102400000 92160000   5120000      95% /srv/my data
/dev/sda2         40960000 20480000  18432000      53% /var/lib/docker/bind
/dev/loop3           65536    65536         0     100% /snap/core/1
overlay           40960000 20480000  18432000      53% /var/lib/docker/overlay2/x/merged
`;

test('each disk is told once, by its shortest mount, and what is no disk is not', () => {
  assert.deepEqual(parseDf(df), [
    { mount: '/', usedBytes: 20_480_000 * 1024, totalBytes: 40_960_000 * 1024 },
    { mount: '/srv/my data', usedBytes: 92_160_000 * 1024, totalBytes: 102_400_000 * 1024 },
  ]);
});

test('the root of a container is told, whatever it is made of', () => {
  assert.equal(parseDf('overlay 1000 500 500 50% /\n').length, 1);
});

const sections = new Map([
  ['uname', 'Linux web-1 6.1.0-18-amd64 x86_64\n'],
  ['os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'],
  ['processes', '212\n'],
  ['df', df],
  ['temperatures', '47000 coretemp\n-274000 nvme\n0 acpitz\n38850 nvme\nnonsense\n'],
  ['nvidia', 'NVIDIA A10, 37, 1024, 23028, 61\nNVIDIA T4, [N/A], [N/A], [N/A], 40\n'],
  ['amdgpu', '12 1048576 4194304\n'],
]);

test('what a machine is, is read from its slow frame', () => {
  const facts = factsOf(sections, 'awk', { ...emptySnapshot, cores: 8, memoryTotalBytes: 1024 });
  assert.equal(facts.hostName, 'web-1');
  assert.equal(facts.platform, 'Debian GNU/Linux 12 (bookworm)');
  assert.equal(facts.kernel, '6.1.0-18-amd64');
  assert.equal(facts.architecture, 'x86_64');
  assert.equal(facts.processes, 212);
  assert.equal(facts.cores, 8);
  assert.deepEqual(facts.temperatures, [
    { name: 'coretemp', celsius: 47 },
    { name: 'nvme', celsius: 38.85 },
  ]);
  assert.deepEqual(facts.gpus, [
    {
      name: 'NVIDIA A10',
      busyPercent: 37,
      memoryUsedBytes: 1024 * 1_048_576,
      memoryTotalBytes: 23_028 * 1_048_576,
      celsius: 61,
    },
    { name: 'NVIDIA T4', busyPercent: null, memoryUsedBytes: null, memoryTotalBytes: null, celsius: 40 },
    { name: 'amdgpu', busyPercent: 12, memoryUsedBytes: 1_048_576, memoryTotalBytes: 4_194_304, celsius: null },
  ]);
});

test('what a machine does not tell is null or empty, never 0', () => {
  const facts = factsOf(new Map(), 'sh', emptySnapshot);
  assert.deepEqual(facts, {
    hostName: null,
    platform: null,
    kernel: null,
    architecture: null,
    cores: null,
    memoryTotalBytes: null,
    sampler: 'sh',
    processes: null,
    filesystems: [],
    temperatures: [],
    gpus: [],
    limits: null,
  });
});

test('nothing that a server says of itself reaches a terminal as more than text', () => {
  const facts = factsOf(
    new Map([
      ['uname', 'Linux web\u001b]0;owned\u0007-1 6.1\u009b31m x86\n'],
      ['df', `/dev/sda1 10 5 5 50% /mnt/\u202egpj.exe\u001b[2J${'x'.repeat(5000)}\n`],
    ]),
    'awk',
    emptySnapshot,
  );
  const told = JSON.stringify(facts);
  assert.doesNotMatch(told, /\\u00(?:0|1|7f|8|9)|[\u0080-\u009f\u202e]/);
  assert.ok(facts.filesystems[0]!.mount.length <= 128);
});
