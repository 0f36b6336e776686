import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTerminal } from '../helpers/terminal.js';

const args = ['run', 'http://example.test/', '--rate', '1', '--duration', '1s'];

test('a host beyond loopback is asked for by name in a terminal, and any other name sends nothing', async (t) => {
  const terminal = openTerminal(args);
  t.after(terminal.close);
  await terminal.waitFor('example.test is not this machine. Type its name to send load to it:');
  terminal.press('example.org\r');
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 2);
  assert.match(terminal.text(), /that is not the name of example\.test, so nothing was sent/);
  assert.doesNotMatch(terminal.bytes(), /\x1b\[\?1049h/, 'no screen was opened');
});

test('ctrl-c at the question ends the program as interrupted', async (t) => {
  const terminal = openTerminal(args);
  t.after(terminal.close);
  await terminal.waitFor('Type its name');
  terminal.press('\u0003');
  assert.deepEqual(await terminal.ended, { exitCode: 130, signal: 0 });
});
