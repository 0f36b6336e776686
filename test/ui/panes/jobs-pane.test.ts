import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { initialScreen } from '../../../source/ui/keys/screen-state.js';
import { paintPane } from '../../../source/ui/panes/paint-pane.js';
import { statusSentence } from '../../../source/ui/plain.js';
import { composeScreen, panesOf } from '../../../source/ui/screen.js';
import { themeOf } from '../../../source/ui/theme.js';
import { jobsView, runningJob } from '../../store/helpers/jobs-view.js';
import { assertFrame, unstyled } from '../helpers/frames.js';

const look = { theme: themeOf('default'), glyphs: glyphsOf('block') };

function painted(view: SessionView, width: number, height: number): readonly string[] {
  const canvas = { ...look, number: 5, isFocused: false, width, height };
  return paintPane('discovery', view, 7000, canvas).map(unstyled);
}

test('a session of jobs shows its level, its jobs and the levels before', () => {
  const failed = { ...runningJob, number: 3, state: 'failed', reason: 'out of memory' } as const;
  const view = jobsView({ kind: 'job/event', event: { kind: 'job', status: failed } });
  assertFrame('pane-jobs-76x8', painted(view, 76, 8));
});

test('a session of jobs has no panes of a load, and its answer is where it is looked for', () => {
  const view = jobsView();
  assert.deepEqual(panesOf(view), ['servers', 'streams', 'discovery', 'events', 'queues']);
  const tiles = composeScreen({
    view,
    nowMs: 7000,
    screen: initialScreen,
    size: { columns: 100, rows: 30 },
    look,
    isRecording: true,
  });
  const text = tiles.flatMap(({ lines }) => lines.map(unstyled)).join('\n');
  assert.match(text, /job 2 training/);
});

test('a terminal too small for panes is told the level, and how far its jobs are', () => {
  const size = { columns: 50, rows: 11 };
  const request = { view: jobsView(), nowMs: 7000, screen: initialScreen, size, look, isRecording: true };
  const text = composeScreen(request)
    .flatMap(({ lines }) => lines.map(unstyled))
    .join('\n');
  assert.match(text, /jobs +level 2, 2 of 2/);
  assert.match(text, /job 2 +training 42 %/);
});

test('without a screen, a sentence tells the level and how far its jobs are', () => {
  assert.match(statusSentence(jobsView(), 7000), /load is running[,;:] level 2, 2 of 2[,;:] job 2 running 42 %/);
});

test('whatever the size, the pane fills exactly its rectangle', () => {
  for (const view of [jobsView(), { ...initialView, head: jobsView().head }]) {
    for (const width of [20, 40, 76, 140]) {
      for (const height of [3, 5, 12]) {
        const lines = painted(view, width, height);
        assert.equal(lines.length, height);
        for (const line of lines) assert.equal([...line].length, width, line);
      }
    }
  }
  assert.match(painted({ ...initialView, head: jobsView().head }, 60, 5).join(''), /no job has begun/);
});
