import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { darwinSnapshot } from '../../../source/engine/monitor/darwin-snapshot.js';
import { sectionsOf } from '../../../source/engine/monitor/frames.js';
import { freebsdSnapshot } from '../../../source/engine/monitor/freebsd-snapshot.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { projectRoot } from '../../helpers/project-root.js';

function sections(name: string) {
  return sectionsOf(readFileSync(join(projectRoot, 'test/fixtures/samplers', name), 'utf8'));
}

test('macOS is read from the programs that it has', () => {
  const reading = readingBetween(darwinSnapshot(sections('darwin.1')), darwinSnapshot(sections('darwin.2'))!);
  assert.equal(reading.cpuPercent, 17);
  assert.equal(reading.cores, 10);
  assert.equal(reading.memoryTotalBytes, 17_179_869_184);
  // Anonymous 400,000 - purgeable 10,000 + wired 120,000 + compressor 50,000 pages of 16 KiB.
  assert.equal(reading.memoryUsedBytes, 560_000 * 16_384);
  assert.equal(reading.load1, 2.15);
  const detail = reading.detail!;
  assert.equal(detail.userPercent, 12);
  assert.equal(detail.stealPercent, null);
  assert.equal(detail.ioWaitPercent, null);
  assert.equal(detail.swapUsedBytes, 512 * 1_048_576);
  assert.equal(Math.floor(detail.uptimeSeconds!), 86_402);
  // 4,000 bytes over two seconds of its clock, on en0 alone.
  assert.equal(Math.round(detail.networkInBytesPerSecond!), 2000);
  assert.equal(detail.diskReadBytesPerSecond, null);
  assert.deepEqual(detail.pressure, { cpuPercent: null, memoryPercent: null, ioPercent: null });
});

test('FreeBSD is read from its counters', () => {
  const reading = readingBetween(freebsdSnapshot(sections('freebsd.1')), freebsdSnapshot(sections('freebsd.2'))!);
  assert.equal(reading.cpuPercent, 25);
  assert.equal(reading.cores, 2);
  assert.equal(reading.memoryTotalBytes, 8_589_934_592);
  assert.equal(reading.memoryUsedBytes, 8_589_934_592 - 1_100_000 * 4096);
  const detail = reading.detail!;
  assert.equal(detail.stealPercent, null);
  assert.deepEqual(detail.corePercents, [50, 0]);
  // One second of its clock: 256 ticks at 128 a second on two cores.
  assert.equal(detail.networkInBytesPerSecond, 1000);
  assert.equal(detail.networkOutBytesPerSecond, 500);
  assert.equal(detail.diskReadBytesPerSecond, 10 * 1024);
  assert.equal(detail.diskBusyPercent, 50);
  assert.equal(detail.swapTotalBytes, 2_097_152 * 1024);
});

test('what is no answer of theirs gives nothing', () => {
  assert.equal(darwinSnapshot(new Map()), null);
  assert.equal(freebsdSnapshot(new Map([['sysctl', 'sysctl: unknown oid\n']])), null);
});
