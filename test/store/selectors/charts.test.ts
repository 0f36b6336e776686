import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectCurve } from '../../../source/store/selectors/curve.js';
import { selectTime } from '../../../source/store/selectors/history.js';
import { selectQueues } from '../../../source/store/selectors/queues.js';
import { selectRun } from '../../../source/store/selectors/summary.js';
import { selectTimeline } from '../../../source/store/selectors/timeline.js';
import { initialView } from '../../../source/store/state.js';
import { scriptedAnswer, searchEvents } from '../helpers/scripted-session.js';

const events = searchEvents();
const endMs = events.at(-1)?.atMs ?? 0;
const searching = events.reduce(reduce, initialView);

test('every judged probe is a dot at what it achieved, in the order of time', () => {
  const { dots, linePerSecond, isLineFinal, now } = selectCurve(searching);
  assert.equal(dots.length, 10);
  const [first] = dots;
  assert.ok(Math.abs((first?.achievedPerSecond ?? 0) - 60) < 4);
  const tripped = dots.find(({ verdict }) => verdict === 'tripped');
  assert.ok((tripped?.p99Ms ?? 0) > 50);
  assert.deepEqual([linePerSecond, isLineFinal], [1140, false]);
  assert.ok((now?.achievedPerSecond ?? 0) > 1100);
});

test('the answer of the search is the line', () => {
  const answered = reduce(searching, { atMs: endMs, kind: 'result', result: scriptedAnswer });
  const { linePerSecond, isLineFinal } = selectCurve(answered);
  assert.deepEqual([linePerSecond, isLineFinal], [1210, true]);
});

test('columns of several seconds are histograms added, and stand on a fixed grid', () => {
  const one = selectTime(searching, 1);
  const ten = selectTime(searching, 10);
  assert.equal(ten.first * 10, Math.floor(one.first / 10) * 10);
  const counts = (slots: typeof one.slots): number =>
    slots.reduce((sum, slot) => sum + (slot?.spread.reduce((all, n, at) => all + (at % 2 === 1 ? n : 0), 0) ?? 0), 0);
  assert.equal(counts(one.slots), counts(ten.slots));
  assert.equal(one.limitMs, 50);
});

const markOf = (text: string): SessionEvent => ({ atMs: endMs, kind: 'note', severity: 'info', text, mark: true });

test('a mark is one by what it says of itself, whatever its words, and is never folded into another', () => {
  const note: SessionEvent = { atMs: endMs, kind: 'note', severity: 'info', text: 'mark: no' };
  const marks = [note, markOf('again'), markOf('again')].reduce(reduce, initialView);
  assert.deepEqual(
    selectTimeline(marks, endMs).moments.map(({ kind, text }) => [kind, text]),
    [
      ['mark', 'again'],
      ['mark', 'again'],
    ],
  );
});

test('the timeline has the phases without a gap, the alerts and the marks', () => {
  const marked = reduce(searching, markOf('deployed the canary'));
  const { phases, moments } = selectTimeline(marked, endMs + 5000);
  assert.deepEqual(
    phases.map(({ name }) => name),
    ['idle', 'ramp', 'bisect'],
  );
  phases.slice(1).forEach((phase, index) => {
    assert.equal(phase.fromMs, phases[index]?.toMs);
  });
  assert.equal(phases.at(-1)?.toMs, endMs + 5000);
  assert.deepEqual(moments.at(-1), { atMs: endMs, kind: 'mark', severity: 'info', text: 'deployed the canary' });
  assert.ok(moments.some(({ kind, text }) => kind === 'alert' && text.includes('misses')));
});

test('queues are those of the generator and of every worker that tells', () => {
  assert.deepEqual(
    selectQueues(searching).rows.map(({ name }) => name),
    ['in flight', 'waiting to send', 'worker-1', 'worker-2'],
  );
  assert.deepEqual(
    selectQueues(initialView).rows.map(({ depth }) => depth),
    [null, null],
  );
});

test('a run is summed up with each of its promises', () => {
  const run = selectRun(searching, endMs);
  assert.equal(run.good + run.bad, run.sent);
  assert.deepEqual(
    run.objectives.map(({ text, isMet }) => [text, isMet]),
    [
      ['p99 < 50ms', false],
      ['errors < 1%', true],
    ],
  );
  assert.equal(selectRun(initialView, 0).startedAtMs, null);
});
