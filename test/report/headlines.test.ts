import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveryResult } from '../../source/model/discovery.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { ciCases } from '../../source/publish/ci/cases.js';
import { headlinesOf } from '../../source/report/headlines.js';
import { scriptedAnswer } from '../store/helpers/scripted-session.js';
import { runResult } from './helpers.js';
import { digestOf } from './sample-digest.js';

const answer = {
  ...runResult,
  outcomes: { ...noOutcomes, ok: 90, badStatus: 10 },
  objectives: [{ text: 'p99 < 5s', met: false, value: null }],
};

test('the tile of objectives says why one is missed beside a p99 that would meet it', () => {
  const tile = headlinesOf({ ...digestOf([]), answer }).find(({ label }) => label === 'Objectives met');
  assert.equal(tile?.value, '0 of 1');
  assert.equal(tile?.detail, 'p99 < 5s missed: 10.0 % failed, which counts as late');
});

test('the tile of what was held names the rate that was held, and what is certified of it', () => {
  const tileOf = (parts: Partial<DiscoveryResult>) => {
    const found = { ...scriptedAnswer, verified: true, certifiedPerSecond: 4, ...parts };
    const tile = headlinesOf({ ...digestOf([]), answer: found }).find(({ label }) => label.startsWith('Held'));
    return [tile?.value, tile?.detail];
  };
  assert.deepEqual(tileOf({ heldPerSecond: 5.5 }), ['5.5', '4.0/s is certified']);
  assert.deepEqual(tileOf({ heldPerSecond: 4 }), ['4', 'confirmed']);
  assert.deepEqual(tileOf({}), ['4', 'confirmed']);
});

test('a verdict for CI says of an objective that failures make missed how many failed', () => {
  const of = (result: typeof answer) =>
    ciCases({ kind: 'result', result, isInterrupted: false }).find(({ name }) => name === 'p99 < 5s');
  assert.deepEqual(of(answer), {
    name: 'p99 < 5s',
    outcome: 'failed',
    message: 'p99 < 5s: 10.0 % failed, which counts as late.',
  });
  assert.equal(of({ ...answer, outcomes: noOutcomes })?.message, 'p99 < 5s: it could not be measured.');
});
