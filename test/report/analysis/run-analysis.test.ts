import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRecorder } from '../../../source/record/session-file.js';
import { type AnalysisRun, runAnalysis } from '../../../source/report/analysis/run-analysis.js';
import { createSystemClock } from '../../../source/time/clock.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { head, interval, note, withFolder } from '../../record/helpers.js';

/** Runs the text of a module on one recorded session of two notes and an interval. */
async function outcomeOf(text: string, limitMs = 60_000): Promise<AnalysisRun> {
  let run: AnalysisRun | null = null;
  await withFolder(async (folder) => {
    const recorder = createRecorder(folder, head, createVirtualClock(Date.parse(head.startedAt)), assert.fail);
    for (const event of [note(1), interval(1000), note(2000)]) recorder.sink(event);
    recorder.close();
    const module = join(folder, 'mine.mjs');
    writeFileSync(module, text);
    const files = [recorder.file ?? assert.fail('nothing was recorded')];
    run = await runAnalysis({ module, files, options: { limit: '5' }, limitMs }, createSystemClock());
  });
  return run ?? assert.fail('nothing came of it');
}

async function messageFor(text: string, limitMs?: number): Promise<string> {
  const run = await outcomeOf(text, limitMs);
  return run.kind === 'faulty' ? run.message.replace(/^.*?cannot be used: /, '') : assert.fail('it was carried out');
}

test('an analysis gets the sessions with their events, and its options', async () => {
  const run = await outcomeOf(`export default { name: 'count', async run([session], { limit }) {
    let notes = 0;
    for (const event of session.events()) if (event.kind === 'note') notes += 1;
    return { lines: [session.id + ' ' + limit], tables: [{ title: 'notes', heads: ['kind', 'n'], rows: [['note', notes], ['nan', NaN]] }] };
  } };`);
  assert.deepEqual(run, {
    kind: 'ok',
    name: 'count',
    findings: {
      lines: ['1a2b3c4d 5'],
      tables: [
        {
          title: 'notes',
          heads: ['kind', 'n'],
          rows: [
            ['note', 2],
            ['nan', null],
          ],
        },
      ],
    },
    remarks: [],
  });
});

test('an analysis that cannot be used is told in a clause', async () => {
  const rows = [
    ['export const x = 1;', /^expected a default export, got none/],
    ['export default 7;', /^expected an object as the default export, got 7/],
    ['export default { name: "n" };', /^expected a function of sessions and options as run, got nothing/],
    ['export default { run() {} };', /^expected a text as name, got nothing/],
    ['export default {', /^expected an ES module, got a syntax error/],
    ['import "nowhere";', /^expected everything that it imports to be there/],
    ['throw new Error("no \\u001b[31mluck");', /^expected it to load, but it threw: no \ufffd\[31mluck/],
    ['export default { name: "n", run() { throw new Error("oh"); } };', /but it threw: oh$/],
    [
      'export default { name: "n", run() { setTimeout(() => { throw new Error("late"); }); return new Promise(() => {}); } };',
      /threw: late$/,
    ],
    ['export default { name: "n", run() { return 1; } };', /^expected it to return \{lines, tables\}, got 1/],
    ['export default { name: "n", run() { return { lines: [1] }; } };', /^expected a text as lines\[0\], got 1/],
    [
      'export default { name: "n", run() { return { tables: [{ title: "t", heads: ["a"], rows: [[1, 2]] }] }; } };',
      /^expected 1 cells as tables\[0\]\.rows\[0\], got 2/,
    ],
    ['export default { name: "n", run() { process.exit(0); } };', /but it ended without an answer$/],
    ['export default { name: "n", run() { return new Promise(() => {}); } };', /but it ended without an answer$/],
  ] as const;
  for (const [text, wanted] of rows) assert.match(await messageFor(text), wanted);
});

test('an analysis that never ends is ended', async () => {
  const clause = await messageFor('export default { name: "n", run() { for (;;); } };', 1000);
  assert.equal(clause, 'expected an answer within 1 s, got none: it was ended');
});

test('an analysis that takes too much memory is ended', async () => {
  const clause = await messageFor(
    'export default { name: "n", run() { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); } };',
  );
  assert.match(clause, /^expected it to take at most 512 MB of memory/);
});

test('what an analysis prints is a remark, and nothing else is lost', async () => {
  const run = await outcomeOf('export default { name: "n", run() { console.log("here"); return { lines: ["l"] }; } };');
  assert.equal(run.kind === 'ok' && run.findings.lines[0], 'l');
  assert.match(run.remarks.join('\n'), /^the analysis .* printed: here; return what is to be shown as lines$/);
});

test('all that an analysis prints is told, however much and in whichever way', async () => {
  const run = await outcomeOf(`export default { name: 'n', run() {
    for (let line = 1; line <= 3; line++) process.stdout.write('out ' + line + '\\n');
    console.error('err');
    // Its thread is not free to go on printing when the answer is there.
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200));
    return { lines: [], tables: [] };
  } };`);
  const told = run.remarks.join('\n');
  for (const text of ['out 1', 'out 2', 'out 3', 'err']) assert.ok(told.includes(text), `${text} in ${told}`);
});
