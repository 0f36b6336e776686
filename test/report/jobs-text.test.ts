import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { jobsSentence } from '../../source/model/jobs-sentence.js';
import { jobsResultSchema } from '../../source/report/jobs-schema.js';
import { jobsText } from '../../source/report/jobs-text.js';
import { resultJsonSchemas } from '../../source/report/result-json-schema.js';
import { jobsResult } from './jobs-result.js';

test('the answer of a session of jobs is as its schema says', () => {
  assert.equal(jobsResultSchema.safeParse(jobsResult).success, true);
  const validate = new Ajv({ strict: false }).compile(resultJsonSchemas()['jobs-result']);
  assert.ok(validate(jobsResult), JSON.stringify(validate.errors));
});

test('tells every job, every source, and the evidence of each verdict', () => {
  const lines = jobsText(jobsResult).split('\n');
  const has = (pattern: RegExp): void =>
    assert.ok(
      lines.some((line) => pattern.test(line)),
      `${pattern}\n${lines.join('\n')}`,
    );
  assert.equal(lines[0], jobsResult.sentence);
  has(/^level 1 +2,000 +12 +w1-1hf-2 +done +43\.0 ms +1,241 ms +95\.5 % +22 by stream, 0 asked for$/);
  has(/^level 2 +3,364 +14 +- +failed +- +- +- /);
  has(/^job 2 of level 2, failed: expected a status from 200 to 299 for POST \/datasets, got 413$/);
  has(/^level 1 +here +3 +6\.1 % +5\.5 % +41\.0 % +55\.5 % +6\.0 % +\+49\.4 %$/);
  has(/^progression: .* too few .*; against it: level 1 to level 2 0\.50 times$/);
  has(/^level 1 +counts agree +authentic +client 1, stream 1, server 1; rows: client 2000, server 2000$/);
  has(/^level 1 cool-down: here at rest after 5 s$/);
  has(/^the measurement is valid$/);
  assert.ok(!lines.some((line) => line.includes('memory of')), 'nothing was read of memory');
});

test('what a target says reaches no terminal as more than text', () => {
  const [level] = jobsResult.levels;
  const [job] = level!.jobs;
  const evil = '\u001b]0;x\u0007\u202e';
  const text = jobsText({
    ...jobsResult,
    levels: [{ ...level!, level: evil, jobs: [{ ...job!, id: evil, reason: evil }] }],
    authenticity: [{ ...jobsResult.authenticity[0]!, evidence: evil }],
  });
  assert.doesNotMatch(text, /[\u001b\u0007\u202e]/);
});

test('the sentence tells how it ended, and why it may not be believed', () => {
  const say = (change: Partial<typeof jobsResult>): string => jobsSentence({ ...jobsResult, ...change });
  assert.match(say({}), /^http:\/\/127\.0\.0\.1:8080\/ did 1 of 2 training jobs at 2 of 2 levels; too few to say/);
  assert.match(say({ ended: 'timeout' }), /; ended by a job that took too long\.$/);
  assert.match(say({ ended: 'target-lost' }), /; ended since the target stopped answering\.$/);
  assert.match(say({ ended: 'stopped' }), /; stopped before the last level\.$/);
  const progression = [{ ...jobsResult.progression[0]!, verdict: 'grows' as const, factor: 12.34 }];
  assert.match(say({ progression }), /; their duration grows with the level, 12\.3 times from first to last\.$/);
  const validity = { valid: false, reasons: ['Counts disagree in level 1: client 1, stream 2.'] };
  assert.match(say({ validity }), /; the measurement is not valid: Counts disagree in level 1: client 1, stream 2\.$/);
});
