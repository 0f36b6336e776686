import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sshHostNames } from '../../source/config/ssh-hosts.js';

/** A folder with these files, which goes with the test. */
function folderOf(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-hosts-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text.replaceAll('HERE', folder));
  }
  return folder;
}

const namesOf = (context: TestContext, files: Readonly<Record<string, string>>): readonly string[] =>
  sshHostNames(join(folderOf(context, files), 'config'));

test('every name that a Host line gives in full is one, once', (context) => {
  const text = [
    'Host web-1 web-2 "web 3" # the last is odd',
    '  HostName 10.0.0.1',
    'host=db',
    'Host *.example.org !bad web-? *',
    'Host web-1',
    'Match host other exec "true"',
    '# Host commented',
    '  HostKeyAlias no-host',
  ].join('\r\n');
  assert.deepEqual(namesOf(context, { config: text }), ['web-1', 'web-2', 'web 3', 'db']);
});

test('includes are followed where they stand, patterns in the order of their names', (context) => {
  const names = namesOf(context, {
    config: 'Host first\nInclude HERE/more.d/*.conf HERE/none\nHost last\n',
    'more.d/b.conf': 'Host b\n',
    'more.d/a.conf': 'Host a\nInclude HERE/deep\n',
    'more.d/.hidden.conf': 'Host hidden\n',
    'more.d/c.txt': 'Host c\n',
    deep: 'Host deep\n',
  });
  assert.deepEqual(names, ['first', 'a', 'deep', 'b', 'last']);
});

test('an include that leads back ends, and a config that is not there has no names', (context) => {
  assert.deepEqual(namesOf(context, { config: 'Host one\nInclude HERE/config\n' }), ['one']);
  assert.deepEqual(sshHostNames('/nowhere/at/all'), []);
});
