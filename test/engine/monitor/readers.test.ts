import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createProcReader } from '../../../source/engine/monitor/read-proc.js';
import { createSystemInformationReader } from '../../../source/engine/monitor/read-systeminformation.js';
import { codeOf } from '../../../source/model/error.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import { projectRoot } from '../../helpers/project-root.js';

const fixture = join(projectRoot, 'test/fixtures/proc/one-core');

test('reads a machine from its /proc files, CPU from the second reading on', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-proc-'));
  context.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'proc'));
  for (const name of ['meminfo', 'loadavg']) copyFileSync(join(fixture, name), join(folder, 'proc', name));
  const read = createProcReader(folder);
  const memory = { memoryUsedBytes: 2_914_864 * 1024, memoryTotalBytes: 8_125_312 * 1024 };

  copyFileSync(join(fixture, 'stat.before'), join(folder, 'proc/stat'));
  const { counted: nothing, detail: first, ...level } = await read();
  assert.deepEqual(level, { cpuPercent: null, cores: 1, ...memory, load1: 0.42 });
  assert.deepEqual(nothing, { ...nothingCounted, coreTicks: [null] });
  assert.equal(first!.swapUsedBytes, 0);
  assert.equal(first!.diskReadBytesPerSecond, null);
  copyFileSync(join(fixture, 'stat.after'), join(folder, 'proc/stat'));
  const { counted, detail: second, ...both } = await read();
  assert.deepEqual(both, { cpuPercent: 26, cores: 1, ...memory, load1: 0.42 });
  assert.equal(second!.stealPercent, 0);
  assert.equal(counted!.coreTicks!.length, 1);
  const { userTicks, systemTicks, idleTicks, ioWaitTicks, stealTicks } = counted!;
  assert.deepEqual(
    { userTicks, systemTicks, idleTicks, ioWaitTicks, stealTicks },
    {
      userTicks: 20,
      systemTicks: 6,
      idleTicks: 73,
      ioWaitTicks: 1,
      stealTicks: 0,
    },
  );
});

test('a folder that is no /proc is refused with a reason', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-proc-'));
  context.after(() => rmSync(folder, { recursive: true }));
  await assert.rejects(createProcReader(folder)(), (error) => codeOf(error) === 'proc-unreadable');
  mkdirSync(join(folder, 'proc'));
  for (const name of ['stat', 'meminfo']) copyFileSync(join(fixture, 'loadavg'), join(folder, 'proc', name));
  await assert.rejects(createProcReader(folder)(), (error) => codeOf(error) === 'proc-unreadable');
});

test('this machine reads the same through /proc and through systeminformation', {
  skip: process.platform !== 'linux',
}, async () => {
  const [ours, theirs] = await Promise.all([createProcReader()(), createSystemInformationReader()()]);
  assert.equal(ours.cpuPercent, null);
  assert.equal(theirs.cpuPercent, null);
  assert.equal(ours.cores, theirs.cores);
  assert.equal(ours.memoryTotalBytes, theirs.memoryTotalBytes);
  for (const { memoryUsedBytes, memoryTotalBytes } of [ours, theirs]) {
    assert.ok(memoryUsedBytes! > 0 && memoryUsedBytes! < memoryTotalBytes!);
  }
});
