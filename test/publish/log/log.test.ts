import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openLogFile } from '../../../source/publish/log/log-file.js';
import { createLogSink, type LogEntryLevel } from '../../../source/publish/log/log-sink.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { scriptedHead, searchEvents } from '../../store/helpers/scripted-session.js';

function folder(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'plimsoll-log-'));
  context.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const clock = createVirtualClock(Date.parse('2026-01-05T12:00:00.000Z'));
const config = { level: 'info', sizeBytes: 65_536, keep: 2 } as const;

function linesOf(file: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('lines are JSON with their level, their time and who wrote them', async (context) => {
  const file = join(folder(context), 'deep', 'plimsoll.log');
  const log = openLogFile({ ...config, file }, clock, { session: 'a1' }, (line) => line, assert.fail);
  log.write('info', 'begun', { topic: 'run' });
  log.write('debug', 'too much', {});
  log.write('error', 'a\nb', { topic: 'program' });
  await log.close();
  await log.close();
  assert.deepEqual(linesOf(file), [
    { level: 'info', time: '2026-01-05T12:00:00.000Z', session: 'a1', topic: 'run', msg: 'begun' },
    { level: 'error', time: '2026-01-05T12:00:00.000Z', session: 'a1', topic: 'program', msg: 'a\nb' },
  ]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('a full log begins anew, and only so many stay', async (context) => {
  const made = folder(context);
  const file = join(made, 'plimsoll.log');
  const log = openLogFile({ ...config, file }, clock, {}, (line) => line, assert.fail);
  const text = 'x'.repeat(1000);
  for (let line = 0; line < 400; line++) log.write('info', text, { line });
  await log.close();
  assert.deepEqual(readdirSync(made).sort(), ['plimsoll.log', 'plimsoll.log.1', 'plimsoll.log.2']);
  const kept = [2, 1].flatMap((index) => linesOf(`${file}.${index}`)).concat(linesOf(file));
  const numbers = kept.map(({ line }) => Number(line));
  // What is kept are the last lines, without a gap.
  assert.equal(numbers.at(-1), 399);
  assert.deepEqual(
    numbers,
    Array.from(numbers, (_, at) => numbers[0]! + at),
  );
});

test('a log that cannot be written is said once, and nothing else stops', async (context) => {
  const made = folder(context);
  const problems: string[] = [];
  const log = openLogFile(
    { ...config, file: made },
    clock,
    {},
    (line) => line,
    (problem) => problems.push(problem),
  );
  log.write('info', 'into a folder', {});
  await log.close();
  log.write('info', 'afterwards', {});
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /^The log is NOT written: /);
});

test('a secret that somebody repeats does not get into it', async (context) => {
  const file = join(folder(context), 'plimsoll.log');
  const log = openLogFile({ ...config, file }, clock, {}, (line) => line.replaceAll('hush', '***'), assert.fail);
  log.write('info', 'it said hush', { reason: 'hush' });
  await log.close();
  assert.doesNotMatch(readFileSync(file, 'utf8'), /hush/);
});

test('what the event log of the screen tells is told, with debug each interval and probe too', () => {
  const told: (readonly [LogEntryLevel, string])[] = [];
  const sink = createLogSink((level, text) => told.push([level, text]));
  for (const event of searchEvents()) sink(event);
  sink({ atMs: 1, kind: 'note', severity: 'critical', text: 'all is lost' });
  assert.deepEqual(told[0], ['info', `demo of ${scriptedHead.target}`]);
  assert.deepEqual(told.at(-1), ['error', 'all is lost']);
  const intervals = searchEvents().filter(({ kind }) => kind === 'load/interval').length;
  assert.equal(told.filter(([level, text]) => level === 'debug' && text === 'an interval of load').length, intervals);
  assert.equal(told.filter(([, text]) => text === 'a probe begins').length, 11);
  assert.ok(told.some(([level, text]) => level === 'warn' && /worker-2: closed to open/.test(text)));
});
