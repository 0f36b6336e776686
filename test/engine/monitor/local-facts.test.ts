import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readLocalFacts } from '../../../source/engine/monitor/local-facts.js';
import type { Reading } from '../../../source/engine/monitor/reading.js';

const reading: Reading = { cpuPercent: 1, cores: 8, memoryUsedBytes: 1, memoryTotalBytes: 2, load1: 1 };
const linux = { skip: process.platform === 'linux' ? false : 'reads /sys/fs/cgroup' };

/** The facts of this machine where these were its files of cgroups. */
function factsWith(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-groups-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, 'sys/fs/cgroup', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return readLocalFacts(reading, folder);
}

test('the local machine tells what it may use where it is a container, of either version', linux, async (context) => {
  const v2 = await factsWith(context, { 'memory.max': '1048576\n', 'cpu.max': 'max 100000\n' });
  assert.deepEqual(v2?.limits, { cpuCores: null, memoryBytes: 1_048_576 });
  const v1 = await factsWith(context, {
    'memory/memory.limit_in_bytes': '9223372036854771712\n',
    'cpu/cpu.cfs_quota_us': '250000\n',
    'cpu/cpu.cfs_period_us': '100000\n',
  });
  assert.deepEqual(v1?.limits, { cpuCores: 2.5, memoryBytes: null });
});

test('the local machine has no limits where nothing limits it', linux, async (context) => {
  const facts = await factsWith(context, {});
  assert.equal(facts?.limits, null);
  assert.equal(facts?.sampler, 'proc');
  assert.ok(facts!.processes! > 0);
});
