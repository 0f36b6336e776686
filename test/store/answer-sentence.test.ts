import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerSentence, answerSeverity } from '../../source/store/answer-sentence.js';
import { scriptedAnswer, scriptedRun } from './helpers/scripted-session.js';

test('a search answers with its own sentence', () => {
  assert.equal(answerSentence(scriptedAnswer), scriptedAnswer.sentence);
  assert.equal(answerSeverity(scriptedAnswer), 'good');
  assert.equal(answerSeverity({ ...scriptedAnswer, estimatePerSecond: null }), 'warning');
  assert.equal(answerSeverity({ ...scriptedAnswer, validity: { valid: false, reasons: ['x'] } }), 'critical');
});

test('a run says what it carried and which objectives it missed', () => {
  assert.equal(
    answerSentence(scriptedRun),
    '4,999/s achieved of 5,000/s intended for 8 s: p99 12 ms, p99.9 21 ms, errors 0 %. Every objective is met.',
  );
  const missed = { ...scriptedRun, objectives: [{ text: 'p99 < 10ms', met: false, value: 12.3 }] };
  assert.match(answerSentence(missed), /Missed: p99 < 10ms\.$/);
  assert.equal(answerSeverity(missed), 'warning');
});

test('an invalid measurement says so in the same breath', () => {
  const invalid = { ...scriptedRun, validity: { valid: false, reasons: ['The generator was late.'] } };
  assert.match(answerSentence(invalid), /Not a valid measurement: The generator was late\.$/);
  assert.equal(answerSeverity(invalid), 'critical');
});

test('a watch tells what was live at its end', () => {
  const result = {
    kind: 'monitor',
    durationSeconds: 15,
    servers: [],
    streams: [],
  } as const;
  assert.equal(answerSentence(result), 'Watched for 15 s: 0 of 0 servers live, 0 of 0 streams open.');
  assert.equal(answerSeverity(result), 'good');
});
