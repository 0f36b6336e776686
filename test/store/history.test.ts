import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHistory } from '../../source/store/history.js';
import { reduce } from '../../source/store/reduce.js';
import { initialView } from '../../source/store/state.js';
import { searchEvents } from './helpers/scripted-session.js';

const events = searchEvents();
const endMs = events.at(-1)?.atMs ?? 0;

test('the view of any moment is that of the events until then, in whatever order one walks', () => {
  const history = createHistory();
  for (const event of events) history.apply(event);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: Math.ceil(endMs) }), { minLength: 1, maxLength: 6 }), (times) => {
      for (const atMs of times) {
        const expected = events.filter((event) => event.atMs <= atMs).reduce(reduce, initialView);
        assert.deepEqual(history.viewAt(atMs), expected, `${atMs} ms`);
      }
    }),
    { numRuns: 15 },
  );
});

test('a long session keeps its last half hour, and shows the earliest that it has for what is older', () => {
  const history = createHistory();
  for (let second = 0; second < 7200; second++) {
    history.apply({ atMs: second * 1000, kind: 'note', severity: 'info', text: `second ${second}` });
  }
  const { fromMs, toMs } = history.range();
  assert.equal(toMs, 7_199_000);
  assert.equal(toMs - fromMs, 1_799_000);
  assert.equal(history.viewAt(fromMs).log.at(-1)?.text, `second ${fromMs / 1000}`);
  assert.equal(history.viewAt(0).log.at(-1)?.text, `second ${fromMs / 1000}`);
  assert.equal(history.viewAt(toMs + 5000).log.at(-1)?.text, 'second 7199');
});

test('a history without events shows the beginning of nothing', () => {
  const history = createHistory();
  assert.deepEqual(history.range(), { fromMs: 0, toMs: 0 });
  assert.equal(history.viewAt(1000), initialView);
});
