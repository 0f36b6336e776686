import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIdlePeers } from '../../source/resilience/idle-peers.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

test('a sweep takes out those that were silent for the time to live, longest silent first, and no others', () => {
  const clock = createVirtualClock();
  const peers = createIdlePeers<string>(clock.nowMs, 1_000);
  for (const peer of ['a', 'b', 'c']) {
    peers.touch(peer);
    clock.advance(100);
  }
  clock.advance(600);
  peers.touch('a');
  clock.advance(200);
  assert.deepEqual(peers.sweep(), ['b']);
  clock.advance(100);
  peers.forget('c');
  assert.deepEqual(peers.sweep(), []);
  assert.equal(peers.size(), 1);
  clock.advance(1_000);
  assert.deepEqual(peers.sweep(), ['a']);
  assert.deepEqual(peers.sweep(), []);
});
