import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSpool } from '../../../source/report/export/spool.js';
import { withFolder } from '../../record/helpers.js';
import { bytesOf } from './helpers.js';

const heads = ['# a\n', '# b\n', '# c\n'] as const;

type Sample = readonly [family: number, series: string, value: number, seconds: number];

/** What a spool of three families gives back of samples. */
function spooled(samples: Iterable<Sample>): string {
  const spool = createSpool();
  try {
    const families = heads.map(spool.family);
    for (const [family, ...sample] of samples) families[family]!.add(...sample);
    let text = '';
    for (const { head, pieces } of spool.read()) text += head + bytesOf(pieces).toString();
    return text;
  } finally {
    spool.close();
    spool.close();
  }
}

/** The same, line by line and all in memory. */
function plain(samples: readonly Sample[]): string {
  const order = [...new Set(samples.map(([family]) => family))];
  const linesOf = (wanted: number): string =>
    samples
      .filter(([family]) => family === wanted)
      .map(([, series, value, seconds]) => `${series}${value} ${seconds.toFixed(3)}\n`)
      .join('');
  return order.map((family) => heads[family]! + linesOf(family)).join('');
}

test('each family comes back whole and in the order of its beginning, written as plain numbers are', () => {
  const sample = fc.tuple(
    fc.nat(2),
    fc.constantFrom('x{a="1"} ', 'x{a="é\\n"} ', 'y '),
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
    fc.integer({ min: -5_000, max: 4e12 }).map((ms) => ms / 1000),
  );
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 60 }), (samples) => assert.equal(spooled(samples), plain(samples))),
  );
});

test('samples that are more than memory holds come back from files that nobody finds, not even meanwhile', () =>
  withFolder((folder) => {
    const samples = Array.from(
      { length: 20_000 },
      (_, at): Sample => [at % 7 === 0 ? 1 : 0, `s${at % 50} `, at / 8, 1_767_225_600 + at / 50],
    );
    // As many names as samples, each of which comes once.
    const names = Array.from({ length: 5_000 }, (_, at): Sample => [2, `name-${at} `, at, at]);
    const many = [...samples, ...names];
    function* watched(): Generator<Sample> {
      for (const sample of many) {
        yield sample;
        assert.deepEqual(readdirSync(folder), []);
      }
    }
    withTemporary(folder, () => assert.equal(spooled(watched()), plain(many)));
    assert.throws(() => withTemporary(join(folder, 'nowhere'), () => spooled(many)), { code: 'ENOENT' });
  }));

function withTemporary(folder: string, use: () => void): void {
  const kept = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    use();
  } finally {
    if (kept === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = kept;
  }
}
