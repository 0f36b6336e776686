import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Alert } from '../../source/model/alert.js';
import type { SessionEvent, SessionEventBody, SessionHead, SessionKind } from '../../source/model/events.js';
import type { SessionResult } from '../../source/model/session-result.js';
import type { WorkResult } from '../../source/model/work-result.js';
import { openSpanReader } from '../../source/record/read-span.js';
import { writeFirstVersion } from '../record/first-version.js';
import { withFolder } from '../record/helpers.js';
import { monitorResult, runResult } from '../report/helpers.js';
import { scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';
import { longHead, longSession } from './helpers/long-session.js';
import { asTold, record, startRecording } from './helpers/recorded.js';
import { assertSameFrames } from './helpers/same-frames.js';

const workResult: WorkResult = {
  kind: 'discovery',
  axis: 'work',
  target: 'http://127.0.0.1:8080/',
  workload: 'fibonacci',
  seed: 1,
  objectives: ['p99 < 50ms'],
  heaviestLevel: 30,
  ended: 'missed',
  bindingObjective: 'p99 < 50ms',
  growth: 1.62,
  steps: [{ level: 30, met: true, requests: 30, badRatio: 0, meanMs: 14, p50Ms: 13, maxMs: 20, aborted: false }],
  sentRequests: 30,
  badRequests: 0,
  coolDown: [],
  durationSeconds: 40,
  validity: { valid: true, reasons: [] },
  sentence: 'Level 30 is the heaviest that keeps p99 < 50ms.',
};
const benchResult: SessionResult = {
  kind: 'bench',
  target: workResult.target,
  workload: 'fibonacci',
  objectives: workResult.objectives,
  heaviestLevel: 30,
  heaviest: workResult,
  configurations: [{ level: 30, result: scriptedAnswer, coolDown: [], servers: [], streams: [] }],
  durationSeconds: 90,
  validity: { valid: true, reasons: [] },
  sentence: 'Level 30 carries 1,210 requests a second.',
};

/** The events of a search, by another kind of session, with more before and after them. */
function around(
  kind: SessionKind,
  before: readonly SessionEventBody[],
  result: SessionResult,
): readonly [SessionHead, readonly SessionEvent[]] {
  const head = { ...scriptedHead, kind };
  const search = asTold(searchEvents()).slice(1);
  const endMs = (search.at(-1)?.atMs ?? 0) + 10;
  const after: readonly SessionEventBody[] = [
    { kind: 'result', result },
    { kind: 'run/state', from: 'running', to: 'finished', cause: 'plan', reason: 'done' },
    { kind: 'session/ended', reason: 'quit' },
  ];
  return [
    head,
    [
      { atMs: 0, kind: 'session/started', head },
      ...before.map((body, index): SessionEvent => ({ ...body, atMs: 0.5 + index / 100 })),
      ...search.map((event) => ({ ...event, atMs: event.atMs + 1 })),
      ...after.map((body, index): SessionEvent => ({ ...body, atMs: endMs + index })),
    ],
  ];
}

const levels: readonly SessionEventBody[] = [
  { kind: 'discovery/event', event: { kind: 'level', level: 30, requests: 30, foretoldMs: null } },
  {
    kind: 'discovery/event',
    event: {
      kind: 'level-verdict',
      level: 30,
      verdict: 'meets',
      meanMs: 14,
      badRatio: 0,
      requests: 30,
      reason: 'in time',
    },
  },
];
const configurations: readonly SessionEventBody[] = [
  {
    kind: 'bench/event',
    event: { kind: 'configuration', target: workResult.target, workload: 'fibonacci', level: null, number: 1, of: 2 },
  },
  ...levels,
  { kind: 'bench/event', event: { kind: 'heaviest', result: workResult } },
  {
    kind: 'bench/event',
    event: { kind: 'configuration', target: workResult.target, workload: 'fibonacci', level: 30, number: 2, of: 2 },
  },
];
const job = {
  number: 1,
  level: 'small',
  id: 'j-1',
  word: 'training',
  accuracy: null,
  via: 'poll',
  reason: null,
} as const;
const jobs: readonly SessionEventBody[] = [
  {
    kind: 'job/event',
    event: {
      kind: 'level',
      level: { level: 'small', number: 1, of: 2, rows: 1000, columns: 8, sizeBytes: 64_000, atOnce: 1 },
    },
  },
  { kind: 'job/event', event: { kind: 'job', status: { ...job, state: 'running', progress: 0.4, elapsedMs: 900 } } },
  { kind: 'job/event', event: { kind: 'job', status: { ...job, state: 'done', progress: 1, elapsedMs: 2100 } } },
];
const watched = { seconds: 70, servers: 3, streams: 2, hasLoad: false };

const alert: Alert = {
  id: '0123456789abcdef',
  rule: 'busy',
  labels: { server: 'api-1' },
  annotations: { summary: 'api-1 is busy' },
  severity: 'critical',
  phase: 'firing',
  value: 97,
  activeAtMs: 61_000,
  notifies: true,
};
/** What happens at which second of a session that has everything at once: alerts, jobs, a rate that was typed. */
const happenings: readonly (readonly [second: number, body: SessionEventBody])[] = [
  [62, { kind: 'alert/event', event: { kind: 'state', alert, from: 'pending', because: 'cpu was 97 %' } }],
  [
    64,
    {
      kind: 'alert/event',
      event: { kind: 'notified', channel: 'mail', isDelivered: false, alerts: 1, text: 'connection refused' },
    },
  ],
  [
    66,
    {
      kind: 'alert/event',
      event: { kind: 'mute', id: alert.id, mute: { kind: 'acknowledged', note: 'seen', cause: 'key' } },
    },
  ],
  [70, { kind: 'load/rate', perSecond: 333, cause: 'key', reason: 'typed', held: true }],
  ...jobs.map((body, index) => [100 + 10 * index, body] as const),
  [
    150,
    {
      kind: 'alert/event',
      event: { kind: 'state', alert: { ...alert, phase: 'resolved' }, from: 'firing', because: 'cpu is 20 %' },
    },
  ],
];
const busy = { seconds: 200, servers: 3, streams: 2 };

/** Load of two names of requests, servers, streams, jobs and alerts, over more than three minutes. */
function* everything(): Generator<SessionEvent> {
  const waiting = [...happenings];
  for (const event of longSession(busy)) {
    for (; waiting[0] !== undefined && waiting[0][0] * 1000 + 50 <= event.atMs; waiting.shift()) {
      yield { atMs: waiting[0][0] * 1000 + 50, ...waiting[0][1] };
    }
    if (event.kind !== 'load/interval') yield event;
    else {
      const { outcomes, responseTime, serviceTime } = event.interval;
      const requests = ['buy', 'look'].map((name) => ({ name, outcomes, responseTime, serviceTime }));
      yield { ...event, interval: { ...event.interval, requests } };
    }
  }
}

const sessions: { readonly [name: string]: readonly [SessionHead, readonly SessionEvent[]] } = {
  demo: around('demo', [], scriptedAnswer),
  run: around('run', [], runResult),
  discovery: around('discovery', [], scriptedAnswer),
  work: around('discovery', levels, workResult),
  bench: around('bench', configurations, benchResult),
  jobs: around('jobs', jobs, runResult),
  everything: [longHead(busy), [...everything()]],
  monitor: [
    longHead(watched),
    [...longSession(watched), { atMs: 80_000, kind: 'result', result: { ...monitorResult, durationSeconds: 70 } }],
  ],
};

for (const [name, [head, events]] of Object.entries(sessions)) {
  test(`a session of kind ${name} is replayed as it was`, () =>
    withFolder((folder) => assertSameFrames(record(folder, head, events), events, 41)));

  test(`a session of kind ${name} that was interrupted is replayed up to there`, () =>
    withFolder((folder) => {
      const writer = startRecording(folder, head);
      const kept = events.slice(0, Math.floor(events.length * 0.6));
      for (const event of kept) writer.sink(event);
      writer.pass(250);
      // As a kill leaves it: with what was not yet taken over from the log.
      const file = join(folder, 'killed.sqlite');
      for (const side of ['', '-wal']) copyFileSync(`${writer.file}${side}`, `${file}${side}`);
      writer.close();
      const database = new DatabaseSync(file);
      database.exec("UPDATE session_head SET writer_start = 'another'");
      database.close();
      const reader = openSpanReader(file);
      assert.equal(reader.summary().state, 'interrupted');
      reader.close();
      assertSameFrames(file, kept, Math.max(5, Math.floor(kept.length / 50)));
    }));

  test(`a session of kind ${name} in the first version of the tables is replayed as it was`, () =>
    withFolder((folder) => {
      const file = join(folder, 'old.sqlite');
      writeFirstVersion(file, head, events);
      assertSameFrames(file, events, 61);
    }));
}
