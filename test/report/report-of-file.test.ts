import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { readDigest } from '../../source/report/digest/read-digest.js';
import { reportDocuments } from '../../source/report/documents.js';
import { reportFormats } from '../../source/report/report-format.js';
import { reportOfFile } from '../../source/report/report-of-file.js';
import type { ReportWish } from '../../source/report/report-wish.js';
import { type Program, startProgram } from '../helpers/program.js';
import { withFolder } from '../record/helpers.js';
import { record } from '../replay/helpers/recorded.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';
import { searchWithAnswer } from './sample-digest.js';

const recorded = (folder: string): string => record(folder, scriptedHead, searchWithAnswer());

async function made(file: string, wish: ReportWish) {
  const word = await reportOfFile(file, wish);
  if (word.kind !== 'ok') assert.fail(word.reason);
  return word;
}

test('the thread makes the very documents that its digest gives, in every format', () =>
  withFolder(async (folder) => {
    const file = recorded(folder);
    const session = readSession(file);
    if (session.kind !== 'ok') assert.fail(session.reason);
    const digest = readDigest(session);
    session.close();
    for (const format of reportFormats) {
      // A picture of each takes the longest by far, and one is as good as all.
      const parts = format === 'png' ? ['curve'] : [];
      const word = await made(file, { kind: 'documents', format, parts, hasPictures: false });
      assert.deepEqual(word.session, { id: scriptedHead.id, state: digest.session.state });
      assert.equal(word.damage, null);
      if (word.made.kind !== 'documents') assert.fail(word.made.kind);
      const contents = word.made.documents.map(({ content, part }) => [part, Buffer.from(content).toString('base64')]);
      const expected = (await reportDocuments(digest, { format, parts })).map(({ content, part }) => [
        part,
        Buffer.from(content).toString('base64'),
      ]);
      assert.ok(contents.length > 0);
      assert.deepEqual(contents, expected, format);
    }
  }));

test('parts that a session lacks are named, with those that it has', () =>
  withFolder(async (folder) => {
    const wish: ReportWish = { kind: 'documents', format: 'csv', parts: ['rates', 'nose'], hasPictures: false };
    const { made: missing } = await made(recorded(folder), wish);
    if (missing.kind !== 'missing') assert.fail(missing.kind);
    assert.deepEqual(missing.parts, ['nose']);
    assert.ok(missing.names.includes('rates'));
  }));

test('what sets sessions side by side is handed over without their slots of time', () =>
  withFolder(async (folder) => {
    const { made: brief } = await made(recorded(folder), { kind: 'brief' });
    if (brief.kind !== 'brief') assert.fail(brief.kind);
    assert.ok(brief.brief.rates.length > 0 && brief.brief.servers.length > 0);
    assert.doesNotMatch(JSON.stringify(brief), /slots/);
  }));

test('a file that is no session is a sentence', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'x.sqlite');
    writeFileSync(file, 'nothing of the kind');
    const word = await reportOfFile(file, { kind: 'names' });
    if (word.kind !== 'unreadable') assert.fail('it was read');
    assert.match(word.reason, /^\S+ cannot be read as a session: .+\.$/);
  }));

/** A report whose thread does something else when it begins. */
function startWith(folder: string, code: string): { readonly program: Program; readonly page: string } {
  const preload = join(folder, 'preload.mjs');
  writeFileSync(
    preload,
    `import { isMainThread } from 'node:worker_threads';\nimport { writeSync } from 'node:fs';\nif (!isMainThread) { ${code} }\n`,
  );
  const page = join(folder, 'page.html');
  const args = ['report', recorded(folder), '--output', page];
  return { program: startProgram(args, { NODE_OPTIONS: `--import=${preload}` }), page };
}

const endings: readonly (readonly [what: string, code: string, sentence: RegExp])[] = [
  [
    'needs too much memory',
    'const all = []; for (;;) all.push(new Array(50_000).fill(1.5));',
    /session: expected a session that a report can be made of, got \S+\.sqlite: it needs more memory than any session does\n$/,
  ],
  [
    'throws',
    "throw new Error('no \\u001b[2J more');",
    /session: expected a session that a report can be made of, got \S+\.sqlite: no \ufffd\[2J more\n$/,
  ],
  [
    'ends by itself',
    'process.exit(0);',
    /session: expected a session that a report can be made of, got \S+\.sqlite: its thread ended without an answer\n$/,
  ],
];

for (const [what, code, sentence] of endings) {
  test(`a thread that ${what} is a sentence and an exit code, and leaves no page`, () =>
    withFolder(async (folder) => {
      const { page, program } = startWith(folder, code);
      const { code: exitCode, stderr } = await program.ended;
      assert.match(stderr, sentence);
      assert.equal(exitCode, 2);
      assert.ok(!existsSync(page));
    }));
}

test('while the thread is busy the program can be interrupted, and leaves no page', () =>
  withFolder(async (folder) => {
    const { page, program } = startWith(folder, "writeSync(2, 'busy'); for (;;);");
    await program.said(/busy/);
    program.kill('SIGINT');
    const { code, stderr } = await program.ended;
    assert.deepEqual([code, stderr], [null, 'busy']);
    assert.ok(!existsSync(page));
  }));
