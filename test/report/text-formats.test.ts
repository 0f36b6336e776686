import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { acrossSessions } from '../../source/report/across.js';
import { acrossCsv, acrossMarkdown, acrossPage } from '../../source/report/across-documents.js';
import { csvText } from '../../source/report/csv.js';
import { csvTablesOf } from '../../source/report/csv-tables.js';
import { reportMarkdown } from '../../source/report/markdown.js';
import { recipeOf } from '../../source/report/reproduce.js';
import { hostileSession, hostileTexts } from './hostile-session.js';
import { digestOf, searchWithAnswer, steadyLoad } from './sample-digest.js';

test('a cell of CSV comes back as it was, and one that a spreadsheet would run has an apostrophe before it', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 6 }), (cells) => {
      const [row] = parse(csvText([cells])) as string[][];
      assert.deepEqual(
        row,
        cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)),
      );
    }),
  );
  assert.equal(csvText([['=1+1', -3, null, '@x', 'a"b']]), `'=1+1,-3,,'@x,"a""b"\n`);
});

test('every table of a session is CSV of one width', () => {
  for (const digest of [digestOf(searchWithAnswer()), digestOf(hostileSession('http://127.0.0.1:9'))]) {
    const tables = csvTablesOf(digest);
    assert.ok(tables.length >= 7);
    for (const { name, text } of tables) {
      // The parser throws on rows of another width.
      const rows = parse(text) as string[][];
      assert.ok(rows.length > 1, name);
      for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+@\t\r]|^-[^\d]|NaN|Infinity/);
    }
  }
});

test('the rates of a session as CSV are those of its digest', () => {
  const digest = digestOf(searchWithAnswer());
  const rates = csvTablesOf(digest).find(({ name }) => name === 'rates')!;
  const rows = parse(rates.text, { columns: true }) as Record<string, string>[];
  assert.deepEqual(
    rows.map(({ p99_ms, rate_per_second, verdict }) => [Number(rate_per_second), Number(p99_ms), verdict]),
    digest.rates.map(({ perSecond, responseTimeMs, verdict }) => [perSecond, responseTimeMs?.p99, verdict ?? '']),
  );
});

test('Markdown has the answer, tables and lines of blocks, and shows pictures that lie beside it', () => {
  const text = reportMarkdown(digestOf(searchWithAnswer()), [{ title: 'Response time', file: 'latency.svg' }]);
  assert.match(text, /carries 1,210 requests a second/);
  assert.match(text, /\| 1,245\/s \| /);
  assert.match(text, /!\[Response time\]\(latency\.svg\)/);
  assert.match(text, /[▁▂▃▄▅▆▇█]{20}/);
  assert.match(text, /new version deployed/);
});

test('no text of a session becomes HTML, a link or a picture in Markdown', () => {
  const beacon = 'http://127.0.0.1:9';
  const text = reportMarkdown(digestOf(hostileSession(beacon), { target: hostileTexts(beacon)[0]! }));
  const outsideOfCode = text.replace(/(`{3,})\n[\s\S]*?\n\1/g, '').replace(/(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)/g, '');
  assert.doesNotMatch(outsideOfCode, /(?<!\\)[<>[\]`]/);
  assert.doesNotMatch(outsideOfCode, /[^\\]:\/\//);
});

test('sessions side by side have a row for each rate, in order, and a blank where one has none', () => {
  const digests = [digestOf(steadyLoad(10), { id: 'a' }), digestOf(searchWithAnswer(), { id: 'b' })];
  const across = acrossSessions('avg-response-time', digests);
  const rates = across.rows.map(({ name }) => Number.parseFloat(name));
  assert.deepEqual(
    rates,
    rates.toSorted((x, y) => x - y),
  );
  const at200 = across.rows.find(({ name }) => name === '200/s');
  assert.ok(at200?.values[0] !== null && at200?.values[1] === null);
  assert.match(acrossMarkdown(across), /\| rate \| a \| b \|/);
  assert.match(acrossPage(across), /Average response time by rate/);
  const rows = parse(acrossCsv(across), { columns: true }) as Record<string, string>[];
  assert.equal(rows.length, digests[0]!.rates.length + digests[1]!.rates.length);
});

test('CPU side by side has a row for each server and each stream that tells it', () => {
  const digests = ['a', 'b'].map((id) => digestOf(searchWithAnswer(), { id }));
  const { rows } = acrossSessions('cpu-usage-compare', digests);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['this-machine', 'worker-1', 'worker-2'],
  );
  assert.deepEqual(rows[0]!.values[0], rows[0]!.values[1]);
});

test('a recipe is a command and a config that names no secret', () => {
  const digest = digestOf(steadyLoad(3), { kind: 'run', target: 'http://me:secret@127.0.0.1:8080/x' });
  const { command, config } = recipeOf(digest);
  assert.equal(command, 'plimsoll run session.json');
  const parsed = JSON.parse(config ?? '') as Record<string, unknown>;
  assert.deepEqual(parsed.target, { url: 'http://me@127.0.0.1:8080/x' });
  assert.deepEqual(parsed.objectives, ['p99 < 50ms', 'errors < 1%']);
});
