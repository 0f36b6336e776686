import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { SessionEvent } from '../../source/model/events.js';
import { emptyHistogram, noLatency } from '../../source/model/histogram.js';
import { noOutcomes } from '../../source/model/outcome.js';
import type { RunResult } from '../../source/model/run.js';
import { runSentence } from '../../source/model/run-sentence.js';
import { safeEvent } from '../../source/record/safe-event.js';
import { csvTablesOf } from '../../source/report/csv-tables.js';
import { digestSchema } from '../../source/report/digest-schema.js';
import { headlinesOf } from '../../source/report/headlines.js';
import { reportPage } from '../../source/report/html/page.js';
import { reportMarkdown } from '../../source/report/markdown.js';
import { runResultSchema } from '../../source/report/result-schema.js';
import { runText } from '../../source/report/text.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';
import { runResult } from './helpers.js';
import { digestOf } from './sample-digest.js';

const failed = { ...noOutcomes, badStatus: 36 };
const zeros = { mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 };

/** A run to which a target answered nothing but errors, with its times as `times`. */
function unanswered(times: RunResult['responseTimeMs']): RunResult {
  const named = { name: 'bad', outcomes: failed, responseTimeMs: times, serviceTimeMs: times };
  return {
    ...runResult,
    achieved: { count: 0, perSecond: 0 },
    outcomes: failed,
    responseTimeMs: times,
    serviceTimeMs: times,
    requests: [
      named,
      { ...named, name: 'good', outcomes: runResult.outcomes, responseTimeMs: runResult.responseTimeMs },
    ],
    objectives: [{ text: 'p99 < 50ms', met: false, value: null }],
  };
}

function events(result: RunResult): readonly SessionEvent[] {
  const empty = { responseTime: emptyHistogram, serviceTime: emptyHistogram };
  return [
    { atMs: 0, kind: 'session/started', head: { ...scriptedHead, kind: 'run' } },
    {
      atMs: 1000,
      kind: 'load/interval',
      interval: {
        startMs: 0,
        durationMs: 1000,
        phase: 'measure',
        intendedPerSecond: 36,
        due: 36,
        sent: 36,
        outcomes: failed,
        inFlight: 0,
        waiting: 0,
        connectionsOpen: 1,
        ...empty,
        sendLag: emptyHistogram,
        requests: [{ name: 'bad', outcomes: failed, ...empty }],
      },
    },
    { atMs: 1001, kind: 'result', result },
  ];
}

test('where nothing was answered well, the JSON of a run and of its report have null for every time', () => {
  const result = unanswered(noLatency);
  assert.equal(runResultSchema.safeParse(result).success, true);
  const digest = digestOf(events(result));
  assert.equal(digestSchema.safeParse(digest).success, true);
  const interval = { p50: null, p90: null, p99: null, p999: null };
  assert.deepEqual(digest.load?.responseTimeMs, { ...noLatency, count: 0, intervals95: interval });
  assert.deepEqual([digest.load?.serviceTimeMs, digest.load?.sendLagMs], [noLatency, noLatency]);
  assert.deepEqual(digest.requests, [
    { name: 'bad', outcomes: failed, responseTimeMs: noLatency, serviceTimeMs: noLatency },
  ]);
});

test('an older recording with zeros where nothing was answered well is read as one that does not know', () => {
  const read = safeEvent({ atMs: 1, kind: 'result', result: unanswered(zeros) });
  assert.ok(read?.kind === 'result' && read.result.kind === 'run');
  const { requests, responseTimeMs, sendLagMs, serviceTimeMs } = read.result;
  assert.deepEqual([responseTimeMs, serviceTimeMs, sendLagMs], [noLatency, noLatency, runResult.sendLagMs]);
  assert.deepEqual([requests[0]?.responseTimeMs, requests[1]?.responseTimeMs], [noLatency, runResult.responseTimeMs]);
  const unsent = safeEvent({
    atMs: 1,
    kind: 'result',
    result: { ...unanswered(zeros), offered: { count: 0, perSecond: 0 } },
  });
  assert.ok(unsent?.kind === 'result' && unsent.result.kind === 'run');
  assert.deepEqual(unsent.result.sendLagMs, { p50: null, p99: null, max: null });
});

test('where nothing was answered well, no report shows a time of 0', () => {
  const result = unanswered(noLatency);
  const digest = digestOf(events(result));
  assert.match(runSentence(result), /answered 0 of 5,000 requests a second well \(nothing\)/);
  const text = runText(result);
  assert.match(text, /\nresponse time +- +- +- +- +- +-\n/);
  assert.match(text, /\nbad +36 +100 % +- +- +- +-\n/);
  assert.match(text, /\ngood .* 1\.23 ms/);
  const tile = headlinesOf(digest).find(({ label }) => label === 'p99 response time');
  assert.deepEqual([tile?.value, tile?.detail], ['–', 'p50 –']);
  assert.match(reportMarkdown(digest), /\| bad \| 36 \| 100 % \| – \| – \| – \| – \|/);
  const { text: csv = '' } = csvTablesOf(digest).find(({ name }) => name === 'requests') ?? {};
  const [, row] = parse(csv) as string[][];
  assert.deepEqual(row?.slice(-6), ['', '', '', '', '', '']);
  for (const whole of [text, reportMarkdown(digest), reportPage(digest)]) {
    assert.doesNotMatch(whole, /\b0(?:\.0+)? ms|null|NaN/);
  }
});
