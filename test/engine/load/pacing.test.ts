import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beatFor } from '../../../source/engine/load/pacing.js';
import type { Pacing } from '../../../source/model/load.js';
import { metronomeRestMs } from '../../../source/time/metronome-memory.js';

const own = 0;
const tick = metronomeRestMs;

const rows: readonly (readonly [pacing: Pacing, perSecond: number, cores: number, waker: string, tickMs: number])[] = [
  ['precise', 1, 1, 'metronome', own],
  ['precise', 2_000, 8, 'metronome', own],
  ['precise', 20_000, 1, 'metronome', tick],
  ['precise', 100_000, 1, 'metronome', tick],
  ['economical', 1, 8, 'timer', own],
  ['economical', 20_000, 8, 'timer', tick],
  ['auto', 100, 1, 'metronome', own],
  ['auto', 20_000, 1, 'metronome', tick],
  ['auto', 100_000, 2, 'metronome', tick],
  ['auto', 100_000, 1, 'timer', tick],
];

for (const [pacing, perSecond, cores, waker, tickMs] of rows) {
  test(`${pacing} pacing at ${perSecond}/s on ${cores} cores: ${waker}, tick ${tickMs} ms`, () => {
    assert.deepEqual(beatFor(pacing, perSecond, cores), { waker, tickMs });
  });
}
