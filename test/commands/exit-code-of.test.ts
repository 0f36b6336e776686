import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf } from '../../source/commands/exit-code-of.js';
import type { DiscoveryFlag } from '../../source/model/discovery.js';
import type { Validity } from '../../source/model/load.js';
import type { JobEnd } from '../../source/session/session.js';
import { scriptedAnswer, scriptedRun } from '../store/helpers/scripted-session.js';

const invalid: Validity = { valid: false, reasons: ['The generator was late.'] };

function run(met: boolean, validity?: Validity): JobEnd {
  const objectives = [{ text: 'p99 < 10ms', met, value: 5 }];
  const result = { ...scriptedRun, objectives, ...(validity === undefined ? {} : { validity }) };
  return { kind: 'result', result, isInterrupted: false };
}

/** Stopped by a rule, with every objective met until then. */
function tripped(validity: Validity = { valid: true, reasons: [] }): JobEnd {
  const result = { ...scriptedRun, ended: 'tripped', endedBecause: 'too many errors', validity } as const;
  return { kind: 'result', result, isInterrupted: false };
}

function search(estimatePerSecond: number | null, flags: readonly DiscoveryFlag[], validity?: Validity): JobEnd {
  const result = { ...scriptedAnswer, estimatePerSecond, flags, ...(validity === undefined ? {} : { validity }) };
  return { kind: 'result', result, isInterrupted: false };
}

const rows: readonly (readonly [what: string, end: JobEnd | null, interrupted: boolean, code: number])[] = [
  ['a run that met its objectives', run(true), false, 0],
  ['a run that missed one', run(false), false, 1],
  ['a run that may not be believed', run(true, invalid), false, 3],
  ['a run that was interrupted', run(true), true, 130],
  ['a run that was aborted by key', { ...run(true), isInterrupted: true } as JobEnd, false, 130],
  ['a run that a rule stopped', tripped(), false, 1],
  ['a run that a rule stopped and that may not be believed', tripped(invalid), false, 3],
  ['a target that could not be reached', { kind: 'unmeasured', reason: 'refused' }, false, 3],
  ['a search that found a line', search(814, []), false, 0],
  ['a search that may not be believed', search(814, [], invalid), false, 3],
  ['a line above the highest rate', search(null, ['beyond-max-rate']), false, 0],
  ['an objective missed even at the lowest rate', search(null, ['infeasible']), false, 1],
  ['a generator that was the limit', search(null, ['generator-limited']), false, 3],
  ['a search stopped before it knew anything', search(null, ['stopped']), false, 3],
  ['nothing at all', null, false, 130],
];

for (const [what, end, interrupted, code] of rows) {
  test(`${what} exits with ${code}`, () => assert.equal(exitCodeOf(end, interrupted), code));
}
