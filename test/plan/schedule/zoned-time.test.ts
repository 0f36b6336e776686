import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zonedIso } from '../../../source/plan/schedule/zoned-time.js';

test('a moment is told by the clocks of its zone, with their offset from UTC at that moment', () => {
  for (const [at, zone, expected] of [
    ['2026-11-22T01:30:00Z', 'Europe/Berlin', '2026-11-22T02:30:00+01:00'],
    ['2026-07-22T01:30:00Z', 'Europe/Berlin', '2026-07-22T03:30:00+02:00'],
    ['2026-01-01T01:30:00Z', 'America/St_Johns', '2025-12-31T22:00:00-03:30'],
    ['2026-01-01T01:30:00Z', 'UTC', '2026-01-01T01:30:00+00:00'],
    // Both of the hour that comes twice.
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25T02:30:00+01:00'],
  ] as const) {
    assert.equal(zonedIso(Date.parse(at), zone), expected);
    assert.equal(Date.parse(expected), Date.parse(at));
  }
});
