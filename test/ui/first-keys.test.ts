import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { createFirstKeys } from '../../source/ui/first-keys.js';

function begin() {
  const clock = createVirtualClock();
  const told: string[] = [];
  const loading = Promise.withResolvers<void>();
  const keys = createFirstKeys(
    clock,
    (typed) => told.push(`to Ink: ${JSON.stringify(typed)}`),
    (name) => told.push(name),
    () => {
      told.push('Ink');
      return loading.promise;
    },
  );
  return { clock, told, keys, loading };
}

test('Ink is loaded once no key was pressed for a quarter of a second, and once only', () => {
  const { clock, told, keys } = begin();
  clock.advance(200);
  keys.hear('\u001b[F');
  clock.advance(200);
  keys.hear(' ');
  clock.advance(249);
  assert.deepEqual(told, ['end', 'space']);
  clock.advance(1);
  void keys.start();
  clock.advance(1000);
  assert.deepEqual(told, ['end', 'space', 'Ink']);
});

test('a key that only Ink can tell has it loaded, and all keys after it wait their turn', () => {
  const { told, keys } = begin();
  keys.hear('x');
  keys.hear('\u001b');
  keys.hear('q');
  assert.deepEqual(told, ['x', 'to Ink: "\\u001b"', 'Ink', 'to Ink: "q"']);
});

test('who starts it is told when it hears; closed, it is not loaded by itself', async () => {
  const { keys, loading } = begin();
  loading.resolve();
  await keys.start();
  const other = begin();
  other.keys.close();
  other.clock.advance(1000);
  assert.deepEqual(other.told, []);
});
