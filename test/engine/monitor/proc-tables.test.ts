import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  parseDiskstats,
  parseLoadavg,
  parseNetDev,
  parsePressure,
} from '../../../source/engine/monitor/proc-tables.js';

const row = (name: string, read: number, written: number, busyMs: number): string =>
  `   8       0 ${name} 100 0 ${read} 30 200 0 ${written} 40 0 ${busyMs} 90\n`;

test('a disk is counted once: not its partitions, and not what is built of disks', () => {
  const text = [
    row('sda', 10, 20, 5),
    row('sda1', 10, 20, 5),
    row('nvme0n1', 1, 2, 3),
    row('nvme0n1p1', 1, 2, 3),
    row('mmcblk0', 4, 4, 4),
    row('mmcblk0p2', 4, 4, 4),
    row('dm-0', 9, 9, 9),
    row('md127', 9, 9, 9),
    row('loop0', 9, 9, 9),
    row('zram0', 9, 9, 9),
  ].join('');
  assert.deepEqual([...parseDiskstats(text).keys()], ['sda', 'nvme0n1', 'mmcblk0']);
  assert.deepEqual(parseDiskstats(text).get('sda'), { readBytes: 5120, writtenBytes: 10_240, busyMs: 5 });
});

test('a partition without its disk stands for one', () => {
  assert.deepEqual([...parseDiskstats(row('xvda1', 1, 1, 1)).keys()], ['xvda1']);
});

test('a line of diskstats that is cut short or no row is left out', () => {
  assert.equal(parseDiskstats('   8       0 sda 1 2 3\nnonsense\n\n').size, 0);
});

const net = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 500 5 0 0 0 0 0 0 500 5 0 0 0 0 0 0
  eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0
 bond0:3000 10 0 0 0 0 0 0 4000 20 0 0 0 0 0 0
vethab1: 7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0
`;

test('interfaces that are known to be virtual are left out', () => {
  assert.deepEqual([...parseNetDev(net).keys()], ['eth0', 'bond0']);
});

test('where it is known which interfaces have a device, only they are taken', () => {
  assert.deepEqual([...parseNetDev(net, new Set(['eth0']))], [['eth0', { inBytes: 1000, outBytes: 2000 }]]);
  assert.deepEqual([...parseNetDev(net, new Set()).keys()], ['eth0', 'bond0']);
});

test('pressure is the total of what some task waited, and null where the kernel keeps none', () => {
  const text =
    'some avg10=0.58 avg60=1.30 avg300=0.65 total=1184134719\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n';
  assert.equal(parsePressure(text), 1_184_134_719);
  assert.equal(parsePressure(''), null);
  assert.equal(parsePressure('full avg10=0.00 avg60=0.00 avg300=0.00 total=7\n'), null);
});

test('load averages are read, and null where there are none', () => {
  assert.deepEqual(parseLoadavg('0.97 0.52 0.35 4/153 21643\n'), { one: 0.97, five: 0.52, fifteen: 0.35 });
  assert.equal(parseLoadavg(''), null);
});
