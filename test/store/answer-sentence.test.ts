import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSentence } from '../../source/model/run-sentence.js';
import { answerSentence, answerSeverity } from '../../source/store/answer-sentence.js';
import { scriptedAnswer, scriptedRun } from './helpers/scripted-session.js';

test('a search answers with its own sentence', () => {
  assert.equal(answerSentence(scriptedAnswer), scriptedAnswer.sentence);
  assert.equal(answerSeverity(scriptedAnswer), 'good');
  assert.equal(answerSeverity({ ...scriptedAnswer, estimatePerSecond: null }), 'warning');
  assert.equal(answerSeverity({ ...scriptedAnswer, validity: { valid: false, reasons: ['x'] } }), 'critical');
});

test('a run answers with its sentence, and missed objectives are a warning', () => {
  assert.equal(answerSentence(scriptedRun), runSentence(scriptedRun));
  assert.equal(answerSeverity(scriptedRun), 'good');
  const missed = { ...scriptedRun, objectives: [{ text: 'p99 < 10ms', met: false, value: 12.3 }] };
  assert.match(answerSentence(missed), /missed p99 < 10ms\.$/);
  assert.equal(answerSeverity(missed), 'warning');
});

test('an invalid measurement says so in the same breath', () => {
  const invalid = { ...scriptedRun, validity: { valid: false, reasons: ['The generator was late.'] } };
  assert.match(answerSentence(invalid), /the measurement is not valid\.$/);
  assert.equal(answerSeverity(invalid), 'critical');
});

test('a run that a rule stopped is bad news, whatever it met until then', () => {
  const tripped = { ...scriptedRun, ended: 'tripped', endedBecause: 'too many errors' } as const;
  assert.match(answerSentence(tripped), /the run was stopped: too many errors\.$/);
  assert.equal(answerSeverity(tripped), 'critical');
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
