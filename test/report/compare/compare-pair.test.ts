import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveryResult } from '../../../source/model/discovery.js';
import { comparePair } from '../../../source/report/compare/compare-pair.js';
import { compareSessions } from '../../../source/report/compare/compare-sessions.js';
import { comparisonText } from '../../../source/report/compare/comparison-text.js';
import { simulateRun, slowed } from '../../helpers/simulated-run.js';
import { scenarioNamed } from '../../helpers/simulated-scenarios.js';
import { searchSimulated } from '../../helpers/simulated-search.js';
import { scriptedAnswer } from '../../store/helpers/scripted-session.js';
import { digestOf, digestOfSearch, type MadeSession, validRun } from './helpers.js';

const { target } = scenarioNamed('mmc8');

function runOf(seed: number, factor = 1, more: Partial<MadeSession> = {}): MadeSession {
  return { id: `s${seed}`, cells: simulateRun(slowed(target, factor), 500, 40, seed), perSecond: 500, ...more };
}

function lineOf(estimatePerSecond: number, half: number, more: Partial<DiscoveryResult> = {}): MadeSession {
  const interval95 = [estimatePerSecond * (1 - half), estimatePerSecond * (1 + half)] as const;
  return { results: [{ ...scriptedAnswer, flags: [], estimatePerSecond, interval95, ...more }] };
}

const verdictsOf = (before: MadeSession, after: MadeSession, band = 0.05) => {
  const pair = comparePair(digestOf(before), digestOf(after), band);
  return { ...pair, by: Object.fromEntries(pair.metrics.map((metric) => [metric.metric, metric.verdict])) };
};

test('the same system measured twice is not told apart', () => {
  const { by, metrics, rates, verdict } = verdictsOf(runOf(1), runOf(2));
  assert.equal(verdict, 'same');
  assert.deepEqual(Object.keys(by), ['p50', 'p90', 'p99', 'typical time', 'bad requests']);
  assert.equal(by.p50, 'same');
  assert.ok(metrics.every(({ candidate }) => candidate.interval95 !== null));
  assert.equal(rates.length, 1);
  assert.ok(Math.abs(rates[0]!.chanceSlower! - 0.5) < 0.02);
  assert.equal(rates[0]!.baselineSeconds, 40);
});

