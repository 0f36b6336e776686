import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseMeminfo } from '../../../source/engine/monitor/meminfo.js';
import { projectRoot } from '../../helpers/project-root.js';

const totalKb = 8_125_312;
const reclaimableKb = 812_340 + 220_104 + 4_120_944 + 301_224;

const machines: readonly [machine: string, usedKb: number, behaviour: string][] = [
  ['one-core', totalKb - 5_210_448, 'is what is not available'],
  ['no-available', totalKb - reclaimableKb, 'is what is not free or reclaimable on kernels without MemAvailable'],
  ['available-below-free', totalKb - reclaimableKb, 'does not believe less available than free'],
];

for (const [machine, usedKb, behaviour] of machines) {
  test(`memory used ${behaviour} (${machine})`, () => {
    const text = readFileSync(join(projectRoot, 'test/fixtures/proc', machine, 'meminfo'), 'utf8');
    const { usedBytes, totalBytes } = parseMeminfo(text)!;
    assert.deepEqual({ usedBytes, totalBytes }, { usedBytes: usedKb * 1024, totalBytes: totalKb * 1024 });
  });
}

test('memory used never goes below nothing', () => {
  const memory = parseMeminfo('MemTotal: 100 kB\nMemFree: 80 kB\nCached: 90 kB\n');
  assert.equal(memory!.usedBytes, 20 * 1024);
});

test('swap used is what is neither free nor in memory as well, and unknown where it is not told', () => {
  const text = 'MemTotal: 100 kB\nSwapTotal: 50 kB\nSwapFree: 20 kB\nSwapCached: 5 kB\n';
  assert.equal(parseMeminfo(text)!.swapUsedBytes, 25 * 1024);
  assert.equal(parseMeminfo('MemTotal: 100 kB\n')!.swapTotalBytes, null);
});

test('text without MemTotal gives null', () => {
  assert.equal(parseMeminfo(''), null);
  assert.equal(parseMeminfo('MemFree: 1 kB\n'), null);
});
