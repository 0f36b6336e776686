import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLoginGate } from '../../../../source/engine/monitor/ssh/login-gate.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Tasks that are ended by hand, and which of them have begun. */
function start(limit: number) {
  const gate = createLoginGate(() => limit);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, keys: readonly string[]): Promise<string> =>
    gate.run(keys, () => {
      begun.push(name);
      return new Promise((resolve) => ends.set(name, () => resolve(name)));
    });
  return { gate, begun, ends, run };
}

test('lets so many in at once for each key, the others in the order they came', async () => {
  const { begun, ends, run } = start(2);
  const all = ['a', 'b', 'c', 'd'].map((name) => run(name, ['host']));
  void run('elsewhere', ['other']);
  await settle();
  assert.deepEqual(begun, ['a', 'b', 'elsewhere']);
  ends.get('b')!();
  await settle();
  assert.deepEqual(begun, ['a', 'b', 'elsewhere', 'c']);
  ends.get('a')!();
  ends.get('c')!();
  await settle();
  ends.get('d')!();
  assert.deepEqual(await Promise.all(all), ['a', 'b', 'c', 'd']);
});

test('two that need the same keys in another order never wait for each other', async () => {
  const { begun, ends, run } = start(1);
  void run('a', ['x', 'y']);
  void run('b', ['y', 'x']);
  await settle();
  assert.deepEqual(begun, ['a']);
  ends.get('a')!();
  await settle();
  assert.deepEqual(begun, ['a', 'b']);
});

test('a task that fails leaves its place', async () => {
  const { gate, begun, run } = start(1);
  await assert.rejects(gate.run(['host'], () => Promise.reject(new Error('no'))));
  void run('next', ['host']);
  await settle();
  assert.deepEqual(begun, ['next']);
});
