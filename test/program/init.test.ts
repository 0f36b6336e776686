import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readInvocation } from '../../source/commands/invocation.js';
import { parseConfig } from '../../source/config/parse-config.js';
import { runProgram } from '../helpers/program.js';

function world(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-init-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const env = { XDG_STATE_HOME: join(folder, 'state') };
  return {
    file: join(folder, 'plimsoll.jsonc'),
    run: (...args: readonly string[]) => runProgram(args, env, folder),
  };
}

test('what init writes can be run, searched, watched and tried as it stands', async (context) => {
  const { file, run } = world(context);
  const ended = await run('init', '--url', 'http://127.0.0.1:9/', '--server', 'local', '--objective', 'p99 < 75ms');
  assert.equal(ended.code, 0, ended.stderr);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /\/\/ What load is sent to/);
  for (const command of ['run', 'discover', 'monitor', 'check']) {
    const invocation = readInvocation([command, file], () => text);
    assert.equal(invocation.kind, 'ok', JSON.stringify(invocation));
  }
  // It is the user's own project file: found without its name, and trusted.
  assert.match((await run('config', 'show', '--origin')).stdout, /target\.url = .*# project file/);
  assert.match((await run('check')).stdout, /^failed {2}target .*\nok {6}server here/);
});

test('a target elsewhere gets what it needs: its name among those allowed, and a highest rate', async (context) => {
  const { file, run } = world(context);
  assert.equal((await run('init', '--url', 'https://api.example.org/a')).code, 0);
  const invocation = readInvocation(['discover', file], (path) => readFileSync(path, 'utf8'));
  assert.equal(invocation.kind, 'ok', JSON.stringify(invocation));
});

test('nothing is written over unasked', async (context) => {
  const { file, run } = world(context);
  writeFileSync(file, 'mine');
  const refused = await run('init');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /no file yet, got one \(name another, or give --force\)/);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
  assert.equal((await run('init', '--force')).code, 0);
  assert.equal(parseConfig(readFileSync(file, 'utf8')).kind, 'ok');
  // A link that leads nowhere is not followed to a new place.
  symlinkSync(join(file, '..', 'elsewhere'), join(file, '..', 'link.json'));
  assert.equal((await run('init', 'link.json')).code, 2);
  assert.ok(!existsSync(join(file, '..', 'elsewhere')));
});

test('a bad value is refused and nothing is written', async (context) => {
  const { file, run } = world(context);
  for (const flags of [
    ['--url', 'ftp://a/'],
    ['--server', 'ssh://'],
    ['--stream', 'http://a/'],
    ['--objective', 'fast'],
  ]) {
    assert.equal((await run('init', ...flags)).code, 2, flags.join(' '));
  }
  assert.ok(!existsSync(file));
});
