import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogramRecorder } from '../../../source/measure/histogram-recorder.js';
import { emptyHistogram } from '../../../source/model/histogram.js';
import { noOutcomes } from '../../../source/model/outcome.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectLoad } from '../../../source/store/selectors/load.js';
import { initialView } from '../../../source/store/state.js';
import { createRandom } from '../../../source/time/random.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { mostLoadRows, paintLoad } from '../../../source/ui/panes/load-pane.js';
import { themeOf } from '../../../source/ui/theme.js';
import { interval } from '../../store/helpers/scripted-session.js';
import { unstyled } from '../helpers/frames.js';

function single(valueUs: number) {
  const recorder = createHistogramRecorder();
  recorder.record(valueUs);
  return recorder.toData();
}

const counted = (name: string, ok: number, badStatus: number) => ({
  name,
  outcomes: { ...noOutcomes, ok, badStatus },
  responseTime: single(2_000),
  serviceTime: emptyHistogram,
});

function painted(
  requests: ReturnType<typeof counted>[],
  resent: number,
  height = mostLoadRows(requests.length),
): string {
  const told = { ...interval(1_000, 100, 1_000, createRandom(1)), requests, resent };
  const view = [
    { atMs: 0, kind: 'run/state', from: 'idle', to: 'running', cause: 'key', reason: '' } as const,
    { atMs: 1_000, kind: 'load/interval', interval: told } as const,
    { atMs: 2_000, kind: 'load/interval', interval: { ...told, startMs: 2_000 } } as const,
  ].reduce(reduce, initialView);
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block'), number: 2, isFocused: false };
  return paintLoad(selectLoad(view, 2_100), { ...look, width: 60, height })
    .map(unstyled)
    .join('\n');
}

test('requests are shown by name: rate and times of the last interval, the failed share of all', () => {
  const text = painted([counted('browse', 90, 10), counted('buy', 10, 0)], 0);
  assert.match(text, /request +good +p50 +p99 +failed/);
  assert.match(text, /browse +90\.0\/s +2\.0 ms +2\.0 ms +10 %/);
  assert.match(text, /buy +10\.0\/s +2\.0 ms +2\.0 ms +0 %/);
  assert.doesNotMatch(text, /sent again/);
});

test('one name of request is no table, and requests sent again are counted where there are any', () => {
  const text = painted([], 4);
  assert.doesNotMatch(text, /request +good/);
  assert.match(text, /sent again 8/);
});

test('what was really sent stands beside what was asked for, in the least that the pane gets', () => {
  assert.match(painted([], 0, 7), /target[\s\S]*offered[\s\S]*achieved[\s\S]*in flight/);
});
