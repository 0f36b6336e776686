import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotations } from '../../../source/publish/ci/annotations.js';
import { type CiCase, ciCases } from '../../../source/publish/ci/cases.js';
import { junitXml } from '../../../source/publish/ci/junit.js';
import { scriptedRun } from '../../store/helpers/scripted-session.js';

const suite = {
  name: 'plimsoll run',
  target: 'http://127.0.0.1:8080/?a=1&b=2',
  startedAt: '2026-01-05T12:00:00.123Z',
  durationSeconds: 12.5,
  properties: { session: 'a1' },
};

const cases: readonly CiCase[] = [
  { name: 'the target answers', outcome: 'passed', message: 'It did.' },
  { name: 'p99 < 10ms', outcome: 'failed', message: 'it was "20" & more\u0007' },
  { name: 'the measurement is valid', outcome: 'error', message: '<late>' },
];

test('JUnit counts failures and errors, and no text can break out of it', () => {
  assert.equal(
    junitXml(suite, cases),
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="plimsoll" tests="3" failures="1" errors="1" skipped="0" time="12.500">
  <testsuite name="plimsoll run http://127.0.0.1:8080/?a=1&amp;b=2" timestamp="2026-01-05T12:00:00" tests="3" failures="1" errors="1" skipped="0" time="12.500">
    <properties>
      <property name="session" value="a1"/>
    </properties>
    <testcase classname="plimsoll.run" name="the target answers"><system-out>It did.</system-out></testcase>
    <testcase classname="plimsoll.run" name="p99 &lt; 10ms"><failure message="it was &quot;20&quot; &amp; more\ufffd" type="failed">it was &quot;20&quot; &amp; more\ufffd</failure></testcase>
    <testcase classname="plimsoll.run" name="the measurement is valid"><error message="&lt;late&gt;" type="error">&lt;late&gt;</error></testcase>
  </testsuite>
</testsuites>
`,
  );
});

test('each case that did not pass is an annotation, and no text can begin another', () => {
  const hostile: CiCase = { name: 'a: b, c', outcome: 'failed', message: '100 %\n::error::forged' };
  assert.deepEqual(annotations('plimsoll run', [...cases, hostile]), [
    '::error title=plimsoll run%3A p99 < 10ms::it was "20" & more\ufffd',
    '::error title=plimsoll run%3A the measurement is valid::<late>',
    '::error title=plimsoll run%3A a%3A b%2C c::100 %25\ufffd::error::forged',
  ]);
});

test('where all has passed there is one notice', () => {
  const [line, ...more] = annotations('plimsoll run', cases.slice(0, 1));
  assert.equal(line, '::notice title=plimsoll run::1 of 1 passed. It did.');
  assert.deepEqual(more, []);
});

test('a case says what was found of an objective', () => {
  const objectives = [{ text: 'p99 < 10ms', met: false, value: 23.456 }];
  const told = ciCases({ kind: 'result', result: { ...scriptedRun, objectives }, isInterrupted: false });
  assert.deepEqual(told.at(-1), { name: 'p99 < 10ms', outcome: 'failed', message: 'p99 < 10ms: it was 23.5.' });
});
