import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFolder } from './helpers.js';
import { killMany } from './kill.js';

test('a process killed at any moment loses at most its last second, and its record is whole up to there', () =>
  withFolder(async (folder) => {
    const kills = await killMany(folder, 24, 4, 8);
    assert.deepEqual(
      kills.filter(({ faults }) => faults.length > 0),
      [],
    );
    assert.ok(
      kills.some(({ left }) => left !== null && left.events > 0),
      'none of them recorded anything',
    );
  }));
