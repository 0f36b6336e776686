import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLayer } from '../../source/config/command-defaults.js';
import { commandNames } from '../../source/config/option.js';
import { optionNames, optionOf } from '../../source/config/options.js';
import { placeholders } from '../../source/config/placeholders.js';
import { resolveConfig } from '../../source/config/resolve.js';
import { configJsonSchema } from '../../source/config/schema.js';
import { defaultSettings, readOption } from '../../source/config/settings.js';
import { defaultInFlightLimit } from '../../source/model/load.js';

test('every default of the table is a value that a user could write', () => {
  for (const name of optionNames) {
    const written = optionOf(name).default;
    if (written !== null) assert.equal(readOption(name, written).kind, 'ok', name);
  }
  assert.equal(defaultSettings().inFlightLimit, defaultInFlightLimit);
});

test("every command's own defaults are values that a user could write", () => {
  assert.deepEqual(Object.keys(commandLayer('demo')), ['objectives', 'startRate', 'effort', 'budget']);
  assert.deepEqual(Object.keys(commandLayer('discover')), ['objectives']);
  for (const command of commandNames) {
    assert.equal(resolveConfig({ command: commandLayer(command), file: {}, flags: {} }).kind, 'ok', command);
  }
});

test('no command has two options of the same flag, and no key belongs to two options', () => {
  for (const command of commandNames) {
    const flags = optionNames.map(optionOf).filter(({ flag, commands }) => flag !== null && commands.includes(command));
    assert.equal(new Set(flags.map(({ flag }) => flag)).size, flags.length, command);
  }
  const keys = optionNames.flatMap((name) => optionOf(name).path?.join('.') ?? []);
  assert.equal(new Set(keys).size, keys.length);
});

test('a flag and the last part of its key are the same word, give or take the plural', () => {
  for (const name of optionNames) {
    const { flag, path, repeatable } = optionOf(name);
    if (flag === null || path === null || path.join('.') === 'sessions.folder') continue;
    const key = path.at(-1)!;
    assert.ok(key === flag || (repeatable && key === `${flag}s`), `${flag} and ${key}`);
  }
});

test('every flag with a value shows what the value is', () => {
  for (const name of optionNames) {
    const { flag, kind } = optionOf(name);
    if (flag !== null) assert.equal(placeholders[kind] === null, kind === 'toggle', name);
  }
});

test('every key of the table stands in the JSON Schema with its help and its default', () => {
  const schema: unknown = configJsonSchema();
  for (const name of optionNames) {
    const { path, help } = optionOf(name);
    if (path === null) continue;
    let at = schema;
    for (const key of path) at = property(property(at, 'properties'), key);
    assert.equal(property(at, 'description'), help, name);
    const standard = optionOf(name).default;
    if (standard !== null) assert.equal(String(property(at, 'default')), standard, name);
  }
});

function property(value: unknown, key: string): unknown {
  assert.ok(typeof value === 'object' && value !== null, key);
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
