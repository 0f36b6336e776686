import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStore } from '../../source/store/store.js';

test('tells every listener of every change until it has enough', () => {
  const store = createStore();
  let first = 0;
  let second = 0;
  const count = (): void => {
    first += 1;
  };
  const stopFirst = store.subscribe(count);
  store.subscribe(count);
  store.subscribe(() => {
    second += 1;
  });
  store.apply({ atMs: 0, kind: 'note', severity: 'info', text: 'one' });
  stopFirst();
  stopFirst();
  store.apply({ atMs: 1, kind: 'note', severity: 'info', text: 'two' });
  assert.deepEqual([first, second], [3, 2]);
  assert.equal(store.getState().log.length, 2);
});

test('a listener that leaves while it is called misses nobody else', () => {
  const store = createStore();
  const called: string[] = [];
  const stop = store.subscribe(() => {
    called.push('a');
    stop();
  });
  store.subscribe(() => called.push('b'));
  store.apply({ atMs: 0, kind: 'note', severity: 'info', text: 'one' });
  store.apply({ atMs: 0, kind: 'note', severity: 'info', text: 'two' });
  assert.deepEqual(called, ['a', 'b', 'b']);
});
