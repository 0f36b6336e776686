import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { flagsOf } from '../../source/commands/help.js';
import { manPage } from '../../source/commands/man-page.js';
import { commandNames } from '../../source/config/option.js';
import { skipWithout } from '../helpers/shells.js';

const page = manPage('1.2.3');

test('every command and flag stands in the manual page', () => {
  for (const name of commandNames) {
    const from = page.indexOf(`.SS ${name}\n`);
    assert.ok(from > 0, name);
    const part = page.slice(from).split('\n.S')[0]!;
    for (const { flag } of flagsOf(name))
      assert.ok(part.includes(`\\fB\\-\\-${flag!.replaceAll('-', '\\-')}\\fR`), flag!);
  }
});

test('no word of a table is taken for a request of roff', () => {
  for (const line of page.split('\n')) {
    if (/^[.']/.test(line)) assert.match(line, /^\.(?:TH|SH|SS|TP|PP|B|BR|I|br)(?: |$)/);
    assert.doesNotMatch(line, /\\(?![fe&-])/);
  }
});

test('groff sets it without a complaint', { skip: skipWithout('groff') }, () => {
  const set = spawnSync('groff', ['-man', '-ww', '-Tutf8', '-Kutf8'], {
    input: page,
    encoding: 'utf8',
    timeout: 30_000,
  });
  assert.equal(set.stderr, '');
  assert.equal(set.status, 0);
  assert.match(set.stdout, /PLIMSOLL/);
});
