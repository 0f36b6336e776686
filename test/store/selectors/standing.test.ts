import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../../source/model/events.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectLatency } from '../../../source/store/selectors/latency.js';
import { selectRun } from '../../../source/store/selectors/summary.js';
import { initialView } from '../../../source/store/state.js';
import { createRandom } from '../../../source/time/random.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { paintLatency } from '../../../source/ui/panes/latency-pane.js';
import { paintRun } from '../../../source/ui/panes/run-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { unstyled } from '../../ui/helpers/frames.js';
import { interval, scriptedHead } from '../helpers/scripted-session.js';

const canvas = {
  width: 60,
  height: 10,
  number: 1,
  isFocused: false,
  theme: themeOf('default'),
  glyphs: glyphsOf('block'),
};

/** Twelve seconds far under the line, in which this share of arrivals failed. */
function seconds(failedRatio: number) {
  const random = createRandom(1);
  const intervals = Array.from({ length: 12 }, (_, second): SessionEvent => {
    const whole = interval(second * 1000, 100, 1000, random);
    const failed = Math.round(whole.due * failedRatio);
    // Good answers are as quick as before: those that failed are more.
    const told = { ...whole, due: whole.due + failed, outcomes: { ...noOutcomes, ok: whole.due, badStatus: failed } };
    return { atMs: (second + 1) * 1000, kind: 'load/interval', interval: told };
  });
  return viewOf([
    { atMs: 0, kind: 'session/started', head: scriptedHead },
    { atMs: 0, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: 'begins' },
    ...intervals,
  ]);
}

test('panes judge an objective as the answer does: whatever failed counts as late', () => {
  const [kept, missed] = [seconds(0), seconds(0.1)];
  const isMetOf = (view: typeof kept) => [
    selectRun(view, 12_000).objectives[0],
    selectLatency(view).rows.find(({ name }) => name === 'p99'),
  ];
  assert.deepEqual(
    isMetOf(kept).map((one) => one?.isMet),
    [true, true],
  );
  assert.deepEqual(
    isMetOf(missed).map((one) => one?.isMet),
    [false, false],
  );
  const run = paintRun(selectRun(missed, 12_000), canvas).map(unstyled).join('\n');
  assert.match(run, /✗ missed {2}p99 < 50ms +9\.1 % failed/);
  const latency = paintLatency(selectLatency(missed), { ...canvas, width: 50, height: 6 })
    .map(unstyled)
    .join('\n');
  assert.match(latency, /^.*p99 .* <50 ✗/m);
  assert.doesNotMatch(`${run}${latency}`, /✓/);
});

test('an objective of which nothing has ended yet is open', () => {
  const view = viewOf([{ atMs: 0, kind: 'session/started', head: scriptedHead }]);
  assert.equal(selectRun(view, 0).objectives[0]?.isMet, null);
  assert.equal(selectLatency(view).rows.find(({ name }) => name === 'p99')?.isMet, null);
});

function viewOf(events: readonly SessionEvent[]) {
  return events.reduce(reduce, initialView);
}
