import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeFolder } from '../../source/config/make-folder.js';
import { codeOf } from '../../source/model/error.js';

function root(context: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'plimsoll-make-'));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

test('all that is missing of a path is made, with the rights asked for, and what is there stays as it is', (context) => {
  const place = root(context);
  makeFolder(join(place, 'a', 'b'), 0o700);
  assert.equal(statSync(join(place, 'a', 'b')).mode & 0o777, 0o700);
  makeFolder(join(place, 'a', 'b'));
  assert.equal(statSync(join(place, 'a', 'b')).mode & 0o777, 0o700);
  symlinkSync(join(place, 'a'), join(place, 'link'));
  makeFolder(join(place, 'link', 'c'));
  assert.ok(statSync(join(place, 'a', 'c')).isDirectory());
});

test('a place where no folder can be is an error, and an end', (context) => {
  const place = root(context);
  writeFileSync(join(place, 'file'), '');
  symlinkSync(join(place, 'nowhere'), join(place, 'dangling'));
  const codesOf: readonly (readonly [string, RegExp])[] = [
    [join(place, 'file'), /EEXIST/],
    [join(place, 'file', 'a', 'b'), /ENOTDIR/],
    [join(place, 'dangling'), /EEXIST|ENOENT/],
    ...(process.platform === 'linux' ? ([['/proc/plimsoll/a', /ENOENT|EACCES|EPERM/]] as const) : []),
  ];
  for (const [folder, expected] of codesOf)
    assert.throws(
      () => makeFolder(folder),
      (error) => expected.test(codeOf(error) ?? ''),
      folder,
    );
});
