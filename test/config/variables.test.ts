import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optionNames, optionOf } from '../../source/config/options.js';
import { readVariables, variableOf } from '../../source/config/variables.js';

test('every option has a variable of its own', () => {
  const names = optionNames.map(variableOf);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^PLIMSOLL_[A-Z0-9_]+$/);
  // The program's own words must not become options.
  for (const taken of ['PLIMSOLL_DEBUG', 'PLIMSOLL_PASSPHRASE_FILE', 'PLIMSOLL_NEW_PASSPHRASE_FILE']) {
    assert.ok(!names.includes(taken), taken);
  }
});

test('every default of the table can be said by its variable', () => {
  for (const name of optionNames) {
    const written = optionOf(name).default;
    if (written === null) continue;
    assert.equal(readVariables({ [variableOf(name)]: written }).kind, 'ok', name);
  }
});

function contentsOf(env: Readonly<Record<string, string>>): readonly unknown[] {
  const reading = readVariables(env);
  if (reading.kind === 'problems') assert.fail(JSON.stringify(reading.problems));
  return JSON.parse(JSON.stringify(reading.layers.map(({ content }) => content)));
}

test('a value is written as for a flag, a list or an object as JSON', () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    ['PLIMSOLL_LOAD_RATE', '1200/min', { load: { rate: '1200/min' } }],
    ['PLIMSOLL_OBJECTIVES', 'p99 < 5ms', { objectives: ['p99 < 5ms'] }],
    ['PLIMSOLL_OBJECTIVES', '["p99 < 5ms", "errors < 1%"]', { objectives: ['p99 < 5ms', 'errors < 1%'] }],
    ['PLIMSOLL_TARGET_HEADERS', '{"accept": "a"}', { target: { headers: { accept: 'a' } } }],
    ['PLIMSOLL_TARGET_BODY', '{"a": 1}', { target: { body: '{"a": 1}' } }],
    ['PLIMSOLL_TARGET_ALLOW', '[::1]', { target: { allow: ['[::1]'] } }],
    ['PLIMSOLL_SCREEN_PANES', 'latency', { screen: { panes: ['latency'] } }],
    ['PLIMSOLL_SCREEN_MOUSE', 'yes', { screen: { mouse: true } }],
    ['PLIMSOLL_SCREEN_MOUSE', '0', { screen: { mouse: false } }],
    ['PLIMSOLL_SERVERS', '[{"name": "here", "address": "local"}]', { servers: [{ name: 'here', address: 'local' }] }],
  ];
  for (const [name, text, expected] of rows) assert.deepEqual(contentsOf({ [name]: text }), [expected], name);
});

test('an empty variable and one that is no option are as if unset', () => {
  assert.deepEqual(contentsOf({ PLIMSOLL_LOAD_RATE: '', PLIMSOLL_TOKEN_OF_MINE: 'x', PATH: '/bin' }), []);
});

test('a bad value is a problem of its variable, and a login is never repeated', () => {
  const reading = readVariables({ PLIMSOLL_LOAD_RATE: 'fast', PLIMSOLL_BEARER: 'hunter2', PLIMSOLL_HEADLESS: 'maybe' });
  if (reading.kind === 'ok') assert.fail();
  assert.deepEqual(reading.problems.map(({ path }) => path).sort(), [
    'PLIMSOLL_BEARER',
    'PLIMSOLL_HEADLESS',
    'PLIMSOLL_LOAD_RATE',
  ]);
  assert.doesNotMatch(JSON.stringify(reading), /hunter2/);
});

test('what has no key becomes a flag', () => {
  const reading = readVariables({ PLIMSOLL_HEADLESS: 'true', PLIMSOLL_OUTPUT: 'r.json', PLIMSOLL_NO_PROJECT: 'off' });
  if (reading.kind === 'problems') assert.fail();
  assert.deepEqual(reading.flags, { headless: true, output: 'r.json' });
});
