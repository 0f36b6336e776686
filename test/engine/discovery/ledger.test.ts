import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLedger } from '../../../source/engine/discovery/ledger.js';
import { windowOf } from '../../helpers/simulated-window.js';

function windowsFrom(startSeconds: number, count: number) {
  return Array.from({ length: count }, (_, index) => windowOf({ startMs: (startSeconds + index) * 1000, unsent: 5 }));
}

test('load and idle time are taken from the budget', () => {
  const ledger = createLedger(60, 0);
  ledger.load(100, 10, windowsFrom(0, 10), 7);
  ledger.idle(4);
  assert.equal(ledger.remainingSeconds(), 46);
  assert.deepEqual(ledger.spent(), {
    probeSeconds: 10,
    idleSeconds: 4,
    peakPerSecond: 100,
    badRequests: 7,
    sentRequests: 950,
  });
});

test('the time between trials counts, and is expected of the next one too', () => {
  const ledger = createLedger(60, 0.5);
  assert.equal(ledger.remainingSeconds(), 59);
  ledger.load(100, 10, windowsFrom(0, 10), 0);
  ledger.load(100, 10, windowsFrom(11, 10), 0);
  assert.equal(ledger.remainingSeconds(), 37);
});

test('a pause of the user does not use up the budget', () => {
  const ledger = createLedger(60, 0);
  ledger.load(100, 10, windowsFrom(0, 10), 0);
  ledger.load(100, 10, windowsFrom(600, 10), 0);
  assert.equal(ledger.remainingSeconds(), 36);
});

test('a trial that returned nothing still counts, so that a search always ends', () => {
  const ledger = createLedger(60, 0);
  ledger.load(100, 10, [], 0);
  assert.equal(ledger.remainingSeconds(), 50);
});
