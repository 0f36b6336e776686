import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openSpanReader } from '../../source/record/read-span.js';
import { createOutline } from '../../source/replay/outline.js';
import { viewAt } from '../../source/replay/recording.js';
import { reduce } from '../../source/store/reduce.js';
import { momentsOf } from '../../source/store/selectors/timeline.js';
import { initialView, type SessionView } from '../../source/store/state.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { withFolder } from '../record/helpers.js';
import { scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { longHead, longSession } from './helpers/long-session.js';
import { asTold, asToldBefore, asVersion, record, withoutTallies } from './helpers/recorded.js';

/** The views of a session as it went on: after the last event until each of these times. */
function liveViews(events: Iterable<Parameters<typeof reduce>[1]>, times: readonly number[]): readonly SessionView[] {
  const sorted = [...times].sort((a, b) => a - b);
  const views = new Map<number, SessionView>();
  let view = initialView;
  let at = 0;
  for (const event of events) {
    while (at < sorted.length && event.atMs > sorted[at]!) views.set(sorted[at++]!, view);
    view = reduce(view, event);
  }
  return times.map((time) => views.get(time) ?? view);
}

type Events = Iterable<Parameters<typeof reduce>[1]>;

const ways: readonly (readonly [name: string, made: (file: string) => string, told: (events: Events) => Events])[] = [
  ['a recording', (file) => file, (events) => events],
  ['one without tallies', withoutTallies, (events) => events],
  ['one of version 3', (file) => asVersion(3, file), asToldBefore],
  ['one of version 2', (file) => asVersion(2, file), asToldBefore],
];

for (const [name, made, told] of ways) {
  test(`the view of any moment of a search is that of the live session, in ${name}`, () =>
    withFolder((folder) => {
      const events = [...told(asTold(searchEvents()))];
      const reader = openSpanReader(made(record(folder, scriptedHead, events)));
      const outline = createOutline(reader, createVirtualClock());
      while (!outline.readOn(1000));
      const endMs = events.at(-1)?.atMs ?? 0;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: Math.ceil(endMs) + 5000 }), (atMs) => {
          const [live] = liveViews(events, [atMs]);
          assert.deepEqual(viewAt(reader, outline, reader.seqUntil(atMs)), live);
        }),
        { numRuns: 40 },
      );
      reader.close();
    }));

  test(`the view of any moment of a long session is that of the live one, however far back its beginnings are, in ${name}`, () =>
    withFolder((folder) => {
      const of = { seconds: 1500, servers: 2, streams: 1 };
      const reader = openSpanReader(made(record(folder, longHead(of), told(longSession(of)))));
      const outline = createOutline(reader, createVirtualClock());
      while (!outline.readOn(1000));
      const times = [0, 3.5, 20, 1000, 59_999, 61_000, 299_000, 302_500, 329_000, 331_000, 360_000, 561_000, 606_000];
      times.push(660_500, 777_777, 901_700, 1_199_999, 1_205_000, 1_400_123, 1_500_900, 1_500_950, 9_000_000);
      const live = liveViews(told(longSession(of)), times);
      for (const [index, atMs] of times.entries()) {
        assert.deepEqual(viewAt(reader, outline, reader.seqUntil(atMs)), live[index], `${atMs} ms`);
      }
      assert.deepEqual(outline.moments(), momentsOf(live.at(-1)!));
      assert.deepEqual(outline.view().phases, live.at(-1)?.phases);
      reader.close();
    }));
}
