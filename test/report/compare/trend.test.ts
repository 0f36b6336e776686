import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trendOf } from '../../../source/report/compare/trend.js';
import { simulateRun } from '../../helpers/simulated-run.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { digestOf } from './helpers.js';

const { target } = scenarioNamed('mmc8');

test('sessions that cannot be believed are counted nowhere but in the note about them', () => {
  const digests = [1, 2, 3, 4].map((day) => {
    const digest = digestOf({
      id: `d${day}`,
      cells: simulateRun(target, 400, 12, day),
      startedAt: `2026-01-0${day}T12:00:00.000Z`,
    });
    return day > 2 ? { ...digest, doubts: ['the generator was late.'] } : digest;
  });
  const { notes, sentence, series, verdict } = trendOf('nightly', digests, 0.05);
  assert.equal(series[0]?.points.length, 2);
  assert.equal(verdict, 'unclear');
  assert.equal(sentence, '2 sessions of nightly are too few to tell a change from chance.');
  assert.deepEqual(notes, [
    '2 of 4 sessions cannot be believed and are left out.',
    'A change can be told from chance from 10 sessions on; there are 2.',
  ]);
});