test('a system that takes longer is worse, and better the other way round', () => {
  const worse = verdictsOf(runOf(1), runOf(2, 1.15));
  assert.equal(worse.verdict, 'regression');
  assert.equal(worse.by.p50, 'worse');
  assert.match(worse.sentence, /^s2 is worse than s1: p50 at 500\/s is [12]\d\.\d % higher \(95 % \d/);
  assert.equal(verdictsOf(runOf(2, 1.15), runOf(1)).verdict, 'improvement');
});

test('a change that the noise band holds is none, however sure it is', () => {
  const { by, metrics } = verdictsOf(runOf(1), runOf(2, 1.15), 0.3);
  assert.equal(by.p50, 'same');
  assert.ok(metrics[0]!.adjustedP! < 0.05);
});

test('a run that is too short is unclear about what it cannot exclude', () => {
  const short = (seed: number): MadeSession => ({
    ...runOf(seed),
    cells: simulateRun(scenarioNamed('small').target, 25, 12, seed),
    perSecond: 25,
  });
  const { by, verdict } = verdictsOf(short(1), short(2));
  assert.equal(by.p99, 'unclear');
  assert.notEqual(verdict, 'regression');
});

test('load lines are compared by their intervals', () => {
  assert.equal(verdictsOf(lineOf(1000, 0.05), lineOf(1010, 0.05)).verdict, 'unclear');
  assert.equal(verdictsOf(lineOf(1000, 0.01), lineOf(1005, 0.01)).verdict, 'same');
  const { sentence, verdict } = verdictsOf(lineOf(1000, 0.02), lineOf(900, 0.02));
  assert.equal(verdict, 'regression');
  assert.match(sentence, /load line is 10\.0 % lower \(95 % \d+\.\d to \d+\.\d %\), 900\/s instead of 1,000\/s\.$/);
});

test('searches are compared by all rates that they tried, and not rate by rate', () => {
  const scenario = scenarioNamed('mmc8');
  const search = (seed: number, by: number) =>
    searchSimulated({ ...scenario, target: slowed(scenario.target, by) }, { effort: 'quick', seed, recorded: true });
  const [before, again, slower] = [search(1, 1), search(2, 1), search(3, 1.15)].map(digestOfSearch);
  const same = comparePair(before!, again!, 0.05);
  assert.deepEqual(
    same.metrics.map(({ metric }) => metric),
    ['load line', 'service demand'],
  );
  assert.deepEqual(same.rates, []);
  assert.deepEqual(same.notes, []);
  assert.equal(same.metrics[1]!.verdict, 'same');
  const worse = comparePair(before!, slower!, 0.05);
  assert.equal(worse.verdict, 'regression');
  assert.match(
    worse.sentence,
    /service demand is 1\d\.\d % higher \(95 % 1\d\.\d to 1\d\.\d %\), \d\.\d+ ms instead of/,
  );
});

test('what cannot be compared is said with the reason', () => {
  const rows: readonly (readonly [MadeSession, MadeSession, RegExp])[] = [
    [lineOf(1000, 0.02), lineOf(900, 0.02, { objectives: ['p99 < 75ms'] }), /its objectives were .*, then p99 < 75ms/],
    [lineOf(1000, 0.02), lineOf(900, 0.02, { interval95: null }), /a search that gives no interval/],
    [lineOf(1000, 0.02), { results: [validRun] }, /found in the baseline alone/],
    [
      runOf(1),
      { ...runOf(2), perSecond: 600 },
      /No rate was held by both: the baseline held 500\/s, the candidate 600\/s/,
    ],
    [runOf(1), { ...runOf(2), arrivals: 'paced' }, /the baseline had poisson arrivals and the candidate paced/],
    [
      { ...runOf(1), cells: runOf(1).cells!.slice(0, 3) },
      { ...runOf(2), cells: runOf(2).cells!.slice(0, 3) },
      /No rate was held for 5 s by the baseline and the candidate/,
    ],
    [runOf(1), { ...runOf(2), cells: runOf(2).cells!.slice(0, 8) }, /Held for less than 10 s and not compared: 500\/s/],
    [
      runOf(1),
      { ...runOf(2), results: [{ ...validRun, validity: { valid: false, reasons: ['The generator sent late.'] } }] },
      /the candidate cannot be believed: The generator sent late/,
    ],
  ];
  for (const [before, after, wanted] of rows) {
    const { notes, sentence, verdict } = verdictsOf(before, after);
    assert.equal(verdict, 'incomparable', wanted.source);
    assert.match(notes.join('\n'), wanted);
    assert.match(sentence, /nothing that can be compared: /);
  }
});

test('CPU use of a server of one name is compared at the same load', () => {
  const cpu = (mean: number) => Array.from({ length: 40 }, (_, at) => mean + (at % 5));
  const { by } = verdictsOf(runOf(1, 1, { cpu: cpu(40) }), runOf(2, 1, { cpu: cpu(50) }));
  assert.equal(by['cpu of api-1'], 'worse');
  const alike = verdictsOf(runOf(1, 1, { cpu: cpu(40) }), runOf(2, 1, { cpu: cpu(41) }));
  assert.equal(alike.by['cpu of api-1'], 'same');
});

test('CPU use is compared over all rates that two searches tried, whichever these were', () => {
  const search = (percentPerRate: number, rates: readonly number[]): MadeSession => {
    const cells = runOf(1).cells!;
    const seconds = rates.flatMap((perSecond) =>
      Array.from({ length: 12 }, (_, at) => ({ phase: `estimate ${perSecond}/s`, perSecond, cell: cells[at]! })),
    );
    return { seconds, cpu: seconds.map(({ perSecond }, at) => 5 + percentPerRate * perSecond + (at % 3)).slice(1) };
  };
  const before = search(0.1, [200, 400, 500, 600]);
  const worse = verdictsOf(before, search(0.115, [250, 450, 550, 580]));
  assert.equal(worse.by['cpu of api-1'], 'worse');
  const cpu = worse.metrics.find(({ metric }) => metric === 'cpu of api-1')!;
  assert.ok(cpu.change > 5 && cpu.change < 9, `${cpu.change} points`);
  assert.equal(verdictsOf(before, search(0.1, [250, 450, 550, 580])).by['cpu of api-1'], 'same');
});

test('searches that tried too few rates, and a search and a run, have nothing in common', () => {
  const tried = (seed: number): MadeSession => ({ ...runOf(seed), phase: 'estimate 500/s' });
  const { notes, verdict } = verdictsOf(tried(1), tried(2));
  assert.equal(verdict, 'incomparable');
  assert.match(notes.join('\n'), /The service demand is not compared: it takes three rates that each search tried/);
  const held = verdictsOf(runOf(1), tried(2));
  assert.equal(held.verdict, 'incomparable');
  assert.match(held.notes.join('\n'), /the baseline held 500\/s, the candidate none/);
  assert.match(held.notes.join('\n'), /Rates that were held are not compared with those that the candidate tried/);
  assert.doesNotMatch(notes.join('\n'), /No rate was held/);
});

test('warm-up and rest are no measurement, and neither is a rate that was passed through', () => {
  const rising = runOf(1).cells!.map((cell) => ({ ...cell }));
  const digest = digestOf({ cells: rising, phase: 'warm-up 500/s' });
  assert.deepEqual(digest.segments, []);
});

test('bad requests are compared as a share', () => {
  const failing = runOf(2).cells!.map((cell) => ({ ...cell, bad: 25 }));
  const { by, verdict } = verdictsOf(runOf(1), { ...runOf(2), cells: failing });
  assert.equal(by['bad requests'], 'worse');
  assert.equal(verdict, 'regression');
});

test('the worst of several pairs is the verdict, and the text tells all of them', () => {
  const [a, b, c] = [runOf(1), runOf(2), runOf(3, 1.2)].map(digestOf) as [
    ReturnType<typeof digestOf>,
    ReturnType<typeof digestOf>,
    ReturnType<typeof digestOf>,
  ];
  const result = compareSessions(a, [b, c], 0.05);
  assert.equal(result.verdict, 'regression');
  const text = comparisonText(result);
  assert.match(text, /^regression: s3 is worse than s1/);
  assert.match(text, /^same: s2 is not told apart from s1/m);
  assert.match(text, /^p50 at 500\/s +\d/m);
  assert.doesNotMatch(text, /NaN|undefined|Infinity/);
});

test('a session that cannot be compared does not hide one that is worse, and both are told', () => {
  const [a, worse, same] = [runOf(1), runOf(3, 1.2), runOf(2)].map(digestOf);
  const other = digestOf({ ...runOf(4), id: 'other', perSecond: 600 });
  for (const candidates of [
    [worse!, other],
    [other, worse!],
  ]) {
    const { sentence, verdict } = compareSessions(a!, candidates, 0.05);
    assert.equal(verdict, 'regression');
    assert.match(
      sentence,
      /^s3 is worse than s1: .*\. other and s1 have nothing that can be compared: No rate was held/,
    );
  }
  const rest = compareSessions(a!, [same!, other], 0.05);
  assert.equal(rest.verdict, 'incomparable');
  assert.match(rest.sentence, /^other and s1 have nothing that can be compared/);
});

test('sessions of different targets are compared, with a word about it', () => {
  const [a, b] = [runOf(1), runOf(2)].map(digestOf);
  const elsewhere = { ...b!, session: { ...b!.session, target: 'http://127.0.0.1:8080/other' } };
  assert.deepEqual(comparePair(a!, elsewhere, 0.05).notes, [
    'The targets differ: http://127.0.0.1:8080/, then http://127.0.0.1:8080/other.',
  ]);
  assert.deepEqual(comparePair(a!, b!, 0.05).notes, []);
});
