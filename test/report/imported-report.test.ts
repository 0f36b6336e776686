import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEvent } from '../../source/model/events.js';
import type { ImportedFrom } from '../../source/model/imported.js';
import { safeEvent } from '../../source/record/safe-event.js';
import { rateChart } from '../../source/report/chart/load-charts.js';
import { markupText } from '../../source/report/chart/markup.js';
import { digestSchema } from '../../source/report/digest-schema.js';
import { reportPage } from '../../source/report/html/page.js';
import { noFigures } from '../../source/report/import/reading.js';
import { createSeconds } from '../../source/report/import/seconds.js';
import { reportMarkdown } from '../../source/report/markdown.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';
import { digestOf } from './sample-digest.js';

const from: ImportedFrom = {
  tool: 'k6',
  file: 'nightly.json',
  loop: 'unknown',
  connections: 10,
  figures: {
    durationSeconds: 20,
    requests: 2000,
    failed: 400,
    offeredPerSecond: 100,
    achievedPerSecond: 80,
    latencyMs: { ...noFigures.latencyMs, p50: 5, p99: 9 },
  },
  validity: { valid: true, reasons: ['k6 counts from sending.'] },
};

const started: SessionEvent = {
  atMs: 0,
  kind: 'session/started',
  head: { ...scriptedHead, kind: 'imported', objectives: [], servers: [], streams: [], imported: from },
};
const ended: SessionEvent = { atMs: 20_000, kind: 'session/ended', reason: 'imported' };

/** Twenty seconds of 90 to 110 requests. */
function seconds(): readonly SessionEvent[] {
  const events: SessionEvent[] = [];
  const sorting = createSeconds({ startedMs: 0, endedMs: 20_000 }, 'imported', (interval) =>
    events.push({ atMs: interval.startMs + interval.durationMs, kind: 'load/interval', interval }),
  );
  for (let second = 0; second < 20; second++) {
    for (let at = 0; at < 90 + second; at++) {
      sorting.add({ startMs: second * 1000 + at * 5, latencyMs: 5, outcome: at % 5 === 0 ? 'badStatus' : 'ok' });
    }
  }
  sorting.end();
  return events;
}

for (const [what, events] of [
  ['a summary', [started, ended]],
  ['each request', [started, ...seconds(), ended]],
] as const) {
  test(`a report of ${what} of another program gives its figures and nothing that nobody told`, () => {
    const digest = digestOf(events, { kind: 'imported', importedFrom: 'k6' });
    digestSchema.parse(JSON.parse(JSON.stringify(digest)));
    assert.deepEqual([digest.asked.arrivals, digest.asked.seed], [null, null]);
    for (const text of [reportPage(digest), reportMarkdown(digest)]) {
      assert.match(text, /Imported from k6 \(nightly\.json\): 2,000 requests in 20 s by 10 virtual users/);
      assert.match(text, /What k6 told/);
      assert.match(text, /100\/s/);
      assert.match(text, /9\.00 ms/);
      assert.match(text, /k6 measured this, and plimsoll did not/);
      assert.match(text, /k6 counts from sending\./);
      assert.doesNotMatch(
        text,
        /without an answer|poisson|seed|measured with plimsoll|How to do it again|what a user waits|asked for|never sent|session\.json/i,
      );
    }
  });
}

test('seconds of a constant load that differ by chance are one row', () => {
  const { rates } = digestOf([started, ...seconds(), ended], { kind: 'imported', importedFrom: 'k6' });
  assert.deepEqual(
    rates.map(({ perSecond, requests, seconds: held }) => [perSecond, requests, held]),
    [[100, 1990, 20]],
  );
});

test('what nobody asked for is not in the chart of rates', () => {
  const digest = digestOf([started, ...seconds(), ended], { kind: 'imported', importedFrom: 'k6' });
  assert.doesNotMatch(markupText(rateChart(digest, 'wide')!), /asked for/);
});

test('an older recording of imported results is read, with its rates counted again', () => {
  const { achievedPerSecond: _, offeredPerSecond: __, ...figures } = from.figures;
  const head = { ...started.head, kind: 'run', imported: { ...from, figures: { ...figures, perSecond: 80 } } };
  const event = safeEvent({ ...started, head });
  assert.ok(event?.kind === 'session/started');
  assert.deepEqual(event.head.imported?.figures, from.figures);
  const digest = digestOf([{ ...started, head } as unknown as SessionEvent, ended], { kind: 'run' });
  assert.equal(digest.session.kind, 'imported');
  assert.deepEqual(digest.imported, from);
});
