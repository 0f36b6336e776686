import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SessionEvent } from '../../source/model/events.js';
import { withReadings } from '../../source/store/readings.js';
import { reduce } from '../../source/store/reduce.js';
import { initialView } from '../../source/store/state.js';

type Health = Extract<SessionEvent, { readonly kind: 'stream/health' }>;

function healthOf(stream: string, atMs: number, messages: number): Health {
  return {
    atMs,
    kind: 'stream/health',
    stream,
    circuit: { kind: 'closed', failures: 0 },
    queue: { accepted: messages, sent: messages, dropped: 0, expired: 0, pending: 0 },
    counts: { messages, unreadable: 0, reconnects: 0, opened: 0 },
  };
}

/** Gaps between two healths of a stream, in ms: mostly a second, some of them much less. */
const gaps = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(1000) }, fc.integer({ min: 0, max: 1200 })), {
  minLength: 1,
  maxLength: 300,
});

test('however often streams say how they do, their last minute read backwards is that of the live session', () => {
  fc.assert(
    fc.property(gaps, gaps, (first, second) => {
      const told = [first, second].flatMap((own, stream) => {
        let atMs = stream;
        return own.map((gap, index) => {
          atMs += gap;
          return healthOf(`s${stream}`, atMs, index);
        });
      });
      const events = told.toSorted((a, b) => a.atMs - b.atMs);
      const live = events.reduce(reduce, initialView);
      const none = { servers: new Map(), streams: new Map() };
      const health = events.toReversed();
      const view = withReadings(live, none, { cpu: [], samplesOf: () => [], messages: [], health });
      assert.deepEqual(view.streams, live.streams);
    }),
    { numRuns: 200 },
  );
});

test('of streams that say so once a second no more is read than can be kept', () => {
  const events = Array.from({ length: 500 }, (_, second) => healthOf('s', 1000 * second, second));
  const live = events.reduce(reduce, initialView);
  const none = { servers: new Map(), streams: new Map() };
  let read = 0;
  const health = (function* (): Generator<Health> {
    for (const event of events.toReversed()) {
      read += 1;
      yield event;
    }
  })();
  withReadings(live, none, { cpu: [], samplesOf: () => [], messages: [], health });
  assert.equal(read, 63);
});
