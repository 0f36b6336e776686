import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CpuTimes, parseProcStat } from '../../../source/engine/monitor/proc-stat.js';
import { readingBetween } from '../../../source/engine/monitor/reading-between.js';
import { emptySnapshot } from '../../../source/engine/monitor/snapshot.js';
import { projectRoot } from '../../helpers/project-root.js';
import { anyCpuTimes } from './helpers/any-cpu-times.js';

function parse(machine: string, moment: 'before' | 'after') {
  return parseProcStat(readFileSync(join(projectRoot, 'test/fixtures/proc', machine, `stat.${moment}`), 'utf8'))!;
}

function cpuPercentBetween(before: CpuTimes, after: CpuTimes): number | null {
  return readingBetween({ ...emptySnapshot, cpu: before }, { ...emptySnapshot, cpu: after }).cpuPercent;
}

/** Machines as recorded in fixtures: the difference between the two files is in the name of the behaviour. */
const machines: readonly [machine: string, cores: number, cpuPercent: number | null, behaviour: string][] = [
  ['one-core', 1, 26, 'counts user, system and soft interrupts of one core as busy'],
  ['many-cores', 64, 50, 'is a share of all 64 cores, not a sum over them'],
  ['hot-plug', 3, null, 'is unknown when a core comes back and its idle time starts anew'],
  ['guest', 1, 70, 'does not count guest time twice'],
  ['steal', 1, 25, 'does not count stolen time as work, but as time that passed'],
  ['iowait-back', 1, 40, 'takes iowait that goes back as no time'],
];

for (const [machine, cores, cpuPercent, behaviour] of machines) {
  test(`CPU ${behaviour} (${machine})`, () => {
    const before = parse(machine, 'before');
    const after = parse(machine, 'after');
    assert.equal(before.cores, cores);
    assert.equal(cpuPercentBetween(before.times, after.times), cpuPercent);
  });
}

test('CPU is unknown when no tick has passed', () => {
  const { times } = parse('one-core', 'before');
  assert.equal(cpuPercentBetween(times, times), null);
});

test('CPU is unknown after a reboot between two readings', () => {
  const { times } = parse('many-cores', 'before');
  assert.equal(cpuPercentBetween(times, parse('one-core', 'before').times), null);
});

test('a cpu line of an old kernel reads the missing times as none', () => {
  assert.deepEqual(parseProcStat('cpu  10 20 30 40\n')?.times, {
    user: 10,
    nice: 20,
    system: 30,
    idle: 40,
    iowait: 0,
    irq: 0,
    softirq: 0,
    steal: 0,
  });
});

test('text without a usable cpu line gives null', () => {
  for (const text of ['', 'intr 1 2 3\n', 'cpu\n', 'cpu  1 2\n', 'cpu  1 2 x 4\n', 'cpu0 1 2 3 4\n']) {
    assert.equal(parseProcStat(text), null, JSON.stringify(text));
  }
});

test('whatever the counters do, CPU is null or within 0 to 100', () => {
  const ticks = fc.nat({ max: 1_000_000 });
  const times = anyCpuTimes(ticks);
  fc.assert(
    fc.property(times, times, (before, after) => {
      const percent = cpuPercentBetween(before, after);
      assert.ok(percent === null || (percent >= 0 && percent <= 100));
    }),
  );
});
