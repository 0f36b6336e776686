import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainHealth } from '../../source/record/plain-health.js';
import { safeEvent } from '../../source/record/safe-event.js';

const count = fc.integer({ min: 0, max: 2 ** 40 });
const amount = fc.double({ min: -1e9, max: 1e12, noNaN: true });
const name = fc.stringMatching(/^[ -~]{1,20}$/);
const counts = (...names: readonly string[]) => fc.record(Object.fromEntries(names.map((own) => [own, count])));

const circuit = fc.oneof(
  fc.record({ kind: fc.constant('closed'), failures: count }),
  fc.record({ kind: fc.constant('open'), sinceMs: amount, nextProbeAtMs: amount, reason: name }),
  fc.record({ kind: fc.constant('half-open'), sinceMs: amount }),
);

const detail = fc.record({
  queue: fc.record({
    pendingBytes: amount,
    peak: count,
    droppedFor: counts('overflow', 'rejected', 'duplicate', 'tooLarge', 'undeliverable', 'shutdown'),
    retried: counts('sent', 'lost', 'pending'),
    meanWaitMs: fc.option(amount),
  }),
  rttMs: fc.option(amount),
  heldBytes: amount,
  duplicates: count,
  series: counts('kept', 'refused'),
  throttledSeconds: amount,
  meanReadUs: fc.option(amount),
});

const required = {
  atMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  kind: fc.constant('stream/health'),
  stream: name,
  circuit,
  queue: counts('accepted', 'sent', 'dropped', 'expired', 'pending'),
  counts: counts('messages', 'unreadable', 'reconnects', 'opened'),
};
const health = fc.oneof(fc.record(required), fc.record({ ...required, detail }));

test('how a stream does is read without its schema as with it', () => {
  fc.assert(
    fc.property(health, (value) => {
      const plain = plainHealth(value);
      assert.notEqual(plain, null);
      assert.deepEqual(plain, safeEvent(value));
    }),
  );
});

/** Paths of everything in a value, itself not among them. */
function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[key], ...pathsOf(part).map((path) => [key, ...path])]);
}

/** A value with another in the place that a path names; undefined: nothing there, as JSON has it. */
function replaced(value: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
  if (first === undefined) return by;
  const { [first]: before, ...others } = value as Readonly<Record<string, unknown>>;
  const now = replaced(before, rest, by);
  return now === undefined ? others : { ...others, [first]: now };
}

const oddities = [null, -1, 0.5, Number.POSITIVE_INFINITY, '5', '\u001b[31m', [], {}, undefined, 'open'];

test('what is odd anywhere in it is left to the schema, or read as the schema has it', () => {
  fc.assert(
    fc.property(health, fc.nat(), fc.constantFrom(...oddities), (value, at, odd) => {
      const paths = pathsOf(value);
      const tampered = replaced(value, paths[at % paths.length]!, odd) as Readonly<Record<string, unknown>>;
      const plain = plainHealth(tampered);
      if (plain !== null) assert.deepEqual(plain, safeEvent(tampered));
    }),
    { numRuns: 500 },
  );
});
