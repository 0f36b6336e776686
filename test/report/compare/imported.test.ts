import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunCell } from '../../../source/measure/run-cells.js';
import type { SessionEvent } from '../../../source/model/events.js';
import type { ImportedFigures, ImportedFrom } from '../../../source/model/imported.js';
import { comparePair } from '../../../source/report/compare/compare-pair.js';
import type { SessionDigest } from '../../../source/report/compare/digest.js';
import { digestSession } from '../../../source/report/compare/digest-session.js';
import { trendOf } from '../../../source/report/compare/trend.js';
import { noFigures } from '../../../source/report/import/reading.js';
import { simulateRun, slowed } from '../../helpers/simulated-run.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { eventsOf, headOf } from './helpers.js';

const { target } = scenarioNamed('mmc8');

type Made = {
  readonly tool?: ImportedFrom['tool'];
  readonly loop?: ImportedFrom['loop'];
  readonly figures?: Partial<ImportedFigures>;
  readonly cells?: readonly RunCell[];
  readonly day?: number;
};

const caveat = 'a caveat of its own.';

/** The digest of results of another program: a summary, or one second a cell. */
function importedDigest({ cells = [], day = 1, figures = {}, loop = 'unknown', tool = 'k6' }: Made): SessionDigest {
  const startedAt = `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`;
  const made = { id: `d${day}`, startedAt, cells, results: [] };
  const imported: ImportedFrom = {
    tool,
    file: 'results',
    loop,
    connections: null,
    figures: { ...noFigures, ...figures },
    validity: { valid: true, reasons: [caveat] },
  };
  const head = { ...headOf(made), kind: 'imported' as const, imported };
  const [, ...others] = eventsOf(made);
  const { id, kind } = head;
  const events: SessionEvent[] = [{ atMs: 0, kind: 'session/started', head }, ...others];
  return digestSession(
    { id, kind, name: null, startedAt, target: head.target, file: '', endedAt: startedAt, state: 'complete' },
    events,
  );
}

const summary = (p99: number): Partial<ImportedFigures> => ({
  offeredPerSecond: 100,
  achievedPerSecond: 80,
  latencyMs: { ...noFigures.latencyMs, p50: 5, p99 },
});

test('the true reason stands first where nothing can be compared', () => {
  const { notes, sentence } = comparePair(
    importedDigest({ tool: 'k6', figures: summary(9) }),
    importedDigest({ tool: 'vegeta', loop: 'open', figures: summary(9) }),
    0.05,
  );
  assert.match(sentence, /have nothing that can be compared: k6 and vegeta measure latency in different ways\.$/);
  assert.match(notes[0]!, /^Not compared: k6 and vegeta/);
  assert.deepEqual(notes.slice(1), [`About the baseline: ${caveat}`, `About the candidate: ${caveat}`]);
});

test('two summaries are not told to be measured longer', () => {
  const { metrics, notes, sentence, verdict } = comparePair(
    importedDigest({ figures: summary(9) }),
    importedDigest({ figures: summary(18) }),
    0.05,
  );
  assert.equal(verdict, 'unclear');
  assert.match(sentence, /single numbers of whole tests, and no length of a test tells how sure those are/);
  assert.doesNotMatch([sentence, ...notes].join(' '), /measure longer|No rate was held/);
  assert.deepEqual(
    metrics.map(({ baseline, metric }) => [metric, baseline.value]),
    [
      ['throughput', 80],
      ['p50', 5],
      ['p99', 9],
    ],
  );
});

test('how arrivals came is no reason against comparing where no program told it', () => {
  const cells = simulateRun(target, 100, 20, 1);
  const { verdict } = comparePair(
    importedDigest({ cells, figures: summary(9) }),
    importedDigest({ loop: 'open', figures: summary(9) }),
    0.05,
  );
  assert.equal(verdict, 'unclear');
});

/** Fourteen tests at about one rate, half as slow again from the eighth on. */
const history = (made: (day: number) => Made): readonly SessionDigest[] =>
  Array.from({ length: 14 }, (_, at) => importedDigest({ day: at + 1, ...made(at + 1) }));

test('requests of tests whose rates differ by chance are followed over time', () => {
  const digests = history((day) => ({
    cells: simulateRun(slowed(target, day < 8 ? 1 : 1.5), 100, 15, day),
    figures: { offeredPerSecond: 100 + Math.sin(day), achievedPerSecond: 100 + Math.sin(day) },
  }));
  const { series, verdict } = trendOf('nightly', digests, 0.05);
  assert.equal(verdict, 'regression');
  assert.deepEqual(
    series.map(({ changes, metric, perSecond, points }) => [metric, perSecond, points.length, changes[0]?.id]),
    [
      ['p99', null, 14, 'd8'],
      ['throughput', null, 14, undefined],
    ],
  );
});

test('summaries are followed over time, at the rate that the clock gave them', () => {
  const digests = history((day) => ({
    tool: 'vegeta',
    loop: 'open',
    figures: { ...summary(day < 8 ? 10 + (day % 3) / 10 : 15 + (day % 3) / 10), offeredPerSecond: 100 + Math.sin(day) },
  }));
  const { series, verdict } = trendOf('nightly', digests, 0.05);
  assert.equal(verdict, 'regression');
  assert.deepEqual(
    series.map(({ metric, perSecond, points }) => [metric, perSecond, points.length]),
    [['p99', 99, 14]],
  );
});

test('rates that were asked for apart, and programs, are series of their own', () => {
  const digests = [
    ...[1, 2, 3].map((day) => importedDigest({ day, tool: 'vegeta', loop: 'open', figures: summary(9) })),
    ...[4, 5, 6].map((day) =>
      importedDigest({ day, tool: 'wrk2', loop: 'open', figures: { ...summary(9), offeredPerSecond: 110 } }),
    ),
  ];
  assert.deepEqual(
    trendOf('nightly', digests, 0.05).series.map(({ metric, perSecond }) => [metric, perSecond]),
    [
      ['p99 of vegeta', 100],
      ['p99 of wrk2', 110],
    ],
  );
});
