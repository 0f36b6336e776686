import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress } from '../../source/commands/progress.js';
import type { SessionEvent } from '../../source/model/events.js';
import { emptyHistogram } from '../../source/model/histogram.js';
import type { JobStatus } from '../../source/model/job.js';
import type { LoadInterval } from '../../source/model/load.js';
import { noOutcomes } from '../../source/model/outcome.js';
import { alertNamed } from '../engine/alert/helpers/alerts-of.js';
import { jobLevel } from '../report/jobs-result.js';
import { runningJob } from '../store/helpers/jobs-view.js';

const interval: LoadInterval = {
  startMs: 0,
  durationMs: 1000,
  phase: 'measure',
  intendedPerSecond: 1500,
  due: 1500,
  sent: 1500,
  outcomes: { ...noOutcomes, ok: 1490, timeout: 10 },
  inFlight: 7,
  waiting: 0,
  connectionsOpen: 9,
  responseTime: emptyHistogram,
  serviceTime: emptyHistogram,
  sendLag: emptyHistogram,
};

test('tells the load every two seconds, whatever comes in between', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  for (let second = 1; second <= 5; second++) progress({ atMs: second * 1000, kind: 'load/interval', interval });
  assert.equal(lines.length, 3);
  assert.match(lines[0]!, /1\.0 s {2}offered 1,500\/s {2}achieved 1,490\/s {2}no answers {2}in flight 7 {2}failed 10/);
});

test('tells changes of state, phases, verdicts and the bracket', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  progress({ atMs: 10, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: 'ramp begins' });
  progress({ atMs: 20, kind: 'discovery/event', event: { kind: 'phase', phase: 'ramp', reason: 'warm' } });
  progress({
    atMs: 30,
    kind: 'discovery/event',
    event: { kind: 'bracket', lowerPerSecond: 900, upperPerSecond: 1100 },
  });
  assert.deepEqual(
    lines.map((line) => line.slice(10)),
    ['running: ramp begins', '-- ramp: warm', 'the line is between 900/s and 1,100/s'],
  );
});

test('no control character of a foreign text reaches the terminal', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  progress({ atMs: 0, kind: 'note', severity: 'warning', text: 'bad \u001b[2Jnews\r\n\u009b31m\u202e' });
  assert.doesNotMatch(lines[0]!, /[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('a server that stays away is told once for each reason, not for each try', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  const down = (reason: string, retryAtMs?: number): SessionEvent => ({
    atMs: 0,
    kind: 'server/state',
    server: 'api',
    state: { kind: 'down', reason, ...(retryAtMs === undefined ? {} : { retryAtMs }) },
  });
  const live: SessionEvent = { atMs: 0, kind: 'server/state', server: 'api', state: { kind: 'live' } };
  for (const event of [down('a', 1), down('a'), down('a', 9), down('b', 20), live, down('b', 30)]) progress(event);
  assert.deepEqual(
    lines.map((line) => line.replace(/^.* s {2}/, '')),
    ['api is down: a', 'api is down: b', 'api is down: b'],
  );
});

test('tells levels and every change of a job, and its progress every two seconds', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  const tell = (atMs: number, status: Partial<JobStatus>): void =>
    progress({ atMs, kind: 'job/event', event: { kind: 'job', status: { ...runningJob, ...status } } });
  progress({ atMs: 0, kind: 'job/event', event: { kind: 'level', level: jobLevel } });
  tell(10, { state: 'uploading', id: null, progress: null, via: null });
  for (let step = 1; step <= 30; step++) tell(step * 100, { progress: step / 100 });
  tell(3050, { state: 'done', progress: 1, accuracy: 0.94 });
  assert.deepEqual(
    lines.map((line) => line.trim()),
    [
      '0.0 s  == 1 of 2: level 1, 2000 rows of 12 columns, a job',
      '0.0 s  job 2 is being uploaded',
      '0.1 s  job 2 (w2-1hf-4) training, 1.0 %, by stream',
      '2.0 s  job 2 (w2-1hf-4) training, 20 %, by stream',
      '3.0 s  job 2 (w2-1hf-4) done, 100 %, accuracy 94.0 %, by stream',
    ],
  );
});

test('tells alerts that fire and that are over, and none that is pending', () => {
  const lines: string[] = [];
  const progress = createProgress((line) => lines.push(line));
  for (const [atMs, phase] of [
    [1000, 'pending'],
    [2000, 'firing'],
    [3000, 'resolved'],
  ] as const) {
    const event = {
      kind: 'state',
      alert: alertNamed('a', { phase }),
      from: 'pending',
      because: 'it no longer holds',
    } as const;
    progress({ atMs, kind: 'alert/event', event });
  }
  assert.deepEqual(
    lines.map((line) => line.trim()),
    ['2.0 s  Hot api-1: api-1 is hot', '3.0 s  Hot api-1: api-1 is hot is over: it no longer holds'],
  );
});
